/** Weights that do not belong to the program. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  /** The way out. */
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}
