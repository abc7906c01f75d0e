/** `gan profile`: what each layer and line of a spec costs. */
import { Option, type Command } from 'commander';
import { parse } from '../../parser/parse.ts';
import {
  addEngineOptions,
  engineChoice,
  jsonOption,
  setOption,
  wholeNumber,
  type Constants,
  type EngineOptions,
} from '../options.ts';
import { groupings, type Grouping } from '../report/profile-groupings.ts';
import { readSpec, requireConstants } from '../spec-file.ts';
import { colours } from '../report/terminal.ts';

interface Options extends EngineOptions {
  readonly by?: Grouping;
  readonly steps: number;
  readonly set: Constants;
  readonly json: boolean;
}

export function addProfile(program: Command): void {
  const command = program
    .command('profile')
    .summary('measure what each layer and each line costs')
    .description(
      'Makes a few training steps and measures them, kernel by kernel: time, floating-point operations and bytes of each layer and of each line. Writes no files.',
    )
    .argument('<file>', 'a .gan file')
    .addOption(new Option('--by <rows>', 'one table only, by line, layer, network or op').choices(groupings))
    .option('--steps <n>', 'how many steps to take the median of, after two to warm up', wholeNumber(1), 5);
  addEngineOptions(command)
    .addOption(setOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan profile specs/digits.gan\n  $ gan profile specs/digits.gan --by op --set width=16\n  $ gan profile specs/ring.gan --engine cpu --steps 20 --json',
    )
    .action(async (file: string, options: Options) => {
      const source = readSpec(file);
      if (options.set.size > 0) requireConstants(parse(source).spec, options.set, file);
      // Imported here because only measuring needs an engine.
      const { nodeHost } = await import('../../runtime/hosts/node.ts');
      const { profile } = await import('../../runtime/profile/profile.ts');
      const { rowsOf } = await import('../../runtime/profile/rows.ts');
      const { reportJson, reportText } = await import('../report/profile-report.ts');
      const measured = await profile(nodeHost, source, {
        ...engineChoice(options),
        steps: options.steps,
        constants: options.set,
      });
      const rows = rowsOf(measured, source);
      const text = options.json
        ? JSON.stringify(reportJson(measured, rows, options.by), null, 2)
        : reportText(measured, rows, options.by, colours.bold);
      process.stdout.write(`${text}\n`);
    });
}
