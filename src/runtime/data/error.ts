import { UserError } from '../user-error.ts';

/** Data that are not available or not what the spec declares: a problem of the user's files, not our bug. */
export class DataError extends UserError {
  override readonly name = 'DataError';
}
