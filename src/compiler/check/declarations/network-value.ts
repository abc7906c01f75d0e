/** The value of a network's name; `network.ts` builds the network itself when it is used. */
import { isReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { noNames } from '../values/place.ts';
import { errorValue, type NetworkFamily, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const network: DeclarationCheck<Tree.NetworkDeclaration, 'network'> = {
  values: { network: givenBy('network', networkValue) },
};

function networkValue(context: Context, name: DeclaredName, declaration: Tree.NetworkDeclaration): Value {
  if (declaration.like) return likeAnother(context, name, declaration.like, false);
  const { module, identifier } = name;
  const family: NetworkFamily = {
    name: `${module.prefix}${name.name}`,
    declaration,
    module,
    instances: new Map(),
    written: noNames(),
    span: identifier.span,
  };
  return { kind: 'network', family };
}

/** `network G_BA like G_AB`, `average G as G_ema`: the same architecture with its own weights. */
export function likeAnother(context: Context, name: DeclaredName, like: Tree.NameReference, average: boolean): Value {
  const original = context.networkOf(like, name.module);
  if (isReported(original)) return errorValue(original);
  const { module, identifier } = name;
  const family: NetworkFamily = {
    name: `${module.prefix}${name.name}`,
    declaration: original.declaration,
    module: original.module,
    instances: new Map(),
    written: noNames(),
    like: { family: original, average },
    span: identifier.span,
  };
  return { kind: 'network', family };
}
