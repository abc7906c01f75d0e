import { UserError } from '../user-error.ts';

/** Data that cannot be had or are not what the spec declares: the user's files, not our bug. */
export class DataError extends UserError {
  override readonly name = 'DataError';
}
