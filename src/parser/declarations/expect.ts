import { node } from '../build/cst.ts';
import { expression } from '../build/expressions.ts';
import { softWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `expect parameters(G) == 3_576_704` */
export interface ExpectDeclaration extends Declared {
  readonly kind: 'expect';
  readonly condition: Expression;
}

const Expect = softWord('expect');

export const expectation: DeclarationSyntax<ExpectDeclaration> = {
  head: Expect,
  otherNames: ['assert'],
  children: { condition: true },
  grammar: (p) =>
    p.RULE('expect', () => {
      p.CONSUME(Expect);
      p.SUBRULE(p.expression);
    }),
  build: (context, cst, at) => ({
    kind: 'expect',
    condition: expression(context, node(cst, 'expression'), at.end),
    span: at,
  }),
};
