import { node } from '../build/cst.ts';
import { draw } from '../build/bodies.ts';
import { hardWord } from '../tokens/words.ts';
import type { Draw } from '../tree/expressions.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `latent z ~ normal[100]`, `latent z ~ uniform(-1, 1)[100]`; a file's latents and a body's draws share one syntax. */
export interface LatentDeclaration extends Declared {
  readonly kind: 'latent';
  readonly draw: Draw;
}

const Latent = hardWord('latent');

export const latent: DeclarationSyntax<LatentDeclaration, 'latent'> = {
  head: Latent,
  otherNames: ['noise'],
  children: { draw: true },
  grammar: (p) =>
    p.RULE('latent', () => {
      p.CONSUME(Latent);
      p.SUBRULE(p.draw);
    }),
  build: (context, cst, at) => ({ kind: 'latent', draw: draw(context, node(cst, 'draw'), at.end), span: at }),
  names: (d) => [{ identifier: d.draw.name, kind: 'latent', node: d }],
};
