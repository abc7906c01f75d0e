/** A file that cannot be written: the disk, the permissions, the path. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  /** The way out. */
  readonly help: string;

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.help = help;
  }
}

/** A file of a run that cannot be read back as what it should be. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  /** The way out. */
  readonly help: string;

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.help = help;
  }
}
