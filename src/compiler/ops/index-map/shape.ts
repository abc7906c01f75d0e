/** Ops that reorder or repeat cells: reshaping, transposing, reversing, rolling, tiling, broadcasting. */
import { formatType, sameShape, sizeOf } from '../../graph/graph.ts';
import { integersIn, integersOf } from '../attributes.ts';
import { broadcastShapes, sumTo } from '../broadcasting.ts';
import { reshape } from '../compose.ts';
import { defineOp } from '../op.ts';
import { defineIndexMap } from './index-map.ts';
import type { OffsetsOf } from './offsets.ts';
import { alongAxes, stridesOf } from './offsets.ts';
import { refuse, refuseAttribute, requireAxis } from '../requirements.ts';
import type { ScalarProgram } from '../scalar/program.ts';

const transposed: OffsetsOf = (source, result, attributes) => {
  const strides = stridesOf(source);
  return integersIn(attributes, 'perm').map((axis, i) =>
    Int32Array.from({ length: result[i]! }, (_, at) => at * strides[axis]!),
  );
};

const reversed = alongAxes(({ index, from }, attributes) =>
  integersIn(attributes, 'axes').includes(index) ? (i) => from - 1 - i : (i) => i,
);

const rolled = alongAxes(({ index, from }, attributes) => {
  const shift = integersIn(attributes, 'shift')[index]!;
  return (i) => (i - shift + from) % from;
});

const tiled = alongAxes(
  ({ from }) =>
    (i) =>
      i % from,
);

const broadcast = alongAxes(({ from }) => (from === 1 ? () => 0 : (i) => i));

const identity: ScalarProgram = { steps: [], result: { input: 0 } };

export const shapeOps = [
  defineOp({
    name: 'Reshape',
    doc: 'The same cells in row-major order under another shape.',
    inputs: ['tensor'],
    attributes: { shape: { type: 'integers', doc: 'the new shape, of as many cells' } },
    infer([tensor], attributes) {
      const shape = integersOf('Reshape', attributes, 'shape');
      const size = sizeOf(tensor!.shape);
      if (sizeOf(shape) !== size) {
        refuseAttribute('Reshape', 'shape', shape, `of ${size} cells, as the input ${formatType(tensor!)} is`);
      }
      return { dtype: tensor!.dtype, shape };
    },
    gradient: (builder, { inputs }, gradient) => [reshape(builder, gradient, builder.shape(inputs[0]!))],
    flops: () => 0,
    aliases: () => true,
    evaluate: ([tensor]) => tensor!.data.slice(),
    samples: [
      { inputs: [{ shape: [2, 6] }], attributes: { shape: [2, 2, 3] } },
      { inputs: [{ shape: [1] }], attributes: { shape: [] } },
    ],
  }),
  defineIndexMap({
    name: 'Transpose',
    doc: 'Axis i of the result is axis perm[i] of the input.',
    inputs: ['x'],
    attributes: { perm: { type: 'integers', doc: 'every axis of the input, once each' } },
    infer([x], attributes) {
      const rank = x!.shape.length;
      const perm = integersOf('Transpose', attributes, 'perm', {
        count: rank,
        each: `one for each axis of ${formatType(x!)}`,
      });
      if (new Set(perm).size !== rank || perm.some((axis) => axis >= rank)) {
        refuseAttribute('Transpose', 'perm', perm, `each of 0 … ${rank - 1} once, the axes of ${formatType(x!)}`);
      }
      return { dtype: x!.dtype, shape: perm.map((axis) => x!.shape[axis]!) };
    },
    gradient: (builder, { attributes }, gradient) => {
      const perm = integersIn(attributes, 'perm');
      return [builder.add('Transpose', [gradient], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
    },
    reads: transposed,
    samples: [
      { inputs: [{ shape: [2, 3] }], attributes: { perm: [1, 0] } },
      { inputs: [{ shape: [2, 3, 4] }], attributes: { perm: [2, 0, 1] } },
      { inputs: [{ shape: [2, 1, 2, 3] }], attributes: { perm: [0, 3, 1, 2] } },
    ],
  }),
  defineIndexMap({
    name: 'ReverseV2',
    doc: 'Runs backwards along the axes.',
    inputs: ['tensor'],
    attributes: { axes: { type: 'integers', doc: 'axes to run backwards along, once each' } },
    infer([tensor], attributes) {
      const axes = integersOf('ReverseV2', attributes, 'axes');
      for (const axis of axes) requireAxis('ReverseV2', 'axes', axis, tensor!);
      if (new Set(axes).size !== axes.length) refuseAttribute('ReverseV2', 'axes', axes, 'without repetitions');
      return tensor!;
    },
    gradient: (builder, { attributes }, gradient) => [builder.add('ReverseV2', [gradient], attributes)],
    reads: reversed,
    samples: [
      { inputs: [{ shape: [3, 2] }], attributes: { axes: [0] } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [2, 1] } },
    ],
  }),
  defineIndexMap({
    name: 'Roll',
    doc: 'Moves the cells along each axis; those that leave at the end come back at the beginning.',
    inputs: ['input'],
    attributes: { shift: { type: 'integers', doc: 'how far each axis moves, less than its side' } },
    infer([input], attributes) {
      const each = `one for each axis of ${formatType(input!)}`;
      const shift = integersOf('Roll', attributes, 'shift', { count: input!.shape.length, each });
      if (shift.some((cells, axis) => cells >= input!.shape[axis]!)) {
        refuseAttribute('Roll', 'shift', shift, `less than the sides of ${formatType(input!)}`);
      }
      return input!;
    },
    gradient: (builder, { attributes, output }, gradient) => {
      const shift = integersIn(attributes, 'shift').map((cells, axis) => {
        const side = output.shape[axis]!;
        return (side - cells) % side;
      });
      return [builder.add('Roll', [gradient], { shift })];
    },
    reads: rolled,
    samples: [
      { inputs: [{ shape: [5] }], attributes: { shift: [2] } },
      { inputs: [{ shape: [2, 3, 4] }], attributes: { shift: [0, 2, 1] } },
      { inputs: [{ shape: [3, 2], dtype: 'int32' }], attributes: { shift: [1, 0] } },
    ],
  }),
  defineIndexMap({
    name: 'Tile',
    doc: 'The input laid out multiples[i] times along axis i.',
    inputs: ['input'],
    attributes: { multiples: { type: 'integers', doc: 'repetitions, one for each axis' } },
    infer([input], attributes) {
      const { dtype, shape } = input!;
      const each = `one for each axis of ${formatType(input!)}`;
      const multiples = integersOf('Tile', attributes, 'multiples', { count: shape.length, least: 1, each });
      return { dtype, shape: shape.map((side, axis) => side * multiples[axis]!) };
    },
    // A repeated axis splits into one of repetitions and one of cells; summing over the former leaves the input's
    // shape.
    gradient: (builder, { inputs, attributes }, gradient) => {
      const split: number[] = [];
      const axes: number[] = [];
      builder.shape(inputs[0]!).forEach((side, axis) => {
        const multiple = integersIn(attributes, 'multiples')[axis]!;
        if (multiple > 1) axes.push(split.push(multiple) - 1);
        split.push(side);
      });
      if (axes.length === 0) return [gradient];
      return [builder.add('Sum', [reshape(builder, gradient, split)], { axes, keep_dims: false })];
    },
    reads: tiled,
    samples: [
      { inputs: [{ shape: [2, 3] }], attributes: { multiples: [3, 1] } },
      { inputs: [{ shape: [2, 1, 3] }], attributes: { multiples: [2, 2, 2] } },
      { inputs: [{ shape: [2] }], attributes: { multiples: [1] } },
    ],
  }),
  defineIndexMap({
    name: 'BroadcastTo',
    doc: 'Stretches sides of 1, and adds axes in front, up to the shape (NumPy broadcasting).',
    inputs: ['input'],
    attributes: { shape: { type: 'integers', doc: 'the shape to stretch to' } },
    infer([input], attributes) {
      const shape = integersOf('BroadcastTo', attributes, 'shape');
      const common = broadcastShapes(input!.shape, shape);
      if (!common || common.length !== shape.length || common.some((side, axis) => side !== shape[axis])) {
        refuse('BroadcastTo', 'input', input!, `of a shape that stretches to [${shape.join(', ')}]`);
      }
      return { dtype: input!.dtype, shape };
    },
    gradient: (builder, { inputs }, gradient) => [sumTo(builder, gradient, builder.shape(inputs[0]!))],
    scalar: () => identity,
    aliases: (input, output) => sameShape(input.shape, output.shape),
    reads: broadcast,
    samples: [
      { inputs: [{ shape: [3] }], attributes: { shape: [2, 3] } },
      { inputs: [{ shape: [2, 1, 3] }], attributes: { shape: [2, 4, 3] } },
      { inputs: [{ shape: [] }], attributes: { shape: [2, 2] } },
      { inputs: [{ shape: [1, 2, 1] }], attributes: { shape: [2, 3, 2, 2] } },
    ],
  }),
];
