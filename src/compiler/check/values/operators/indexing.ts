/** `x[0, 1..4, :, _]`: parts of a value, and new axes. */
import { isReported, type OrReported } from '../../../../diagnostics/reported.ts';
import { textOf } from '../../../../diagnostics/source.ts';
import type * as Tree from '../../../../parser/tree.ts';
import { sameShape } from '../../../graph/graph.ts';
import { add, isKnown, isLess, subtract, type Size } from '../../../types/size.ts';
import { formatType, reshaped } from '../../../types/type.ts';
import { defineFunction } from '../../../words/functions/function.ts';
import { reshape, wholeShape } from '../../../words/functions/idioms.ts';
import { invoke } from '../../calls/invoke.ts';
import { report, type Context } from '../../context.ts';
import type { Scope } from '../scope.ts';
import { describe, errorValue, unknownValue, type Value } from '../value.ts';

/** Cuts a box out of an example and reshapes it. Not callable by name: `[…]` is its notation. */
const slice = defineFunction({
  name: 'slice',
  doc: 'A part of a value, written `x[0, 1..4, :, _]`.',
  notation: true,
  transparent: true,
  parameters: [],
  type: (call) => reshaped(call.inputs[0]!, call.settings['shape'] as readonly Size[]),
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
  if (object.kind === 'error') return object;
  if (object.kind === 'list') return listItem(context, e, object.items, scope);
  if (object.kind === 'unknown') {
    for (const item of e.indices) if (item.kind === 'at') context.evaluate(item.value, scope);
    return unknownValue;
  }
  if (object.kind !== 'tensor') {
    const texts = { expected: 'a value with axes', found: describe(object) };
    return errorValue(report(context, 'wrong-kind', texts, e.object.span));
  }
  const { type } = object;
  const used = e.indices.filter((i) => i.kind !== 'new-axis').length;
  if (used !== type.shape.length) {
    const rank = type.shape.length;
    const written = e.indices.map((i) => textOf(i.span));
    const help =
      used < rank
        ? `\`:\` takes a whole axis: \`${textOf(e.object.span)}[${[...written, ...new Array<string>(rank - used).fill(':')].join(', ')}]\``
        : 'the batch is not indexed: shapes are those of one example';
    const expected = `one index for each axis of ${formatType(type)}`;
    const texts = { callee: '[…]', expected, found: `${used} for ${rank} axes`, help };
    return errorValue(report(context, 'wrong-rank', texts, e.span));
  }
  const begin: Size[] = [];
  const size: Size[] = [];
  const shape: Size[] = [];
  for (const item of e.indices) {
    if (item.kind === 'new-axis') {
      shape.push(1);
      continue;
    }
    const axis = begin.length;
    const side = type.shape[axis]!;
    const part =
      item.kind === 'all'
        ? { from: 0, to: subtract(side, 1), keep: true }
        : partOfAxis(context, item, side, axis, scope);
    if (isReported(part)) return errorValue(part);
    const length = add(subtract(part.to, part.from), 1);
    begin.push(part.from);
    size.push(length);
    if (part.keep) shape.push(length);
  }
  return invoke(context, slice, [object], { begin, size, shape }, scope, e.span, { callee: e.span });
}

interface Part {
  readonly from: Size;
  readonly to: Size;
  readonly keep: boolean;
}

/** A single index drops its axis, a range keeps it; negative single indices count from the end. */
function partOfAxis(context: Context, item: Tree.AtItem, side: Size, axis: number, scope: Scope): OrReported<Part> {
  const at = context.evaluate(item.value, scope);
  context.facts.record(item, at, scope.expansion);
  if (at.kind === 'error') return at.reported;
  if (at.kind === 'unknown') return { from: 0, to: 0, keep: false };
  if (at.kind === 'range' && mayLieWithin(at.low, side) && mayLieWithin(at.high, side)) {
    return { from: at.low, to: at.high, keep: true };
  }
  if (at.kind === 'number') {
    const from = isKnown(at.value) && at.value < 0 ? add(at.value, side) : at.value;
    if (mayLieWithin(from, side)) return { from, to: from, keep: false };
  }
  const last = subtract(side, 1);
  const why = `axis ${axis} has ${String(side)} element${side === 1 ? '' : 's'}, numbered from 0; both ends of a range are included`;
  const texts = { expected: `an index within 0..${String(last)}`, found: describe(at), why };
  return report(context, 'wrong-kind', texts, item.span);
}

/** False if an index is known to be fractional, negative, or not below `side`. */
function mayLieWithin(at: Size, side: Size): boolean {
  if (isKnown(at) && (!Number.isInteger(at) || at < 0)) return false;
  return !isLess(subtract(side, 1), at);
}

function listItem(context: Context, e: Tree.IndexExpression, items: readonly Value[], scope: Scope): Value {
  const [only] = e.indices;
  const why = `the list has ${items.length} item${items.length === 1 ? '' : 's'}, numbered from 0`;
  const expected = `an index within 0..${items.length - 1}`;
  if (only?.kind !== 'at' || e.indices.length !== 1) {
    const found = e.indices.length === 1 ? `\`${textOf(e.indices[0]!.span)}\`` : `${e.indices.length} indices`;
    return errorValue(report(context, 'wrong-kind', { expected, found, why }, e.span));
  }
  const at = context.evaluate(only.value, scope);
  context.facts.record(only, at, scope.expansion);
  if (at.kind === 'error') return at;
  if (at.kind === 'unknown' || (at.kind === 'number' && !isKnown(at.value))) return unknownValue;
  const position = at.kind === 'number' ? Number(at.value) : NaN;
  const item = items[position < 0 ? position + items.length : position];
  return item ?? errorValue(report(context, 'wrong-kind', { expected, found: describe(at), why }, only.span));
}
