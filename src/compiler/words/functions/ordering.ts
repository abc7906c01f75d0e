/** Functions that look for places along an axis, put values in order, or take them by their places. */
import { isKnown, isLess, type Size } from '../../types/size.ts';
import { formatType, reshaped, tensor, type AnyTensorType } from '../../types/type.ts';
import type { NodeId } from '../../graph/graph.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import {
  amount,
  refuseLabels,
  requireAxis,
  requireLabels,
  reshape,
  undecidedShape,
  value,
  wholeAxis,
  wholeShape,
} from './idioms.ts';

const x = value('x', 'any values with at least one axis');
const axisParameter: Parameter = { name: 'axis', kind: 'integer', default: -1, doc: 'an axis of an example' };
const descending: Parameter = {
  name: 'descending',
  kind: 'boolean',
  default: false,
  doc: 'whether the largest comes first',
};
const count: Parameter = { name: 'k', kind: 'integer', min: 1, doc: 'how many' };

/** The axis along which the call works, among those of the example; numbers are wanted along it. */
function requireLine(call: CallSite, callee: string): Size {
  refuseLabels(call, callee);
  const type = call.inputs[0]!;
  const rank = type.shape.length;
  if (rank === 0) {
    call.fail('wrong-rank', { callee, expected: 'numbers with at least one axis', found: formatType(type) });
  }
  const doc = 'an axis of one example, numbered from 0, or from -1 at the end, without the batch';
  return requireAxis(call, callee, { axis: call.number('axis'), rank, parameter: 'axis', doc });
}

/** The example's shape after `change` has replaced the size of the axis, or dropped it. */
function changedShape(call: CallSite, callee: string, change: (side: Size) => readonly Size[]): readonly Size[] {
  const axis = requireLine(call, callee);
  const { shape } = call.inputs[0]!;
  if (isKnown(axis)) return shape.toSpliced(axis, 1, ...change(shape[axis]!));
  return undecidedShape(call, callee, [axis], shape.length - 1 + change(1).length);
}

/** The size of the axis; undefined if a symbolic argument decides which axis it is. */
function sideOf(call: CallSite, callee: string): Size | undefined {
  const axis = requireLine(call, callee);
  return isKnown(axis) ? call.inputs[0]!.shape[axis] : undefined;
}

/** Places along an axis, as labels. */
function places(call: CallSite, callee: string, shape: readonly Size[]): AnyTensorType {
  const side = sideOf(call, callee);
  const [classes] = side === undefined ? undecidedShape(call, callee, [call.number('axis')], 1) : [side];
  return { kind: 'tensor', shape, batched: call.inputs[0]!.batched, meaning: 'class', classes: classes! };
}

function requireCount(call: CallSite, callee: string): Size {
  const k = call.number('k');
  const side = sideOf(call, callee);
  if (side !== undefined && isLess(side, k)) {
    const texts = { callee, parameter: 'k', value: amount(k), low: 1, high: amount(side) };
    call.fail('argument-out-of-range', texts, 'k');
  }
  return k;
}

/** The same numbers in another order, in which probabilities are no longer those of classes. */
const reordered = (type: AnyTensorType, shape: readonly Size[]): AnyTensorType => ({
  ...tensor(shape, type.batched, type.range),
  meaning: type.meaning === 'prob' ? 'tensor' : type.meaning,
});

interface Ordered {
  /** The values, with the axis last. */
  readonly line: NodeId;
  /** Their places along it in order, or the first `k` of them. */
  readonly order: NodeId;
  /** Moves the axis back to where it was. */
  readonly back: (of: NodeId) => NodeId;
}

function ordered(l: Lowering, v: NodeId, isDescending: boolean, k?: number): Ordered {
  const b = l.builder;
  const last = axisLast(wholeAxis(l.inputs[0]!, l.number('axis')), b.shape(v).length);
  const line = moved(l, v, last);
  const all = b.add('ArgSort', [line], { descending: isDescending });
  const shape = b.shape(all);
  const kept = k === undefined ? shape : shape.with(-1, k);
  const order =
    k === undefined || k === shape.at(-1) ? all : b.add('Slice', [all], { begin: shape.map(() => 0), size: kept });
  return { line, order, back: (of: NodeId) => moved(l, of, inverse(last)) };
}

/** The order of axes in which one of them is the last. */
function axisLast(axis: number, rank: number): readonly number[] {
  return [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis];
}

const inverse = (perm: readonly number[]) => perm.map((_, axis) => perm.indexOf(axis));

const moved = (l: Lowering, v: NodeId, perm: readonly number[]): NodeId =>
  perm.every((axis, i) => axis === i) ? v : l.builder.add('Transpose', [v], { perm });

/** The values in their order. */
function lowerSorted(l: Lowering, v: NodeId, isDescending: boolean, k?: number): NodeId {
  const { line, order, back } = ordered(l, v, isDescending, k);
  return back(l.builder.add('GatherV2', [line, order], { axis: l.builder.shape(line).length - 1 }));
}

function lowerOrder(l: Lowering, v: NodeId, isDescending: boolean, k?: number): NodeId {
  const { order, back } = ordered(l, v, isDescending, k);
  return back(order);
}

const isDescending = (l: Lowering): boolean => l.settings['descending'] === true;

export const orderingFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'argmax',
    doc: 'Where along an axis the largest stands, as a label; of equals the first. Its gradient is 0.',
    parameters: [x, { ...axisParameter, doc: 'an axis of an example; it is dropped' }],
    type: (call) =>
      places(
        call,
        'argmax',
        changedShape(call, 'argmax', () => []),
      ),
    lower: (l, [v]) => l.builder.add('ArgMax', [v!], { axis: wholeAxis(l.inputs[0]!, l.number('axis')) }),
  }),
  defineFunction({
    name: 'sort',
    doc: 'The values in rising order along an axis of an example; each keeps its own gradient.',
    parameters: [x, axisParameter, descending],
    type: (call) =>
      reordered(
        call.inputs[0]!,
        changedShape(call, 'sort', (side) => [side]),
      ),
    lower: (l, [v]) => lowerSorted(l, v!, isDescending(l)),
  }),
  defineFunction({
    name: 'argsort',
    doc: 'The places that the sorted values had, as labels; equals keep their order, and NaN comes last.',
    parameters: [x, axisParameter, descending],
    type: (call) =>
      places(
        call,
        'argsort',
        changedShape(call, 'argsort', (side) => [side]),
      ),
    lower: (l, [v]) => lowerOrder(l, v!, isDescending(l)),
  }),
  defineFunction({
    name: 'top_k',
    doc: 'The k largest along an axis of an example, the largest first.',
    parameters: [x, count, axisParameter],
    type: (call) =>
      reordered(
        call.inputs[0]!,
        changedShape(call, 'top_k', () => [requireCount(call, 'top_k')]),
      ),
    lower: (l, [v]) => lowerSorted(l, v!, true, l.number('k')),
  }),
  defineFunction({
    name: 'top_k_indices',
    doc: 'Where the k largest stand along an axis of an example, as labels, the largest first; of equals the first.',
    parameters: [x, count, axisParameter],
    type: (call) =>
      places(
        call,
        'top_k_indices',
        changedShape(call, 'top_k_indices', () => [requireCount(call, 'top_k_indices')]),
      ),
    lower: (l, [v]) => lowerOrder(l, v!, true, l.number('k')),
  }),
  defineFunction({
    name: 'gather',
    doc: 'The elements along the first axis of an example that the labels name, in their shape.',
    parameters: [value('x', 'any values with at least one axis'), value('label', 'labels, class(n)')],
    type(call) {
      const [from, labels] = call.inputs as [AnyTensorType, AnyTensorType];
      requireLabels(call, 'gather', 'labels come from the data, `argmax`, `argsort` or `top_k_indices`', 1);
      if (from.shape.length === 0) {
        const texts = { callee: 'gather', expected: 'values with at least one axis', found: formatType(from) };
        call.fail('wrong-rank', texts, 0);
      }
      const [rows, ...rest] = from.shape as readonly [Size, ...Size[]];
      if (isLess(rows, labels.classes!)) {
        call.fail('class-count', { callee: 'gather', found: amount(labels.classes!), expected: amount(rows) }, 0);
      }
      return { ...reshaped(from, [...labels.shape, ...rest]), batched: from.batched || labels.batched };
    },
    lower(l, [v, label]) {
      const [from, labels] = l.inputs as readonly AnyTensorType[];
      if (!from!.batched) return l.builder.add('GatherV2', [v!, label!], { axis: 0 });
      const shape = labels!.shape as readonly number[];
      const own = labels!.batched
        ? label!
        : l.builder.add('BroadcastTo', [reshape(l, label!, [1, ...shape])], { shape: [l.batch, ...shape] });
      return reshape(l, l.builder.add('GatherV2', [v!, own], { axis: 1 }), wholeShape(l));
    },
  }),
  defineFunction({
    name: 'cumulative_sum',
    doc: 'The running sum along an axis of an example.',
    parameters: [
      x,
      axisParameter,
      { name: 'exclusive', kind: 'boolean', default: false, doc: "whether an element's own value is left out" },
      { name: 'reverse', kind: 'boolean', default: false, doc: 'whether to run from the end' },
    ],
    type(call) {
      const type = call.inputs[0]!;
      requireLine(call, 'cumulative_sum');
      return tensor(type.shape, type.batched);
    },
    lower(l, [v]) {
      const axis = wholeAxis(l.inputs[0]!, l.number('axis'));
      const { exclusive, reverse } = l.settings as { exclusive: boolean; reverse: boolean };
      return l.builder.add('Cumsum', [v!], { axis, exclusive, reverse });
    },
  }),
];
