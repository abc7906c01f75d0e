import type { Program, Training } from '../../compiler/program/program.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { SetupError } from './setup-error.ts';

/**
 * What a program is trained by. Throws a `SetupError` if it has nothing of the kind.
 *
 * @param lost what cannot be done then: `no step to measure`
 */
export function requireTraining({ training }: Program, source: SourceFile, lost?: string): Training {
  if (training) return training;
  throw new SetupError(
    `${source.name} has no training program${lost === undefined ? '' : `, so there is ${lost}`}`,
    'add one, such as `train for 1_000 steps, batch 64 { minimize g over G using adam(1e-4) }`',
  );
}
