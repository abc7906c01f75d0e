/** `gan init`: a first spec to start from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { parse } from '../../parser/parse.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { writeFile } from '../../runtime/platform/node/atomic.ts';
import { UserError } from '../../runtime/user-error.ts';
import { specsFolder } from '../specs-folder.ts';

export function addInit(program: Command): void {
  // The specs in the package double as templates.
  const templates = readdirSync(specsFolder)
    .filter((name) => name.endsWith('.gan'))
    .map((name) => name.slice(0, -'.gan'.length));
  program
    .command('init')
    .summary('write a first spec')
    .description('Writes a spec that trains as it is, to start from.')
    .argument('[name]', 'name of the model and the file')
    .addOption(
      new Option('--template <name>', 'which spec to start from; the one of that name, or ring').choices(templates),
    )
    .addHelpText('after', '\nExamples:\n  $ gan init ring\n  $ gan init faces --template digits')
    .action(async (name: string | undefined, options: { template?: string }) => {
      const template = options.template ?? (name !== undefined && templates.includes(name) ? name : 'ring');
      const model = name ?? template;
      const file = `${model}.gan`;
      const text = readFileSync(join(specsFolder, `${template}.gan`), 'utf8').replace(/^model \w+/m, `model ${model}`);
      requireName(model, { name: file, text });
      if (existsSync(file)) throw new UserError(`${file} already exists`, 'choose another name, or remove it');
      await writeFile(file, text);
      process.stdout.write(`wrote ${file}\nnext: gan check ${file}, then gan train ${file}\n`);
    });
}

/** Asks the parser, which knows the reserved words. */
function requireName(model: string, spec: SourceFile): void {
  if (!/^[A-Za-z]\w*$/.test(model))
    throw new UserError(
      `\`${model}\` cannot be the name of a model`,
      'use letters, digits and underscores, a letter first',
    );
  if (hasErrors(parse(spec).diagnostics))
    throw new UserError(
      `\`${model}\` cannot be the name of a model: it is a word of the language`,
      `add a letter, as in ${model}1`,
    );
}
