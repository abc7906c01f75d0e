/** Several things were to be done in a row, and one of them could not be; why is its `cause`. */
export class Interrupted<Done> extends Error {
  override readonly name = 'Interrupted';
  /** What was done before: whole, and kept. */
  readonly done: readonly Done[];

  private constructor(done: readonly Done[], cause: unknown) {
    super(`interrupted after ${done.length}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.done = done;
  }

  /** What to throw: where nothing was done, the cause itself. */
  static after<Done>(done: readonly Done[], cause: unknown): unknown {
    return done.length > 0 ? new Interrupted(done, cause) : cause;
  }
}

/** What an error says about things done in a row: those that were, and why there are no more. */
export function interruption<Done>(error: unknown): { readonly done: readonly Done[]; readonly cause: unknown } {
  return error instanceof Interrupted
    ? { done: error.done as readonly Done[], cause: error.cause }
    : { done: [], cause: error };
}
