import { UserError } from '../user-error.ts';

/** A file of a run that cannot be read, or is not what it should be. */
export class CheckpointError extends UserError {
  override readonly name = 'CheckpointError';
}
