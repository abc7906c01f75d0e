/**
 * How much work a check may do. Loops are unrolled and templates expanded, so one line can ask for more than any
 * machine can do: `repeat(10_000) { repeat(10_000) { relu } }`. Work is counted, not timed, so that the verdict on a
 * spec is the same on all machines.
 */
import type { Span } from '../../diagnostics/source.ts';

/** The most evaluations in one check: under half a second of work. Ten thousand layers take less than half of it. */
export const mostWork = 60_000;
/** The deepest nesting of loops and templates; any deeper, the call stack would be the limit. */
export const deepest = 200;

/** Thrown when a check does too much work; reported once, at the outermost loop or template that asked for it. */
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
  /** The loops and uses of templates being expanded, outermost first. */
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

  /** Runs the work of the loop or the use of a template at `at`. */
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
