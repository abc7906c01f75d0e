import { named } from '../build/context.ts';
import { node } from '../build/cst.ts';
import { body } from '../build/bodies.ts';
import { parameters, result } from '../build/parts.ts';
import { Identifier as NameToken } from '../tokens/tokens.ts';
import { hardWord } from '../tokens/words.ts';
import type { Body, Parameter, TypeNode } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `block down(x: tensor[h, w, c], channels, normalise = true) -> tensor[h / 2, w / 2, channels] { … }` */
export interface BlockDeclaration extends Declared {
  readonly kind: 'block';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly result?: TypeNode;
  readonly body: Body;
}

const Block = hardWord('block');

export const block: DeclarationSyntax<BlockDeclaration, 'block'> = {
  head: Block,
  otherNames: ['layer', 'module'],
  asksFor: { block: 'the name of the block' },
  children: { name: true, parameters: true, result: true, body: true },
  grammar: (p) =>
    p.RULE('block', () => {
      p.CONSUME(Block);
      p.CONSUME(NameToken);
      p.SUBRULE(p.parameters);
      p.OPTION(() => p.SUBRULE(p.result));
      p.SUBRULE(p.body);
    }),
  build: (context, cst, at) => ({
    kind: 'block',
    name: named(context, cst, at),
    parameters: parameters(context, cst, at.end),
    ...result(context, cst, at.end),
    body: body(context, node(cst, 'body'), at.end, 'block'),
    span: at,
  }),
  names: (d) => [{ identifier: d.name, kind: 'block', node: d }],
};
