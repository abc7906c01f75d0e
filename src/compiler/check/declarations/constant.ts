/** `const width = 64`, with the value that `--set` gives it, if any. */
import type * as Tree from '../../../parser/tree.ts';
import { report, type Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { changesWithSteps } from '../values/changing.ts';
import { rootScope } from '../values/scope.ts';
import { booleanValue, errorValue, numberValue, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const constant: DeclarationCheck<Tree.ConstDeclaration, 'const'> = {
  values: { const: givenBy('const', (context, name, d) => constantValue(context, name, d.value, 'a `const`')) },
};

/** The value that `--set` gives a constant, or else the written one; `what` names its kind in messages. */
export function constantValue(
  context: Context,
  { name, module }: DeclaredName,
  written: Tree.Expression,
  what: string,
): Value {
  // Only the constants of the spec itself can be set: those of a module belong to the module.
  const override = module.prefix === '' ? context.options.constants?.get(name) : undefined;
  if (typeof override === 'number') return numberValue(override);
  if (typeof override === 'boolean') return booleanValue(override);
  if (typeof override === 'string') return { kind: 'text', value: override };
  const value = context.evaluate(written, rootScope(module));
  if ((value.kind !== 'tensor' && value.kind !== 'tuple') || changesWithSteps(value)) return value;
  return errorValue(report(context, 'not-a-constant', { what }, written.span));
}
