/** `gan train`: trains a spec, or resumes a run. */
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { parse } from '../../parser/parse.ts';
import { render } from '../../diagnostics/render.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import type { PassName } from '../../compiler/passes/names.ts';
import type { Progress, TrainOptions, TrainStart } from '../../runtime/train/train.ts';
import { exitCodes } from '../exit-codes.ts';
import { UserError } from '../../runtime/user-error.ts';
import { formatInteger } from '../report/format-integer.ts';
import {
  addEngineOptions,
  engineChoice,
  jsonOption,
  passesOption,
  setOption,
  wholeNumber,
  type Constants,
  type EngineOptions,
} from '../options.ts';
import { readSpec, requireConstants } from '../spec-file.ts';
import { errorColours } from '../report/terminal.ts';

interface Options extends EngineOptions {
  readonly run?: string;
  readonly resume?: string;
  readonly step?: number;
  readonly steps?: number;
  readonly seed: number;
  readonly passes: readonly PassName[];
  readonly set: Constants;
  readonly weights?: string;
  readonly saveInitial?: string;
  readonly logEvery: number;
  readonly checkpointEvery?: number;
  readonly json: boolean;
}

/** Ctrl-C, and the signal that containers and batch systems send before they kill. */
const stopSignals = ['SIGINT', 'SIGTERM'] as const;

export function addTrain(program: Command): void {
  const command = program
    .command('train')
    .summary('train a spec, or continue a run')
    .description(
      'Trains a spec. Everything it makes goes to runs/NAME/: the spec, metrics.jsonl, pictures, checkpoints. Ctrl-C saves and stops.',
    )
    .argument('[file]', 'a .gan file')
    .option('--run <folder>', 'where the run goes (default: runs/ and the name of the file)')
    .option('--resume <folder>', 'continue the run in this folder, from its latest checkpoint')
    .option('--step <n>', 'with --resume: from the checkpoint of this step', wholeNumber(0))
    .option('--steps <n>', 'how many steps in all, instead of the number in the spec', wholeNumber(1))
    .option('--seed <n>', 'seed of everything random', wholeNumber(0), 0);
  addEngineOptions(command)
    .addOption(passesOption())
    .addOption(setOption())
    .option('--weights <file>', 'start from the weights in this safetensors file, named NETWORK/layer/weight')
    .option('--save-initial <file>', 'write the first weights to this safetensors file')
    .option('--log-every <n>', 'steps between lines of metrics.jsonl', wholeNumber(1), 10)
    .option(
      '--checkpoint-every <n>',
      'steps between checkpoints, in addition to those every two minutes and at the end',
      wholeNumber(1),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ gan train specs/ring.gan\n  $ gan train specs/digits.gan --set width=48 --seed 1 --run runs/wide\n  $ gan train --resume runs/digits',
    )
    .action(async (file: string | undefined, options: Options) => {
      requireOneTarget(file, options);
      if (options.resume !== undefined) refuseSettled(command);
      // Imported here because only training needs an engine.
      const { nodeHost } = await import('../../runtime/hosts/node.ts');
      const { train, resume } = await import('../../runtime/train/train.ts');
      const { ProgressDisplay } = await import('../report/progress.ts');
      const display = new ProgressDisplay(options.json);
      const interruption = new AbortController();
      const interrupt = (): void => {
        if (interruption.signal.aborted) {
          display.stop();
          process.exit(exitCodes.interrupted);
        }
        interruption.abort();
        display.note('stopping after this step; press Ctrl-C again to stop at once, without saving');
      };
      for (const signal of stopSignals) process.on(signal, interrupt);
      const folder = options.resume ?? options.run ?? join('runs', basename(file!, '.gan'));
      const shared: TrainOptions = {
        ...pick(options, 'steps', 'saveInitial', 'checkpointEvery'),
        ...engineChoice(options),
        passes: options.passes,
        logEvery: options.logEvery,
        signal: interruption.signal,
        onStart: (start) => display.start(describeStart(start, folder)),
        onProgress: (progress: Progress) => display.progress(progress),
        onObservation: (result, step, picture) => display.observed(result, step, picture),
      };
      try {
        const result = options.resume
          ? await resume(nodeHost, options.resume, {
              ...withoutAuto(shared),
              ...(options.step !== undefined && { fromStep: options.step }),
            })
          : await train(nodeHost, readFor(options, file!), {
              ...shared,
              ...pick(options, 'weights'),
              seed: options.seed,
              constants: options.set,
              run: folder,
            });
        display.end(result, folder);
        if (!result.finished) process.exitCode = exitCodes.interrupted;
      } finally {
        display.stop();
        for (const signal of stopSignals) process.off(signal, interrupt);
      }
    });
}

/** Reads the spec. Throws a `UserError` if it lacks a constant that is to be set. */
function readFor({ set }: Options, file: string): SourceFile {
  const source = readSpec(file);
  if (set.size > 0) requireConstants(parse(source).spec, set, file);
  return source;
}

function requireOneTarget(file: string | undefined, options: Options): void {
  if (file === undefined && options.resume === undefined)
    throw new UserError('which spec?', 'give a .gan file, or --resume with the folder of a run');
  if (file !== undefined && options.resume !== undefined)
    throw new UserError('a run is resumed with its own spec', 'give either a .gan file or --resume');
  if (options.step !== undefined && options.resume === undefined)
    throw new UserError(
      '--step chooses a checkpoint of a run',
      'give --resume too; to say how many steps to train, use --steps',
    );
}

/** Throws if an option is given that was fixed when the run was started. */
function refuseSettled(command: Command): void {
  const settled = ['run', 'seed', 'set', 'weights', 'saveInitial'];
  const given = command.options.find(
    (option) =>
      settled.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (given)
    throw new UserError(
      `${given.long} was fixed when the run was started`,
      `leave ${given.long} out, or start a new run from a .gan file`,
    );
}

/** A resumed run keeps its engine unless another one is named, as it keeps its precision. */
function withoutAuto({ engine, ...rest }: TrainOptions): TrainOptions {
  return engine === undefined || engine === 'auto' ? rest : { engine, ...rest };
}

function describeStart({ session, totalSteps, warnings }: TrainStart, folder: string): string {
  const { engine, device } = session.engine.description;
  const warned = warnings.length > 0 ? `${render(warnings, { color: errorColours.isColorSupported })}\n\n` : '';
  const from = session.step > 0 ? ` from step ${formatInteger(session.step)}` : '';
  return `${warned}${session.program.name}: ${formatInteger(totalSteps)} steps${from} on ${engine} (${device}), seed ${session.seed}, into ${folder}`;
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): { [P in K]?: NonNullable<T[P]> } {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as {
    [P in K]?: NonNullable<T[P]>;
  };
}
