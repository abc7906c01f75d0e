/** `latent z ~ normal[100]` */
import { isReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { drawValue } from '../values/draw.ts';
import { rootScope } from '../values/scope.ts';
import { errorValue, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const latent: DeclarationCheck<Tree.LatentDeclaration, 'latent'> = {
  values: { latent: givenBy('latent', latentValue) },
};

function latentValue(context: Context, { name, module }: DeclaredName, { draw }: Tree.LatentDeclaration): Value {
  const drawn = drawValue(context, draw, rootScope(module), `${module.prefix}${name}`);
  return isReported(drawn) ? errorValue(drawn) : drawn;
}
