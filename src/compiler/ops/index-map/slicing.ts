/** Ops that cut and join tensors. */
import type { Attributes, TensorType } from '../../graph/graph.ts';
import { formatType } from '../../graph/graph.ts';
import { integerOf, integersIn, integersOf } from '../attributes.ts';
import type { GradientRule } from '../op.ts';
import { OpError } from '../op.ts';
import { defineIndexMap } from './index-map.ts';
import type { PlacesOf } from './offsets.ts';
import { alongAxes, stridesOf } from './offsets.ts';
import { refuse, refuseAttribute, requireAxis, requireDType, requireFloat, requireShape } from '../requirements.ts';

const sliced = alongAxes(({ index }, attributes) => {
  const begin = integersIn(attributes, 'begin')[index]!;
  return (i) => begin + i;
});

const strided = alongAxes(({ index }, attributes) => {
  const [begin, stride] = [integersIn(attributes, 'begin')[index]!, integersIn(attributes, 'strides')[index]!];
  return (i) => begin + i * stride;
});

/** One input after the other along the axis. */
const inTurn: PlacesOf = (inputs, result, attributes) => {
  const strides = stridesOf(result);
  let start = 0;
  return inputs.map((shape) => {
    const places = shape.map((side, axis) => {
      const first = axis === attributes['axis'] ? start : 0;
      return Int32Array.from({ length: side }, (_, i) => (first + i) * strides[axis]!);
    });
    start += shape[attributes['axis'] as number]!;
    return places;
  });
};

const stridedAttributes = {
  begin: { type: 'integers', doc: 'first cell, one for each axis' },
  end: { type: 'integers', doc: 'where to stop, not included, one for each axis' },
  strides: { type: 'integers', doc: 'steps of at least 1, one for each axis' },
} as const;

/** The shape that the cells `begin, begin + stride, … < end` of each axis make. */
function stridedShape(op: string, attributes: Attributes, source: TensorType): readonly number[] {
  const wanted = { count: source.shape.length, each: `one for each axis of ${formatType(source)}` };
  const begin = integersOf(op, attributes, 'begin', wanted);
  const end = integersOf(op, attributes, 'end', wanted);
  const strides = integersOf(op, attributes, 'strides', { ...wanted, least: 1 });
  return source.shape.map((side, axis) => {
    const [from, to] = [begin[axis]!, end[axis]!];
    if (from >= to) refuseAttribute(op, 'begin', begin, `before \`end\`, [${end.join(', ')}], on axis ${axis}`);
    if (to > side) refuseAttribute(op, 'end', end, `at most ${side} on axis ${axis} of ${formatType(source)}`);
    return Math.ceil((to - from) / strides[axis]!);
  });
}

const stridedSliceGradient: GradientRule = (builder, { inputs, attributes }, gradient) => [
  builder.add('StridedSliceGrad', [gradient], { ...attributes, shape: builder.shape(inputs[0]!) }),
];

const stridedSliceGradGradient: GradientRule = (builder, { attributes }, gradient) => {
  const { begin, end, strides } = attributes;
  return [builder.add('StridedSlice', [gradient], { begin: begin!, end: end!, strides: strides! })];
};

const stridedCases: readonly (Attributes & { readonly shape: readonly number[] })[] = [
  { shape: [5], begin: [0], end: [5], strides: [2] },
  { shape: [4, 5], begin: [1, 0], end: [4, 4], strides: [2, 3] },
  { shape: [2, 6, 3], begin: [0, 1, 2], end: [2, 6, 3], strides: [1, 2, 1] },
];

export const slicingOps = [
  defineIndexMap({
    name: 'ConcatV2',
    doc: 'Joins the values along an axis, in order.',
    inputs: ['...values'],
    attributes: { axis: { type: 'integer', doc: 'the axis to join along' } },
    infer(values, attributes) {
      const [first] = values;
      if (!first) throw new OpError('ConcatV2: there are no values, but there must be at least one');
      const axis = requireAxis('ConcatV2', 'axis', integerOf('ConcatV2', attributes, 'axis'), first);
      const elsewhere = (shape: readonly number[]) => shape.map((side, i) => (i === axis ? '…' : side)).join(', ');
      values.forEach((value, i) => {
        const name = `values[${i}]`;
        requireDType('ConcatV2', name, value, first.dtype);
        if (elsewhere(value.shape) !== elsewhere(first.shape)) {
          refuse('ConcatV2', name, value, `[${elsewhere(first.shape)}], as values[0], ${formatType(first)}, is`);
        }
      });
      const joined = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
      return { dtype: first.dtype, shape: first.shape.map((side, i) => (i === axis ? joined : side)) };
    },
    gradient(builder, { inputs, attributes }, gradient) {
      if (inputs.length === 1) return [gradient];
      let start = 0;
      return inputs.map((input) => {
        const size = builder.shape(input);
        const begin = size.map((_, axis) => (axis === attributes['axis'] ? start : 0));
        start += size[attributes['axis'] as number]!;
        return builder.add('Slice', [gradient], { begin, size });
      });
    },
    joins: inTurn,
    samples: [
      { inputs: [{ shape: [2, 3] }, { shape: [1, 3] }], attributes: { axis: 0 } },
      { inputs: [{ shape: [2, 1, 2] }, { shape: [2, 3, 2] }, { shape: [2, 2, 2] }], attributes: { axis: 1 } },
      { inputs: [{ shape: [1, 2, 2, 3] }, { shape: [1, 2, 2, 1] }], attributes: { axis: 3 } },
      { inputs: [{ shape: [2, 2] }], attributes: { axis: 1 } },
    ],
  }),
  defineIndexMap({
    name: 'Slice',
    doc: 'The block of `size` that starts at `begin`.',
    inputs: ['input'],
    attributes: {
      begin: { type: 'integers', doc: 'first cell, one for each axis' },
      size: { type: 'integers', doc: 'cells to take, one for each axis' },
    },
    infer([input], attributes) {
      const { dtype, shape } = input!;
      const wanted = { count: shape.length, each: `one for each axis of ${formatType(input!)}` };
      const begin = integersOf('Slice', attributes, 'begin', wanted);
      const size = integersOf('Slice', attributes, 'size', { ...wanted, least: 1 });
      shape.forEach((side, axis) => {
        if (begin[axis]! + size[axis]! <= side) return;
        const room = `at most ${side - begin[axis]!} on axis ${axis} of ${formatType(input!)}`;
        refuseAttribute('Slice', 'size', size, `${room}, as \`begin\` is [${begin.join(', ')}]`);
      });
      return { dtype, shape: size };
    },
    gradient(builder, { inputs, attributes }, gradient) {
      const [begin, size] = [integersIn(attributes, 'begin'), integersIn(attributes, 'size')];
      const paddings = builder
        .shape(inputs[0]!)
        .map((side, axis) => [begin[axis]!, side - begin[axis]! - size[axis]!] as const);
      return [builder.add('Pad', [gradient], { paddings })];
    },
    reads: sliced,
    samples: [
      { inputs: [{ shape: [5] }], attributes: { begin: [1], size: [3] } },
      { inputs: [{ shape: [3, 4, 2] }], attributes: { begin: [1, 0, 1], size: [2, 4, 1] } },
    ],
  }),
  defineIndexMap({
    name: 'StridedSlice',
    doc: 'The cells begin, begin + stride, … before end of each axis.',
    inputs: ['input'],
    attributes: stridedAttributes,
    infer: ([input], attributes) => ({ dtype: input!.dtype, shape: stridedShape('StridedSlice', attributes, input!) }),
    gradient: stridedSliceGradient,
    reads: strided,
    samples: stridedCases.map(({ shape, ...attributes }) => ({
      inputs: [{ shape }],
      attributes: attributes as Attributes,
    })),
  }),
  defineIndexMap({
    name: 'StridedSliceGrad',
    doc: 'The adjoint of StridedSlice: the gradient put back where it came from, zeros elsewhere.',
    inputs: ['dy'],
    attributes: { ...stridedAttributes, shape: { type: 'integers', doc: 'shape of what was sliced' } },
    infer([dy], attributes) {
      const op = 'StridedSliceGrad';
      const source: TensorType = { dtype: 'float32', shape: integersOf(op, attributes, 'shape', { least: 1 }) };
      requireFloat(op, 'dy', dy!);
      requireShape(op, 'dy', dy!, stridedShape(op, attributes, source));
      return source;
    },
    gradient: stridedSliceGradGradient,
    addsBack: strided,
    samples: stridedCases.map((attributes) => ({
      inputs: [{ shape: stridedShape('StridedSlice', attributes, { dtype: 'float32', shape: attributes.shape }) }],
      attributes,
    })),
  }),
];
