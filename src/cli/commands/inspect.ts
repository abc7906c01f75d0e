/** `gan inspect`: shows what the compiler makes of a spec, stage by stage. */
import { Option, type Command } from 'commander';
import { requireProgram } from '../../compiler/analyze.ts';
import type { PassName } from '../../compiler/passes/names.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { jsonOption, passesOption, setOption, type Constants } from '../options.ts';
import { analyzeFile, readSpec } from '../spec-file.ts';
import { stages, type Stage } from '../report/stages.ts';

interface InspectOptions {
  readonly emit?: Stage;
  readonly set: Constants;
  readonly passes: readonly PassName[];
  readonly json: boolean;
}

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .summary('show networks, sizes and costs, or any stage of the compiler')
    .description(
      'Shows the networks layer by layer with their parameters, and what a training step costs; or one stage of the compiler.',
    )
    .argument('<file>', 'a .gan file')
    .addOption(
      new Option(
        '--emit <stage>',
        'tokens, tree, symbols, types (of every expression), graph (losses), step (with gradients and updates), plan (in order, with memory)',
      ).choices(stages),
    )
    .addOption(setOption())
    .addOption(passesOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan inspect specs/dcgan.gan\n  $ gan inspect specs/ring.gan --emit step\n  $ gan inspect specs/dcgan.gan --json',
    )
    .action(async (file: string, options: InspectOptions) => {
      const source = readSpec(file);
      // Imported here because `gan check` needs no graphs.
      const text = options.emit
        ? (await import('../report/emit.ts')).emitters[options.emit](source, options)
        : await overview(source, options);
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    });
}

async function overview(source: SourceFile, { set, passes, json }: InspectOptions): Promise<string> {
  const [{ compile }, { overviewJson, overviewText }] = await Promise.all([
    import('../../compiler/compile.ts'),
    import('../report/overview.ts'),
  ]);
  const model = compile(requireProgram(analyzeFile(source, set)), { passes });
  return json ? JSON.stringify(overviewJson(model), null, 2) : overviewText(model);
}
