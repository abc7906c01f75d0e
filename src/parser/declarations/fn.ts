import { named } from '../build/context.ts';
import { node } from '../build/cst.ts';
import { body } from '../build/bodies.ts';
import { parameters } from '../build/parts.ts';
import { Identifier as NameToken } from '../tokens/tokens.ts';
import { hardWord } from '../tokens/words.ts';
import type { Body, Parameter } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `fn gradient_penalty(D, real, fake, target = 1.0) { … }` */
export interface FunctionDeclaration extends Declared {
  readonly kind: 'fn';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

const Fn = hardWord('fn');

export const fn: DeclarationSyntax<FunctionDeclaration, 'fn'> = {
  head: Fn,
  otherNames: ['def', 'func', 'function'],
  asksFor: { fn: 'the name of the function' },
  children: { name: true, parameters: true, body: true },
  grammar: (p) =>
    p.RULE('fn', () => {
      p.CONSUME(Fn);
      p.CONSUME(NameToken);
      p.SUBRULE(p.parameters);
      p.SUBRULE(p.body);
    }),
  build: (context, cst, at) => ({
    kind: 'fn',
    name: named(context, cst, at),
    parameters: parameters(context, cst, at.end),
    body: body(context, node(cst, 'body'), at.end, 'function'),
    span: at,
  }),
  names: (d) => [{ identifier: d.name, kind: 'fn', node: d }],
};
