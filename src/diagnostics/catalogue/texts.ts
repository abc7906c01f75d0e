/** What a row of the catalogue holds: a severity, and texts made from typed parameters. */
import type { Severity } from '../diagnostic.ts';

export interface Texts<P> {
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly message: (p: P) => string;
  /** The text under the carets. */
  readonly label?: (p: P) => string | undefined;
  /** The rule that was broken, with its derivation. */
  readonly why?: (p: P) => string | undefined;
  /** The way out. */
  readonly help?: (p: P) => string | undefined;
}

export const error = <P>(texts: Omit<Texts<P>, 'severity'>): Texts<P> => ({ severity: 'error', ...texts });
export const warning = <P>(texts: Omit<Texts<P>, 'severity'>): Texts<P> => ({ severity: 'warning', ...texts });
