/** Type rules and graph idioms shared by several families. */
import type { Amount } from '../../../diagnostics/catalogue/wording.ts';
import { intervals, unbounded, type Interval } from '../../types/interval.ts';
import {
  add,
  compare,
  formatSize,
  isKnown,
  isLess,
  mayBeSameShape,
  sizeVariable,
  subtract,
  type Size,
} from '../../types/size.ts';
import {
  broadcast,
  elementsOf,
  formatShape,
  formatType,
  tensor,
  withRange,
  type AnyTensorType,
} from '../../types/type.ts';
import { sameShape, type NodeId } from '../../graph/graph.ts';
import type { Parameter } from '../signature.ts';
import type { CallSite, Lowering, Note } from './function.ts';

export const value = (name: string, doc: string): Parameter => ({ name, kind: 'value', doc });

/** A size in the form that messages take. */
export function amount(size: Size): Amount {
  return isKnown(size) ? size : formatSize(size);
}

/** For whole numbers: whether `a` is certain to be at least `b`. */
export function isAtLeast(a: Size, b: Size): boolean {
  return isLess(subtract(b, 1), a);
}

/** What values are called that have one, two or three axes beside their channels. */
export const spatial = {
  1: 'a sequence [length, channels]',
  2: 'a map [height, width, channels]',
  3: 'a volume [depth, height, width, channels]',
} as const;

export type SpatialRank = keyof typeof spatial;

/** Requires as many sides, and channels after them. */
export function requireSpatial(call: CallSite, callee: string, rank: SpatialRank): readonly Size[] {
  const type = call.inputs[0]!;
  if (type.shape.length === rank + 1) return type.shape;
  const help = rank === 2 && type.shape.length === 1 ? `put \`${mapOf(type.shape[0]!)}\` before it` : undefined;
  return call.fail('wrong-rank', {
    callee,
    expected: spatial[rank],
    found: formatType(type),
    ...(help && { help }),
  });
}

/** Requires a feature map: height, width, channels. */
export function requireMap(call: CallSite, callee: string): readonly [Size, Size, Size] {
  return requireSpatial(call, callee, 2) as readonly [Size, Size, Size];
}

/** Suggests a `reshape`: 784 numbers may have been a square image. */
export function mapOf(count: Size): string {
  for (const channels of [1, 3]) {
    const side = isKnown(count) ? Math.sqrt(count / channels) : NaN;
    if (Number.isInteger(side) && side > 1) return `reshape(${side}, ${side}, ${channels})`;
  }
  return 'reshape(h, w, c)';
}

/** An axis of an example, counted from the front if it is known; `doc` says which axes there are. */
export function requireAxis(
  call: CallSite,
  callee: string,
  { axis, rank, parameter, doc }: { axis: Size; rank: number; parameter: string; doc: string },
): Size {
  if (isLess(axis, -rank) || isAtLeast(axis, rank)) {
    const texts = { callee, parameter, value: amount(axis), low: -rank, high: rank - 1, doc };
    call.fail('argument-out-of-range', texts, parameter);
  }
  return isKnown(axis) && axis < 0 ? add(axis, rank) : axis;
}

/** A shape of unknown sizes, for when a symbolic argument decides which axis has which size. */
export function undecidedShape(call: CallSite, callee: string, axes: readonly Size[], rank: number): Size[] {
  const origin = `${callee} of ${together(call)} along ${axes.map(formatSize).join(', ')}`;
  return Array.from({ length: rank }, (_, i) => sizeVariable('?', `${origin}, axis ${i}`));
}

/** Refuses labels, which are names rather than quantities. */
export function refuseLabels(call: CallSite, callee: string): void {
  const index = call.inputs.findIndex((type) => type.meaning === 'class');
  if (index < 0) return;
  const texts = {
    what: `\`${callee}\``,
    expected: 'numbers',
    found: formatType(call.inputs[index]!),
    why: 'a label is a name: arithmetic on its number has no meaning',
    help: 'use `one_hot(label)` or `embedding(label, 16)`',
  };
  call.fail('meaning-mismatch', texts, index);
}

/**
 * The type of an elementwise function of several values: shapes broadcast, and the result is batched if any input is.
 */
export function elementwise(call: CallSite, callee: string, range?: Interval): AnyTensorType {
  refuseLabels(call, callee);
  let shape: readonly Size[] = [];
  for (const type of call.inputs) {
    const joined = broadcast(shape, type.shape);
    if (!joined) {
      const message = `\`${callee}\` cannot combine ${formatShape(shape)} and ${formatShape(type.shape)}`;
      const why = 'sizes must be equal, or 1, counted from the last axis';
      const help =
        shape.length === 3 && type.shape.length === 3
          ? 'bring both to the same height, width and channels; `padding: same` keeps the sides'
          : 'bring both to the same shape';
      call.fail('shape-mismatch', { message, here: together(call), why, help }, undefined, shapeNotes(call));
    }
    shape = joined;
  }
  refuseMutualRepetition(call, callee, shape);
  return tensor(
    shape,
    call.inputs.some((t) => t.batched),
    range,
  );
}

/** `[28, 28, 1] with [100]` */
export function together(call: CallSite): string {
  return call.inputs.map((type) => formatShape(type.shape)).join(' with ');
}

/** A note on each input that gives its shape. */
export function shapeNotes(call: CallSite): Note[] {
  return call.inputs.map((type, input) => ({ input, text: `this is ${formatShape(type.shape)}` }));
}

/**
 * An image minus a code, [28, 28, 1] and [100], would broadcast to [28, 28, 100], which is never intended. Where both
 * operands would be repeated, the new axes must be written out.
 */
function refuseMutualRepetition(call: CallSite, callee: string, whole: readonly Size[]): void {
  const shapes = call.inputs.map((type) => type.shape);
  const ranks = new Set(shapes.filter((shape) => isLess(1, elementsOf(shape))).map((shape) => shape.length));
  if (ranks.size < 2 || shapes.some((shape) => mayBeSameShape(shape, whole))) return;
  const texts = {
    message: `\`${callee}\` would repeat both values to fit each other, into ${formatShape(whole)}`,
    here: together(call),
    why: 'one value may be repeated to fit the other; repeating both is usually a mistake',
    help: 'give both the same shape; if this is what you want, write the new axes: `x[_, _, :]`',
  };
  call.fail('shape-mismatch', texts, undefined, shapeNotes(call));
}

/**
 * The type of an elementwise function of one value, which keeps shape and batch; `range` maps the range of the input.
 */
export function mapped(
  call: CallSite,
  callee: string,
  range: (input: Interval) => Interval = () => unbounded,
): AnyTensorType {
  refuseLabels(call, callee);
  const type = call.inputs[0]!;
  return tensor(type.shape, type.batched, range(type.range ?? unbounded));
}

/** The common meaning, if all agree, and the smallest range that contains all ranges. */
export function joined(types: readonly AnyTensorType[], shape: readonly Size[]): AnyTensorType {
  const [first] = types;
  const same = types.every((t) => t.meaning === first!.meaning && mayBeSameClasses(t.classes, first!.classes));
  const base = same ? { ...first!, shape } : tensor(shape);
  const ranges = types.map((t) => t.range);
  const range = ranges.every((r) => r !== undefined) ? ranges.reduce(intervals.union) : undefined;
  return withRange({ ...base, batched: types.some((t) => t.batched) }, range);
}

const mayBeSameClasses = (a: Size | undefined, b: Size | undefined): boolean =>
  a === undefined || b === undefined ? a === b : compare(a, b) !== 'different';

// ── graph idioms ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Adds a reshape only if the shape changes. */
export function reshape(l: Lowering, x: NodeId, shape: readonly number[]): NodeId {
  return sameShape(l.builder.shape(x), shape) ? x : l.builder.add('Reshape', [x], { shape });
}

/** The shape of the call's result, batch axis included. */
export function wholeShape(l: Lowering): readonly number[] {
  return l.type.batched ? [l.batch, ...l.type.shape] : l.type.shape;
}

/**
 * What `make` makes of the first input, for ops that always have a batch: a value without one is an example by itself,
 * or that of every example if the result has a batch.
 */
export function inBatches(l: Lowering, [x]: readonly NodeId[], make: (x: NodeId) => NodeId): NodeId {
  if (l.inputs[0]!.batched) return make(x!);
  const shape = l.builder.shape(x!);
  const one = reshape(l, x!, [1, ...shape]);
  const whole = l.type.batched ? l.builder.add('BroadcastTo', [one], { shape: [l.batch, ...shape] }) : one;
  return reshape(l, make(whole), wholeShape(l));
}

/**
 * Per-example shapes broadcast from the last axis while the batch axis stays in front: a batched value of lower rank
 * gets its missing axes right after the batch axis.
 */
export function align(l: Lowering, inputs: readonly NodeId[]): NodeId[] {
  if (!l.inputs.some((t) => t.batched)) return [...inputs];
  const rank = Math.max(...l.inputs.map((t) => t.shape.length));
  return inputs.map((x, i) => {
    const type = l.inputs[i]!;
    if (!type.batched || type.shape.length === rank) return x;
    const ones = new Array<number>(rank - type.shape.length).fill(1);
    return reshape(l, x, [l.batch, ...ones, ...type.shape]);
  });
}

/** A per-example axis as an axis of the whole value; negative ones count from the end. */
export function wholeAxis(type: AnyTensorType, axis: number): number {
  return (axis < 0 ? axis + type.shape.length : axis) + (type.batched ? 1 : 0);
}

export function perExampleAxes(type: AnyTensorType): number[] {
  return type.shape.map((_, axis) => wholeAxis(type, axis));
}

/** A reduction, left out if there is nothing to reduce. */
export function reduce(
  l: Lowering,
  op: 'Sum' | 'Mean' | 'Max' | 'Min',
  x: NodeId,
  axes: readonly number[],
  keepDims = false,
): NodeId {
  return axes.length === 0 ? x : l.builder.add(op, [x], { axes, keep_dims: keepDims });
}
