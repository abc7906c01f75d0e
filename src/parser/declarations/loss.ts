import { assigned } from '../build/bodies.ts';
import { hardWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `loss d = …` */
export interface LossDeclaration extends Declared {
  readonly kind: 'loss';
  readonly name: Identifier;
  readonly value: Expression;
}

const Loss = hardWord('loss');

export const loss: DeclarationSyntax<LossDeclaration, 'loss'> = {
  head: Loss,
  otherNames: ['objective'],
  children: { name: true, value: true },
  grammar: (p) =>
    p.RULE('loss', () => {
      p.CONSUME(Loss);
      p.SUBRULE(p.assignment);
    }),
  build: (context, cst, at) => ({ kind: 'loss', ...assigned(context, cst, at), span: at }),
  names: (d) => [{ identifier: d.name, kind: 'loss', node: d }],
};
