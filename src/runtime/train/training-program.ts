import type { Program, Training } from '../../compiler/program/program.ts';
import { mostUpdates } from '../../compiler/program/rounds.ts';
import { MOST_COUNTED } from '../../compiler/types/duration.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { SetupError } from './setup-error.ts';

/**
 * The training program of a spec. Throws a `SetupError` if there is none.
 *
 * @param lost what is missing as a consequence: `no step to measure`
 */
export function requireTraining({ training }: Program, source: SourceFile, lost?: string): Training {
  if (training) return training;
  throw new SetupError(
    `${source.name} has no training program${lost === undefined ? '' : `, so there is ${lost}`}`,
    'add one, such as `train for 1_000 steps, batch 64 { minimize g over G using adam(1e-4) }`',
  );
}

/** Returns `steps`. Throws a `SetupError` if the counter of steps, or of an optimizer's updates, cannot go that far. */
export function requireCountable({ training }: Program, steps: number): number {
  const most = Math.floor(MOST_COUNTED / mostUpdates(training!));
  if (steps <= most) return steps;
  throw new SetupError(
    `a run cannot have ${steps.toLocaleString('en-US')} steps: its counters go up to ${most.toLocaleString('en-US')} here`,
    'train for fewer steps; a new run can go on from the weights of this one with `--weights`',
  );
}
