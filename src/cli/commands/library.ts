/** `gan library`: lists and prints the part of the language that is written in the language itself. */
import type { Command } from 'commander';
import { contentsOf, sourceOf, summaryOf, type LibraryEntry } from '../../compiler/library/contents.ts';
import { libraryModules, type LibraryModule } from '../../compiler/library/library.ts';
import { suggestedNames } from '../../compiler/words/other-names.ts';
import { UserError } from '../../runtime/user-error.ts';
import { jsonOption } from '../options.ts';
import { colours } from '../report/terminal.ts';

export function addLibrary(program: Command): void {
  const library = program
    .command('library')
    .summary('list and show what is written in the language itself')
    .description(
      'Lists the modules of the library: losses, penalties, blocks and more, written in the language. Some are known everywhere; the others must be imported.',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan library\n  $ gan library show gradient_penalty\n  $ gan library show objectives',
    )
    .action(({ json }: { json: boolean }) => {
      print(json ? toJson({ modules: libraryModules.map(moduleToJson) }) : listText(libraryModules));
    });
  library
    .command('show')
    .summary('print how something is written')
    .description('Prints the source of a function, block, network or constant of the library, or of a whole module.')
    .argument('<name>', 'a name that `gan library` lists')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan library show gradient_penalty\n  $ gan library show penalties > my_penalties.gan\n  $ gan library show hinge_d --json',
    )
    .action((name: string, _: unknown, command: Command) => {
      // With the options of the parent command, because `--json` may come before `show`.
      const { json } = command.optsWithGlobals<{ json: boolean }>();
      print(show(name, json));
    });
}

const print = (text: string): boolean => process.stdout.write(`${text.trimEnd()}\n`);
const toJson = (value: object): string => JSON.stringify({ version: 1, ...value }, null, 2);

// ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────

function listText(modules: readonly LibraryModule[]): string {
  const blocks = modules.map((module) => {
    const entries = contentsOf(module);
    const reach = module.everywhere ? 'known everywhere' : `import ${entries[0]?.name} from ${module.module}`;
    const names = wrapped(entries.map(({ name }) => name));
    return [`${colours.bold(module.module)}  ${colours.dim(reach)}`, `  ${summaryOf(module)}`, ...names].join('\n');
  });
  return [...blocks, 'gan library show NAME prints how one of them is written'].join('\n\n');
}

const widest = 100;

/** The names in lines of at most `widest` characters, two spaces apart. */
function wrapped(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + name.length <= widest) lines[lines.length - 1] = `${last}  ${name}`;
    else lines.push(`  ${name}`);
  }
  return lines;
}

function moduleToJson(module: LibraryModule) {
  const declarations = contentsOf(module).map(({ source: _, ...entry }) => entry);
  return { name: module.module, everywhere: module.everywhere, documentation: summaryOf(module), declarations };
}

// ── one entry or module ─────────────────────────────────────────────────────────────────────────────────────────────

function show(name: string, json: boolean): string {
  const module = libraryModules.find((m) => m.module === name);
  if (module) return json ? toJson({ kind: 'module', ...moduleToJson(module), source: module.text }) : module.text;
  const { entry, of } = find(name);
  if (!json) return sourceOf(entry);
  return toJson({ module: of.module, everywhere: of.everywhere, ...entry });
}

function find(name: string): { readonly entry: LibraryEntry; readonly of: LibraryModule } {
  for (const module of libraryModules) {
    const entry = contentsOf(module).find((e) => e.name === name);
    if (entry) return { entry, of: module };
  }
  const names = libraryModules.flatMap((m) => [m.module, ...m.names]);
  const near = suggestedNames(name, names);
  throw new UserError(
    `the library has nothing called \`${name}\``,
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : '`gan library` lists what it has; what is built in is described in docs/functions.md',
  );
}
