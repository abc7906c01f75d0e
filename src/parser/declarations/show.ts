import { observed } from '../build/parts.ts';
import { softWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import type { NameReference } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `show every 1 epochs using G_ema { grid(fake, 8, 8) }` */
export interface ShowDeclaration extends Declared {
  readonly kind: 'show';
  readonly every?: Expression;
  readonly using: readonly NameReference[];
  readonly items: readonly Expression[];
}

const Show = softWord('show');

export const show: DeclarationSyntax<ShowDeclaration> = {
  head: Show,
  children: { every: true, using: true, items: true },
  grammar: (p) =>
    p.RULE('show', () => {
      p.CONSUME(Show);
      p.SUBRULE(p.report);
    }),
  build: (context, cst, at) => ({ kind: 'show', ...observed(context, cst, at), span: at }),
};
