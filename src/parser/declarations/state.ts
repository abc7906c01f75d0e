import { stored } from '../build/bodies.ts';
import { State } from '../tokens/tokens.ts';
import type { Expression, TypeNode } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `state k = 0.5`, `state centre: tensor[8] init zeros` */
export interface StateDeclaration extends Declared {
  readonly kind: 'state';
  readonly name: Identifier;
  readonly type?: TypeNode;
  readonly initializer?: Expression;
  readonly value?: Expression;
}

export const state: DeclarationSyntax<StateDeclaration, 'state'> = {
  head: State,
  children: { name: true, type: true, initializer: true, value: true },
  /** The rule that bodies use, too. */
  grammar: (p) => p.state,
  build: (context, cst, at) => ({
    kind: 'state',
    ...(cst ? stored(context, cst, at) : { name: { kind: 'identifier', name: '', span: at } }),
    span: at,
  }),
  names: (d) => [{ identifier: d.name, kind: 'state', node: d }],
};
