/** Ops that reorder or repeat cells: reshaping, transposing, reversing, tiling, broadcasting. */
import type { Attributes } from '../../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../../graph/graph.ts';
import { integersOf } from '../attributes.ts';
import { broadcastShapes, sumTo } from '../broadcasting.ts';
import { reshape } from '../compose.ts';
import { defineOp } from '../op.ts';
import type { OffsetsOf } from './index-map.ts';
import { reads, sameAxes, stridesOf } from './index-map.ts';
import { refuse, refuseAttribute, requireAxis } from '../requirements.ts';
import type { ScalarProgram } from '../scalar/program.ts';

const integers = (attributes: Attributes, name: string) => attributes[name] as readonly number[];

const transposed: OffsetsOf = (source, result, attributes) => {
  const strides = stridesOf(source);
  const perm = integers(attributes, 'perm');
  return result.map((side, axis) => Array.from({ length: side }, (_, i) => i * strides[perm[axis]!]!));
};

const reversed: OffsetsOf = (source, result, attributes) => {
  const axes = integers(attributes, 'axes');
  return sameAxes(source, result, (axis, i) => (axes.includes(axis) ? source[axis]! - 1 - i : i));
};

const tiled: OffsetsOf = (source, result) => sameAxes(source, result, (axis, i) => i % source[axis]!);

const broadcast: OffsetsOf = (source, result) => {
  const aligned = [...Array<number>(result.length - source.length).fill(1), ...source];
  return sameAxes(aligned, result, (axis, i) => (aligned[axis] === 1 ? 0 : i));
};

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
  defineOp({
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
      const perm = integers(attributes, 'perm');
      return [builder.add('Transpose', [gradient], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
    },
    flops: () => 0,
    evaluate: reads(transposed),
    samples: [
      { inputs: [{ shape: [2, 3] }], attributes: { perm: [1, 0] } },
      { inputs: [{ shape: [2, 3, 4] }], attributes: { perm: [2, 0, 1] } },
      { inputs: [{ shape: [2, 1, 2, 3] }], attributes: { perm: [0, 3, 1, 2] } },
    ],
  }),
  defineOp({
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
    flops: () => 0,
    evaluate: reads(reversed),
    samples: [
      { inputs: [{ shape: [3, 2] }], attributes: { axes: [0] } },
      { inputs: [{ shape: [2, 3, 2] }], attributes: { axes: [2, 1] } },
    ],
  }),
  defineOp({
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
        const multiple = integers(attributes, 'multiples')[axis]!;
        if (multiple > 1) axes.push(split.push(multiple) - 1);
        split.push(side);
      });
      if (axes.length === 0) return [gradient];
      return [builder.add('Sum', [reshape(builder, gradient, split)], { axes, keep_dims: false })];
    },
    flops: () => 0,
    evaluate: reads(tiled),
    samples: [
      { inputs: [{ shape: [2, 3] }], attributes: { multiples: [3, 1] } },
      { inputs: [{ shape: [2, 1, 3] }], attributes: { multiples: [2, 2, 2] } },
      { inputs: [{ shape: [2] }], attributes: { multiples: [1] } },
    ],
  }),
  defineOp({
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
    flops: () => 0,
    scalar: () => identity,
    aliases: (input, output) => sameShape(input.shape, output.shape),
    evaluate: reads(broadcast),
    samples: [
      { inputs: [{ shape: [3] }], attributes: { shape: [2, 3] } },
      { inputs: [{ shape: [2, 1, 3] }], attributes: { shape: [2, 4, 3] } },
      { inputs: [{ shape: [] }], attributes: { shape: [2, 2] } },
      { inputs: [{ shape: [1, 2, 1] }], attributes: { shape: [2, 3, 2, 2] } },
    ],
  }),
];
