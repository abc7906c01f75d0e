/** Training cannot begin: no training program, or weights that do not belong to it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  /** The way out. */
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}
