import { named } from '../build/context.ts';
import { Identifier as NameToken } from '../tokens/tokens.ts';
import { hardWord } from '../tokens/words.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `model ring` */
export interface ModelDeclaration extends Declared {
  readonly kind: 'model';
  readonly name: Identifier;
}

export const Model = hardWord('model');

export const model: DeclarationSyntax<ModelDeclaration> = {
  head: Model,
  asksFor: { model: 'the name of the model' },
  children: { name: true },
  grammar: (p) =>
    p.RULE('model', () => {
      p.CONSUME(Model);
      p.CONSUME(NameToken);
    }),
  build: (context, cst, at) => ({ kind: 'model', name: named(context, cst, at), span: at }),
};
