/** `state k = 0.5` at the top of a file: what training carries from step to step. */
import { isReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import { isConcreteTensor } from '../../types/type.ts';
import type { Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { rootScope } from '../values/scope.ts';
import { readKept, requireUpdate } from '../values/stored.ts';
import { errorValue, tensorValue, typedValue, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const state: DeclarationCheck<Tree.StateDeclaration, 'state'> = {
  values: { state: givenBy('state', stateValue) },
  check(context, declaration, module, sound) {
    // In a module, the file that imports it may update it.
    const trains = module.spec.declarations.some((d) => d.kind === 'train');
    if (sound && trains) requireUpdate(context, declaration, module, 'train');
  },
};

function stateValue(context: Context, { name, module }: DeclaredName, d: Tree.StateDeclaration): Value {
  const kept = readKept(context, d, rootScope(module));
  if (isReported(kept)) return errorValue(kept);
  const { type, initializer } = kept;
  if (!isConcreteTensor(type)) return typedValue(type);
  const { span } = d.name;
  const of = { name: `${module.prefix}${name}`, shape: type.shape, initializer, span };
  return tensorValue({ kind: 'state', state: of, type, span });
}
