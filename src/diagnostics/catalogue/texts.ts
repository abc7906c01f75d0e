/** A row of the catalogue: a severity, and texts made from typed parameters. */
import type { Severity } from '../diagnostic.ts';

export interface Texts<P> {
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly message: (p: P) => string;
  /** The text under the carets. */
  readonly label?: (p: P) => string | undefined;
  /** The rule that was broken, and the reason for it. */
  readonly why?: (p: P) => string | undefined;
  /** How to fix it. */
  readonly help?: (p: P) => string | undefined;
}

export const error = <P>(texts: Omit<Texts<P>, 'severity'>): Texts<P> => ({ severity: 'error', ...texts });
export const warning = <P>(texts: Omit<Texts<P>, 'severity'>): Texts<P> => ({ severity: 'warning', ...texts });
