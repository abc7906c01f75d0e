import { UserError } from '../user-error.ts';

/** A file that cannot be written, because of the disk, the permissions or the path. */
export class OutputError extends UserError {
  override readonly name = 'OutputError';
}
