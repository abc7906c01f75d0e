/** Data that cannot be had or are not what the spec declares: the user's files, not our bug. */
export class DataError extends Error {
  override readonly name = 'DataError';
  /** The way out. */
  readonly help: string;

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.help = help;
  }
}
