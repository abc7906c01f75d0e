/** Comments are kept outside the tree. */
import type { Span } from '../../diagnostics/source.ts';

export interface Comment {
  readonly kind: 'comment';
  /** With its slashes, without the line break. */
  readonly text: string;
  /** Whether it is a `///` comment. */
  readonly documentation: boolean;
  readonly span: Span;
}
