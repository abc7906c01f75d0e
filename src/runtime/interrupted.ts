/** Thrown when one of several things to be done in sequence fails; its `cause` says why. */
export class Interrupted<Done> extends Error {
  override readonly name = 'Interrupted';
  /** What was completed before, and is kept. */
  readonly done: readonly Done[];

  private constructor(done: readonly Done[], cause: unknown) {
    super(`interrupted after ${done.length}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.done = done;
  }

  /** What to throw; if nothing was done, the cause itself. */
  static after<Done>(done: readonly Done[], cause: unknown): unknown {
    return done.length > 0 ? new Interrupted(done, cause) : cause;
  }
}

/** What an error says about things done in sequence: those that were done, and why there are no more. */
export function interruption<Done>(error: unknown): { readonly done: readonly Done[]; readonly cause: unknown } {
  return error instanceof Interrupted
    ? { done: error.done as readonly Done[], cause: error.cause }
    : { done: [], cause: error };
}
