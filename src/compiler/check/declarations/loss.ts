/** `loss d = …`: one number for the whole batch. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Loss } from '../../program/program.ts';
import { formatType } from '../../types/type.ts';
import { report, type Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { rootScope } from '../values/scope.ts';
import { constantTensor, describe, errorValue, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const loss: DeclarationCheck<Tree.LossDeclaration, 'loss'> = {
  values: { loss: givenBy('loss', lossValue) },
  ofModel: true,
};

function lossValue(context: Context, name: DeclaredName, d: Tree.LossDeclaration): Value {
  const { module } = name;
  const value = context.evaluate(d.value, rootScope(module, `${module.prefix}${name.name}/`));
  const loss = scalarLoss(context, name.name, value, d.value.span);
  if (isReported(loss)) return errorValue(loss);
  context.losses.set(name, { ...loss, span: d.name.span });
  return value;
}

/** The value as a loss named `name`; it must be a scalar. */
export function scalarLoss(context: Context, name: string, value: Value, span: Span): OrReported<Loss> {
  if (value.kind === 'error') return value.reported;
  const tensor = value.kind === 'number' ? constantTensor(value.value, span) : value;
  if (tensor.kind !== 'tensor')
    return report(context, 'wrong-kind', { expected: 'a loss', found: describe(value) }, span);
  const { type, expression } = tensor;
  if (!type.batched && type.shape.length === 0 && expression) return { name, value: expression, span };
  const edits = [
    { span: { ...span, end: span.start }, replacement: 'mean(' },
    { span: { ...span, start: span.end }, replacement: ')' },
  ];
  const fix = { title: 'Take the mean over the batch', edits, safe: false };
  const text = type.shape.length === 0 ? 'one number' : formatType(type);
  return report(context, 'loss-not-scalar', { name, type: text, batched: type.batched }, span, { fix });
}
