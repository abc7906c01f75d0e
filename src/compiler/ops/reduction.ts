/** Ops that reduce axes, or work along one. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Attributes, Node, NodeId, TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { asFloat, broadcastTo, reshape, scale } from './compose.ts';
import type { GradientRule, OpDefinition, ReferenceTensor, Sample } from './op.ts';
import { defineOp } from './op.ts';
import { refuseAttribute, requireAxis, requireFloat, requireNumber } from './requirements.ts';

interface Reduction {
  readonly name: string;
  readonly doc: string;
  readonly start: number;
  readonly step: (sofar: number, value: number) => number;
  /** Maps the folded value and the number of elements to the result. */
  readonly finish?: (folded: number, count: number) => number;
  readonly integers: boolean;
  readonly gradient: GradientRule;
}

const axesOf = (attributes: Attributes) => attributes['axes'] as readonly number[];

/** The input's shape with each reduced axis kept as 1. */
const keptShape = (shape: readonly number[], axes: readonly number[]) =>
  shape.map((side, axis) => (axes.includes(axis) ? 1 : side));

/** Reshapes a value of the output's shape to one that broadcasts to the input's. */
function unreduced(builder: GraphBuilder, node: Node, value: NodeId): NodeId {
  const axes = axesOf(node.attributes);
  // leading axes need not be restored: broadcasting aligns at the last axis
  if (axes.every((axis) => axis < axes.length)) return value;
  return reshape(builder, value, keptShape(builder.shape(node.inputs[0]!), axes));
}

/** Max and Min: the gradient is shared equally among ties, as in TensorFlow. */
const extremeGradient: GradientRule = (builder, node, gradient) => {
  const x = node.inputs[0]!;
  const attaining = asFloat(builder, builder.add('Equal', [x, unreduced(builder, node, node.id)]));
  const ties = builder.add('Sum', [attaining], node.attributes);
  const share = builder.add('RealDiv', [gradient, ties]);
  return [builder.add('Mul', [attaining, unreduced(builder, node, share)])];
};

const reductions: readonly Reduction[] = [
  {
    name: 'Sum',
    doc: 'The sum over the axes.',
    start: 0,
    step: (sum, value) => sum + value,
    integers: true,
    gradient: (b, node, g) => [broadcastTo(b, unreduced(b, node, g), b.shape(node.inputs[0]!))],
  },
  {
    name: 'Mean',
    doc: 'The mean over the axes.',
    start: 0,
    step: (sum, value) => sum + value,
    finish: (sum, count) => sum / count,
    integers: false,
    gradient: (b, node, g) => {
      const shape = b.shape(node.inputs[0]!);
      const share = scale(b, g, sizeOf(node.output.shape) / sizeOf(shape));
      return [broadcastTo(b, unreduced(b, node, share), shape)];
    },
  },
  {
    name: 'Max',
    doc: 'The largest over the axes; its gradient is shared equally among ties.',
    start: -Infinity,
    step: Math.max,
    integers: true,
    gradient: extremeGradient,
  },
  {
    name: 'Min',
    doc: 'The smallest over the axes; its gradient is shared equally among ties.',
    start: Infinity,
    step: Math.min,
    integers: true,
    gradient: extremeGradient,
  },
];

/** Folds, in row-major order, the elements that reduce to each element of the output. */
function fold(
  { shape, data }: ReferenceTensor,
  axes: readonly number[],
  { start, step, finish }: Reduction,
): Float64Array {
  const kept = keptShape(shape, axes);
  const size = sizeOf(kept);
  const folded = new Float64Array(size).fill(start);
  data.forEach((value, position) => {
    let target = 0;
    for (let axis = shape.length - 1, rest = position, stride = 1; axis >= 0; axis--) {
      const side = shape[axis]!;
      target += kept[axis] === 1 ? 0 : (rest % side) * stride;
      stride *= kept[axis]!;
      rest = Math.floor(rest / side);
    }
    folded[target] = step(folded[target]!, value);
  });
  return finish ? folded.map((value) => finish(value, data.length / size)) : folded;
}

const reductionSamples: readonly Sample[] = [
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [0, 1, 2], keep_dims: false } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [2], keep_dims: false } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [0], keep_dims: false } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [0, 2], keep_dims: true } },
  { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [1, 2], keep_dims: false } },
  { inputs: [{ shape: [3, 2] }], attributes: { axes: [0, 1], keep_dims: true } },
  { inputs: [{ shape: [3, 1] }], attributes: { axes: [1], keep_dims: false } },
  { inputs: [{ shape: [2, 2] }], attributes: { axes: [], keep_dims: false } },
];

function defineReduction(row: Reduction): OpDefinition {
  return defineOp({
    name: row.name,
    doc: row.doc,
    inputs: ['input'],
    attributes: {
      axes: { type: 'integers', doc: 'the axes to reduce, counted from 0, in rising order' },
      keep_dims: { type: 'boolean', doc: 'whether they stay, with side 1' },
    },
    infer: ([input], attributes) => {
      (row.integers ? requireNumber : requireFloat)(row.name, 'input', input!);
      const axes = axesOf(attributes);
      axes.forEach((axis, i) => {
        requireAxis(row.name, 'axes', axis, input!);
        if (i > 0 && axis <= axes[i - 1]!) refuseAttribute(row.name, 'axes', axes, 'in rising order, each axis once');
      });
      const shape = attributes['keep_dims']
        ? keptShape(input!.shape, axes)
        : input!.shape.filter((_, axis) => !axes.includes(axis));
      return { dtype: input!.dtype, shape };
    },
    gradient: row.gradient,
    flops: ([input]) => sizeOf(input!.shape),
    evaluate: ([input], attributes) => fold(input!, axesOf(attributes), row),
    samples: [
      ...reductionSamples,
      ...(row.integers
        ? [{ inputs: [{ shape: [3, 2], dtype: 'int32' as const }], attributes: { axes: [0], keep_dims: false } }]
        : []),
    ],
  });
}

/** Calls `visit` with the positions of each line along the axis. */
function forEachLine(shape: readonly number[], axis: number, visit: (positions: number[], line: number) => void): void {
  const inner = sizeOf(shape.slice(axis + 1));
  const side = shape[axis]!;
  const lines = sizeOf(shape) / side;
  for (let line = 0; line < lines; line++) {
    const first = Math.floor(line / inner) * side * inner + (line % inner);
    visit(
      Array.from({ length: side }, (_, i) => first + i * inner),
      line,
    );
  }
}

/** Compares numbers for sorting; NaN comes last. */
export function inOrder(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

export const reductionOps: readonly OpDefinition[] = [
  ...reductions.map(defineReduction),
  defineOp({
    name: 'ArgMax',
    doc: 'Where along the axis the largest stands; the first of equals.',
    inputs: ['input'],
    attributes: { axis: { type: 'integer', doc: 'counted from 0; it is reduced' } },
    infer: ([input], attributes): TensorType => {
      requireNumber('ArgMax', 'input', input!);
      const axis = requireAxis('ArgMax', 'axis', attributes['axis'] as number, input!);
      return { dtype: 'int32', shape: input!.shape.toSpliced(axis, 1) };
    },
    gradient: 'zero',
    flops: ([input]) => sizeOf(input!.shape),
    evaluate: ([input], attributes, output) => {
      const result = new Float64Array(sizeOf(output.shape));
      forEachLine(input!.shape, attributes['axis'] as number, (positions, line) => {
        const values = positions.map((position) => input!.data[position]!);
        result[line] = values.indexOf(Math.max(...values));
      });
      return result;
    },
    samples: [
      { inputs: [{ shape: [3, 4] }], attributes: { axis: 1 } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axis: 1 } },
      { inputs: [{ shape: [5] }], attributes: { axis: 0 } },
    ],
  }),
  defineOp({
    name: 'ArgSort',
    doc: 'For each place of the sorted last axis, where its value stands in the input; equals keep their order, NaN comes last.',
    inputs: ['input'],
    attributes: { descending: { type: 'boolean', doc: 'whether the largest comes first' } },
    infer: ([input]): TensorType => {
      requireFloat('ArgSort', 'input', input!);
      requireAxis('ArgSort', 'axis', input!.shape.length - 1, input!);
      return { dtype: 'int32', shape: input!.shape };
    },
    gradient: 'zero',
    flops: ([input]) => sizeOf(input!.shape) * Math.ceil(Math.log2(input!.shape.at(-1)! + 1)),
    evaluate: ([input], attributes) => {
      const side = input!.shape.at(-1)!;
      const sign = attributes['descending'] ? -1 : 1;
      const result = new Float64Array(input!.data.length);
      for (let start = 0; start < result.length; start += side) {
        const keys = input!.data.slice(start, start + side).map((value) => sign * value);
        result.set(
          [...keys.keys()].sort((a, b) => inOrder(keys[a]!, keys[b]!)),
          start,
        );
      }
      return result;
    },
    samples: [
      { inputs: [{ shape: [2, 5] }], attributes: { descending: false } },
      { inputs: [{ shape: [2, 2, 3] }], attributes: { descending: true } },
      { inputs: [{ shape: [6], values: [2, 1, 2, 0, 1, 2] }], attributes: { descending: false } },
      { inputs: [{ shape: [6], values: [2, 1, 2, 0, 1, 2] }], attributes: { descending: true } },
    ],
  }),
  defineOp({
    name: 'Cumsum',
    doc: 'The running sum along an axis.',
    inputs: ['x'],
    attributes: {
      axis: { type: 'integer', doc: 'counted from 0' },
      exclusive: { type: 'boolean', doc: 'whether an element’s own value is left out' },
      reverse: { type: 'boolean', doc: 'whether to run from the end' },
    },
    infer: ([x], attributes) => {
      requireAxis('Cumsum', 'axis', attributes['axis'] as number, requireNumber('Cumsum', 'x', x!));
      return x!;
    },
    gradient: (b, { attributes }, g) => [b.add('Cumsum', [g], { ...attributes, reverse: !attributes['reverse'] })],
    flops: (_inputs, _attributes, output) => sizeOf(output.shape),
    evaluate: ([x], attributes) => {
      const result = new Float64Array(x!.data.length);
      forEachLine(x!.shape, attributes['axis'] as number, (positions) => {
        if (attributes['reverse']) positions.reverse();
        let sum = 0;
        for (const position of positions) {
          const value = x!.data[position]!;
          result[position] = attributes['exclusive'] ? sum : sum + value;
          sum += value;
        }
      });
      return result;
    },
    samples: [
      { inputs: [{ shape: [2, 4] }], attributes: { axis: 1, exclusive: false, reverse: false } },
      { inputs: [{ shape: [2, 4] }], attributes: { axis: 1, exclusive: true, reverse: false } },
      { inputs: [{ shape: [3, 2, 2] }], attributes: { axis: 0, exclusive: false, reverse: true } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axis: 1, exclusive: true, reverse: true } },
    ],
  }),
];
