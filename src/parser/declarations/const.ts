import { assigned } from '../build/bodies.ts';
import { hardWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `const width = 64` */
export interface ConstDeclaration extends Declared {
  readonly kind: 'const';
  readonly name: Identifier;
  readonly value: Expression;
}

const Const = hardWord('const');

export const constant: DeclarationSyntax<ConstDeclaration, 'const'> = {
  head: Const,
  otherNames: ['constant'],
  constant: true,
  children: { name: true, value: true },
  grammar: (p) =>
    p.RULE('constant', () => {
      p.CONSUME(Const);
      p.SUBRULE(p.assignment);
    }),
  build: (context, cst, at) => ({ kind: 'const', ...assigned(context, cst, at), span: at }),
  names: (d) => [{ identifier: d.name, kind: 'const', node: d }],
};
