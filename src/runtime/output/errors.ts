import { UserError } from '../user-error.ts';

/** A file that cannot be written: the disk, the permissions, the path. */
export class OutputError extends UserError {
  override readonly name = 'OutputError';
}

/** A file of a run that cannot be read back as what it should be. */
export class CheckpointError extends UserError {
  override readonly name = 'CheckpointError';
}
