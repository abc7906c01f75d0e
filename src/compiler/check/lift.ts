/** From values to parts of a computation. */
import type { Span } from '../../parser/source.ts';
import { report, type Context } from './context.ts';
import { constantExpression, describe, type TensorExpression, type Value } from './values.ts';

/** A value as part of a computation, or null after a report. */
export function toTensor(context: Context, value: Value, at: Span, expected: string): TensorExpression | null {
  if (value.kind === 'tensor') return value.expression;
  if (value.kind === 'number') return constantExpression(value.value, at);
  if (value.kind === 'tuple' && value.expression.type.kind === 'tuple') {
    const names = value.expression.type.fields.map((f) => `\`.${f.name}\``).join(' or ');
    report(context, 'wrong-kind', { expected, found: `the several results ${describe(value)}: choose ${names}` }, at);
  } else if (value.kind !== 'error') {
    report(context, 'wrong-kind', { expected, found: describe(value) }, at);
  }
  return null;
}
