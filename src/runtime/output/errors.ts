import { UserError } from '../user-error.ts';

/** A file that cannot be written, because of the disk, the permissions or the path. */
export class OutputError extends UserError {
  override readonly name = 'OutputError';
}

/** A file of a run that cannot be read, or is not what it should be. */
export class CheckpointError extends UserError {
  override readonly name = 'CheckpointError';
}
