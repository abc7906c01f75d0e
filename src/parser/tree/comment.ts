/** Comments lie beside the tree. */
import type { Span } from '../../diagnostics/source.ts';

export interface Comment {
  readonly kind: 'comment';
  /** With its slashes, without the line break. */
  readonly text: string;
  /** `///` */
  readonly documentation: boolean;
  readonly span: Span;
}
