/** `gan check`: reports what is wrong with a spec, before anything is trained. */
import type { Command } from 'commander';
import { networksByName, parameterCount } from '../../compiler/program/networks.ts';
import type { Analysis } from '../../compiler/analyze.ts';
import { hasErrors, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Spec } from '../../parser/tree.ts';
import { render, summary } from '../../diagnostics/render.ts';
import { positionAt, type Span } from '../../diagnostics/source.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatInteger } from '../report/format-integer.ts';
import { jsonOption, setOption, type Constants } from '../options.ts';
import { analyzeFile, readSpec } from '../spec-file.ts';
import { colours } from '../report/terminal.ts';

export function addCheck(program: Command): void {
  program
    .command('check')
    .summary('find what is wrong with a spec')
    .description(
      'Checks names, shapes, meanings, ranges and the training program of one or more specs, without training.',
    )
    .argument('<files...>', '.gan files')
    .addOption(setOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan check specs/dcgan.gan\n  $ gan check specs/*.gan\n  $ gan check digits.gan --set width=48 --json',
    )
    .action((files: string[], options: { set: Constants; json: boolean }) => {
      const checked = files.map((path) => checkFile(path, options.set));
      if (options.json)
        process.stdout.write(`${JSON.stringify({ version: 1, files: checked.map(toJson) }, null, 2)}\n`);
      else process.stdout.write(checked.map(toText).join(files.length > 1 ? '\n' : ''));
      if (checked.some((c) => hasErrors(c.diagnostics))) process.exitCode = exitCodes.errors;
    });
}

interface CheckedFile extends Analysis {
  readonly path: string;
}

function checkFile(path: string, constants: Constants): CheckedFile {
  return { path, ...analyzeFile(readSpec(path), constants) };
}

function toText({ path, diagnostics, program, isModule, tree }: CheckedFile): string {
  if (diagnostics.length > 0)
    return `${render(diagnostics, { color: colours.isColorSupported })}\n\n${path}: ${summary(diagnostics)}\n`;
  if (isModule) return `${path}: no problems (module: ${contents(tree)})\n`;
  const networks = program ? [...networksByName(program)] : [];
  const sizes = networks.map(([name, all]) => `${name} ${formatInteger(parameterCount(all))}`).join(' · ');
  return `${path}: ${summary(diagnostics)}${sizes && ` (parameters: ${sizes})`}\n`;
}

/** `2 blocks, 1 function` */
function contents({ declarations }: Spec): string {
  const counts = countedKinds.flatMap(([kind, one, many]) => {
    const count = declarations.filter((d) => d.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return counts.join(', ') || 'empty';
}

const countedKinds = [
  ['network', 'network', 'networks'],
  ['block', 'block', 'blocks'],
  ['fn', 'function', 'functions'],
  ['const', 'constant', 'constants'],
  ['data', 'data set', 'data sets'],
] as const;

function toJson({ path, diagnostics }: CheckedFile) {
  return { file: path, ok: !hasErrors(diagnostics), diagnostics: diagnostics.map(diagnosticToJson) };
}

function diagnosticToJson(d: Diagnostic) {
  return {
    ...d,
    span: spanToJson(d.span),
    ...(d.labels && { labels: d.labels.map((l) => ({ text: l.text, span: spanToJson(l.span) })) }),
    ...(d.fix && {
      fix: { ...d.fix, edits: d.fix.edits.map((e) => ({ replacement: e.replacement, span: spanToJson(e.span) })) },
    }),
  };
}

function spanToJson({ source, start, end }: Span) {
  return {
    file: source.name,
    start: { offset: start, ...positionAt(source, start) },
    end: { offset: end, ...positionAt(source, end) },
  };
}
