import { UserError } from '../user-error.ts';

/** Training cannot begin: no training program, or weights that do not belong to it. */
export class SetupError extends UserError {
  override readonly name = 'SetupError';
}
