import { assigned } from '../build/bodies.ts';
import { Let } from '../tokens/tokens.ts';
import type { Expression } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `let fake = G(z)` */
export interface LetDeclaration extends Declared {
  readonly kind: 'let';
  readonly name: Identifier;
  readonly value: Expression;
}

export const binding: DeclarationSyntax<LetDeclaration, 'let'> = {
  head: Let,
  otherNames: ['var', 'val'],
  children: { name: true, value: true },
  /** The rule that bodies use, too. */
  grammar: (p) => p.binding,
  build: (context, cst, at) => ({ kind: 'let', ...assigned(context, cst, at), span: at }),
  names: (d) => [{ identifier: d.name, kind: 'let', node: d }],
};
