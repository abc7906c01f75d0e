/** From values to parts of a computation. */
import type { Span } from '../../diagnostics/source.ts';
import { report, type Context } from './context.ts';
import { constantExpression, describe, type TensorExpression, type Value } from './values.ts';

/** A value as part of a computation, or null after a report; `role` is what it is there for, "`x` of `mean`". */
export function toTensor(context: Context, value: Value, at: Span, role?: string): TensorExpression | null {
  if (value.kind === 'tensor') return value.expression;
  if (value.kind === 'number') return constantExpression(value.value, at);
  if (value.kind === 'error') return null;
  const expected = role ? `one value, for ${role},` : 'one value';
  const help = adviceFor(value);
  report(context, 'wrong-kind', { expected, found: describe(value), ...(help && { help }) }, at);
  return null;
}

function adviceFor(value: Value): string | undefined {
  switch (value.kind) {
    case 'tuple': {
      const { type } = value.expression;
      return type.kind === 'tuple'
        ? `choose a part: ${type.fields.map((f) => `\`.${f.name}\``).join(' or ')}`
        : undefined;
    }
    case 'network':
      return `call it: \`${value.network.name}(…)\``;
    case 'block':
    case 'fn':
      return `call it: \`${value.declaration.name.name}(…)\``;
    case 'list':
      return 'choose an item, `[256, 128][0]`, or go through them with `for c in [256, 128] { … }`';
    default:
      return undefined;
  }
}
