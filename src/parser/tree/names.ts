/** Names where they are declared, and references to names declared elsewhere. */
import type { Span } from '../../diagnostics/source.ts';

/** A name where it is declared, or where only an unqualified one is allowed; '' if it is missing. */
export interface Identifier {
  readonly kind: 'identifier';
  readonly name: string;
  readonly span: Span;
}

/** `G`, or `layers.G` from another module: a reference to a declared name outside an expression. */
export interface NameReference {
  readonly kind: 'name-reference';
  readonly namespace?: Identifier;
  readonly name: Identifier;
  readonly span: Span;
}
