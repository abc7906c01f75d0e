/** Converts values to operands of a computation. */
import type { OrReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import { report, type Context } from '../context.ts';
import { constantTensor, describe, scheduleTensor, type TensorValue, type UnknownValue, type Value } from './value.ts';

/** A value as an operand; `role` names it in messages, as in "`x` of `mean`". */
export function toTensor(
  context: Context,
  value: Value,
  at: Span,
  role?: string,
): OrReported<TensorValue | UnknownValue> {
  if (value.kind === 'tensor' || value.kind === 'unknown') return value;
  if (value.kind === 'number') return constantTensor(value.value, at);
  if (value.kind === 'schedule') return scheduleTensor(value);
  if (value.kind === 'error') return value.reported;
  const expected = role ? `one value, for ${role},` : 'one value';
  const help = adviceFor(value);
  return report(context, 'wrong-kind', { expected, found: describe(value), ...(help && { help }) }, at);
}

function adviceFor(value: Value): string | undefined {
  switch (value.kind) {
    case 'tuple':
      return `choose a part: ${value.fields.map((f) => `\`.${f.name}\``).join(' or ')}`;
    case 'network':
      return `call it: \`${value.family.name}(…)\``;
    case 'template':
      return `call it: \`${value.declaration.name.name}(…)\``;
    case 'word':
      return value.word.kind === 'function' ? `call it: \`${value.word.definition.name}(…)\`` : undefined;
    case 'initializer':
      return 'an initialiser is for weights: `full(8)` is eight zeros, `full(8, value: 1)` eight ones';
    case 'list':
      return 'choose an item, `[256, 128][0]`, or go through them with `for c in [256, 128] { … }`';
    default:
      return undefined;
  }
}
