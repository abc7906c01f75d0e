/** Names where they are given, and names of things that stand elsewhere. */
import type { Span } from '../../diagnostics/source.ts';

/** A name, where it is given or where nothing but a plain one may stand; '' where one is missing. */
export interface Identifier {
  readonly kind: 'identifier';
  readonly name: string;
  readonly span: Span;
}

/** `G`, or `layers.G` for one of another module, where something declared is named outside of an expression. */
export interface NameReference {
  readonly kind: 'name-reference';
  readonly namespace?: Identifier;
  readonly name: Identifier;
  readonly span: Span;
}
