import { observed } from '../build/parts.ts';
import { softWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import type { NameReference } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `evaluate every 1_000 steps using G_ema { modes(fake, x) }` */
export interface EvaluateDeclaration extends Declared {
  readonly kind: 'evaluate';
  readonly every?: Expression;
  readonly using: readonly NameReference[];
  readonly items: readonly Expression[];
}

const Evaluate = softWord('evaluate');

export const evaluate: DeclarationSyntax<EvaluateDeclaration> = {
  head: Evaluate,
  otherNames: ['metrics'],
  children: { every: true, using: true, items: true },
  grammar: (p) =>
    p.RULE('evaluate', () => {
      p.CONSUME(Evaluate);
      p.SUBRULE(p.report);
    }),
  build: (context, cst, at) => ({ kind: 'evaluate', ...observed(context, cst, at), span: at }),
};
