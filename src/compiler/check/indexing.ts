/** `x[0, 1..4, :, _]`: parts of a value, and new axes. */
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { reshaped } from '../types/type.ts';
import { defineFunction } from '../words/functions/function.ts';
import { reshape, wholeShape } from '../words/functions/rules.ts';
import { sameShape } from '../graph/graph.ts';
import { report, type Context } from './context.ts';
import { invoke } from './invoke.ts';
import type { Scope } from './scope.ts';
import { formatType } from '../types/type.ts';
import { describe, errorValue, type Value } from './values.ts';

/** Cuts a box out of an example and reshapes what is left. Not callable by name: `[…]` is its notation. */
const slice = defineFunction({
  name: 'slice',
  doc: 'A part of a value, written `x[0, 1..4, :, _]`.',
  notation: true,
  transparent: true,
  parameters: [],
  type: (call) => reshaped(call.inputs[0]!, call.settings['shape'] as readonly number[]),
  lower(l, [x]) {
    const { batched } = l.inputs[0]!;
    const begin = [...(batched ? [0] : []), ...(l.settings['begin'] as readonly number[])];
    const size = [...(batched ? [l.batch] : []), ...(l.settings['size'] as readonly number[])];
    const part = sameShape(l.builder.shape(x!), size) ? x! : l.builder.add('Slice', [x!], { begin, size });
    return reshape(l, part, wholeShape(l));
  },
});

export function index(context: Context, e: Tree.IndexExpression, scope: Scope): Value {
  const object = context.evaluate(e.object, scope);
  if (object.kind === 'error') return errorValue;
  if (object.kind === 'list') return listItem(context, e, object.items, scope);
  if (object.kind !== 'tensor') {
    report(context, 'wrong-kind', { expected: 'a value with axes', found: describe(object) }, e.object.span);
    return errorValue;
  }
  const { type } = object.expression;
  const used = e.indices.filter((i) => i.kind !== 'new-axis').length;
  if (used !== type.shape.length) {
    const rank = type.shape.length;
    const written = e.indices.map((i) => textOf(i.span));
    const help =
      used < rank
        ? `\`:\` takes a whole axis: \`${textOf(e.object.span)}[${[...written, ...new Array<string>(rank - used).fill(':')].join(', ')}]\``
        : 'the batch has no index: shapes are those of one example';
    const expected = `one index for each axis of ${formatType(type)}`;
    report(context, 'wrong-rank', { callee: '[…]', expected, found: `${used} for ${rank} axes`, help }, e.span);
    return errorValue;
  }
  const begin: number[] = [];
  const size: number[] = [];
  const shape: number[] = [];
  for (const item of e.indices) {
    if (item.kind === 'new-axis') {
      shape.push(1);
      continue;
    }
    const axis = begin.length;
    const part =
      item.kind === 'all'
        ? { from: 0, to: type.shape[axis]! - 1, keep: true }
        : partOfAxis(context, item, type.shape[axis]!, axis, scope);
    if (!part) return errorValue;
    begin.push(part.from);
    size.push(part.to - part.from + 1);
    if (part.keep) shape.push(part.to - part.from + 1);
  }
  return invoke(context, slice, [object.expression], { begin, size, shape }, scope, e.span);
}

/** A single index drops its axis, a range keeps it; negative single indices count from the end. Null after a report. */
function partOfAxis(context: Context, item: Tree.IndexItem & { kind: 'at' }, side: number, axis: number, scope: Scope) {
  const at = context.evaluate(item.value, scope);
  let part = { from: NaN, to: NaN, keep: false };
  if (at.kind === 'range') part = { from: at.low, to: at.high, keep: true };
  if (at.kind === 'number')
    part = {
      from: at.value < 0 ? at.value + side : at.value,
      to: at.value < 0 ? at.value + side : at.value,
      keep: false,
    };
  if (Number.isInteger(part.from) && Number.isInteger(part.to) && part.from >= 0 && part.to < side) return part;
  if (at.kind !== 'error') {
    const why = `axis ${axis} has ${side} element${side === 1 ? '' : 's'}, numbered from 0; both ends of a range belong to it`;
    report(context, 'wrong-kind', { expected: `an index within 0..${side - 1}`, found: describe(at), why }, item.span);
  }
  return null;
}

function listItem(context: Context, e: Tree.IndexExpression, items: readonly Value[], scope: Scope): Value {
  const [only] = e.indices;
  const at = only?.kind === 'at' && e.indices.length === 1 ? context.evaluate(only.value, scope) : errorValue;
  const item = at.kind === 'number' ? items[at.value] : undefined;
  if (!item && at.kind !== 'error') {
    const why = `the list has ${items.length} item${items.length === 1 ? '' : 's'}, numbered from 0`;
    report(
      context,
      'wrong-kind',
      { expected: `an index within 0..${items.length - 1}`, found: describe(at), why },
      only?.span ?? e.span,
    );
  }
  return item ?? errorValue;
}
