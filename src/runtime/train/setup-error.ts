import { UserError } from '../user-error.ts';

/** Training cannot start: there is no training program, or the weights do not belong to it. */
export class SetupError extends UserError {
  override readonly name = 'SetupError';
}
