/**
 * Steps that need too much memory: reported before the first step if the device tells, along with a batch size that
 * fits.
 */
import type { Program } from '../../compiler/program/program.ts';
import { compile, type CompileOptions } from '../../compiler/compile.ts';
import { costOf } from '../../compiler/cost.ts';
import { EngineUnavailableError, OutOfMemoryError } from '../engines/engine-error.ts';
import type { Engine, Program as Prepared } from '../engines/engine.ts';

/** Throws an `EngineUnavailableError` if the step does not fit into the memory available to the engine. */
export function requireMemory(program: Program, step: Prepared, engine: Engine, options: CompileOptions): void {
  const limit = engine.memoryBytes();
  if (limit === null || step.plannedPeakBytes <= limit) return;
  const { device } = engine.description;
  throw new EngineUnavailableError(
    `a step needs about ${gibibytes(step.plannedPeakBytes)} of memory, but there are only ${gibibytes(limit)} (${device})`,
    wayOut(program, step, limit, options),
  );
}

/**
 * Adds to an engine's out-of-memory error what the engine cannot know: how much the step needs, and which batch size
 * needs half of it.
 */
export function explainMemory(error: unknown, program: Program, step: Prepared, options: CompileOptions): unknown {
  if (!(error instanceof OutOfMemoryError)) return error;
  const help = wayOut(program, step, step.plannedPeakBytes / 2, options);
  return new EngineUnavailableError(`${error.message}; a step needs about ${gibibytes(step.plannedPeakBytes)}`, help, {
    cause: error,
  });
}

/** Tries halving the batch, compiling the step anew each time. */
function wayOut(program: Program, step: Prepared, limit: number, options: CompileOptions): string {
  const training = program.training!;
  const plan = (batch: number) =>
    costOf(compile({ ...program, training: { ...training, batch } }, options).step(0)).peakBytes;
  // What the engine's kernels need in addition is taken to grow in proportion.
  const scale = step.plannedPeakBytes / plan(training.batch);
  for (let batch = Math.floor(training.batch / 2); batch >= 1; batch = Math.floor(batch / 2)) {
    const needed = scale * plan(batch);
    if (needed <= limit)
      return `take a smaller batch: ${batch.toLocaleString('en-US')} instead of ${training.batch.toLocaleString('en-US')} needs about ${gibibytes(needed)}`;
  }
  return 'not even a batch of 1 would fit: take smaller networks (`gan inspect` shows what each layer needs)';
}

const gibibytes = (bytes: number) =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
