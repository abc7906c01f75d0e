/** A spec that is right, but has nothing to train. */
export class NoTrainingError extends Error {
  override readonly name = 'NoTrainingError';
  /** The way out. */
  readonly help = 'add `train for … steps, batch … { minimize … }`';

  constructor(file: string) {
    super(`${file} has no \`train\`, so there is nothing to do`);
  }
}
