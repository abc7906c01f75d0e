/**
 * How much work a check may take. Loops are unrolled and templates expanded, so a line can ask for more than any machine
 * has: `repeat(10_000) { repeat(10_000) { relu } }`. Work is counted, not timed, so that a spec is right or wrong wherever
 * it is checked.
 */
import type { Span } from '../../diagnostics/source.ts';

/** Well under a second of work. Ten thousand layers take a quarter of it. */
export const mostWork = 100_000;
/** Templates inside of templates; beyond this the stack of the machine would be the limit. */
export const deepest = 200;

/** Thrown when a check has taken too much work; reported once, at the place where the work was asked for. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
  readonly at: Span;

  constructor(at: Span) {
    super('the check takes too much work');
    this.at = at;
  }
}

/** Thrown when the caller no longer wants the answer. */
export class CheckCancelled extends Error {
  override readonly name = 'CheckCancelled';

  constructor() {
    super('the check was cancelled');
  }
}

export class Budget {
  private spent = 0;
  private readonly cancelled: (() => boolean) | undefined;
  /** Where the work is being asked for, outermost first: loops and uses of templates. */
  private readonly asked: Span[] = [];

  constructor(cancelled?: () => boolean) {
    this.cancelled = cancelled;
  }

  /** Counts one evaluation. */
  spend(at: Span): void {
    this.spent++;
    if (this.spent > mostWork) throw new BudgetSpent(this.asked[0] ?? at);
    if (this.spent % 1024 === 1 && this.cancelled?.()) throw new CheckCancelled();
  }

  /** Does what a loop or a template at a place asks for. */
  within<T>(at: Span, work: () => T): T {
    if (this.asked.length > deepest) throw new BudgetSpent(this.asked[0]!);
    this.asked.push(at);
    try {
      return work();
    } finally {
      this.asked.pop();
    }
  }
}
