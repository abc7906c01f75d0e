import type { Program, Training } from '../../compiler/program/program.ts';
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
