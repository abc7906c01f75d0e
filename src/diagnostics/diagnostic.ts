/**
 * What the user sees when something is wrong: a fact about their text, never an exception.
 * `render.ts` draws it; editors and `--json` use it as it is.
 */
import type { Span } from './source.ts';

export type Severity = 'error' | 'warning';

/** A further place, with its own text: the derived shape, the first declaration, the caller. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** An edit that tools can apply; `safe` ones may be applied without asking. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly replacement: string }[];
  readonly safe: boolean;
}

export interface Diagnostic {
  /** Stable kebab-case code, explained in `docs/errors/CODE.md`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** The smallest useful node. */
  readonly span: Span;
  /** The text under the primary span's carets. */
  readonly label?: string;
  readonly labels?: readonly Label[];
  /** Why it is wrong: the rule, and the reason for it. */
  readonly why?: string;
  /** How to fix it. */
  readonly help?: string;
  readonly fix?: Fix;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}
