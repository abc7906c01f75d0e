/** Ops that move cells: slicing, padding, repeating, reversing, enlarging by whole factors, and their adjoints. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { Attributes } from '../../../compiler/graph/graph.ts';
import type { KernelRow, KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';
import type { Offsets } from './moves.ts';
import { addingBack, offsetsBy, reading, stridesOf } from './moves.ts';
import { transposeKernel } from './transpose.ts';

type Shape = readonly number[];

const integers = (attributes: Attributes, name: string) => attributes[name] as Shape;
const paddingsOf = (attributes: Attributes) => attributes['paddings'] as readonly Shape[];

/** Where the cells of `result` read in `source`; for an adjoint, `source` is the shape of the adjoint's result. */
type OffsetsOf = (source: Shape, result: Shape, attributes: Attributes) => Offsets;

const read = (offsets: OffsetsOf): KernelRow =>
  filling(({ inputs, attributes, output }) => {
    const move = reading(offsets(inputs[0]!.shape, output.shape, attributes));
    return (result, x) => move(result, x!);
  });

const readAdjoint = (offsets: OffsetsOf): KernelRow =>
  filling(({ inputs, attributes, output }) => {
    const move = addingBack(offsets(output.shape, inputs[0]!.shape, attributes));
    return (result, gradient) => move(result, gradient!);
  });

const sliced: OffsetsOf = (source, result, attributes) => {
  const begin = integers(attributes, 'begin');
  return offsetsBy(source, result, (axis, i) => begin[axis]! + i);
};

const strided: OffsetsOf = (source, result, attributes) => {
  const [begin, strides] = [integers(attributes, 'begin'), integers(attributes, 'strides')];
  return offsetsBy(source, result, (axis, i) => begin[axis]! + i * strides[axis]!);
};

const padded: OffsetsOf = (source, result, attributes) =>
  offsetsBy(source, result, (axis, i) => i - paddingsOf(attributes)[axis]![0]!);

/** REFLECT leaves the edge out, SYMMETRIC repeats it. */
const mirrored: OffsetsOf = (source, result, attributes) => {
  const edge = attributes['mode'] === 'REFLECT' ? 1 : 0;
  return offsetsBy(source, result, (axis, i) => {
    const [at, side] = [i - paddingsOf(attributes)[axis]![0]!, source[axis]!];
    if (at < 0) return -at - 1 + edge;
    return at < side ? at : 2 * side - 1 - edge - at;
  });
};

const reversed: OffsetsOf = (source, result, attributes) => {
  const axes = integers(attributes, 'axes');
  return offsetsBy(source, result, (axis, i) => (axes.includes(axis) ? source[axis]! - 1 - i : i));
};

const tiled: OffsetsOf = (source, result) => offsetsBy(source, result, (axis, i) => i % source[axis]!);

const stretched: OffsetsOf = (source, result) => {
  const aligned = [...result.slice(source.length).map(() => 1), ...source];
  return offsetsBy(aligned, result, (axis, i) => (aligned[axis] === 1 ? 0 : i));
};

/** Each pixel of the small image becomes a block of the large one. */
const enlarged: OffsetsOf = (small, large) =>
  offsetsBy(small, large, (axis, i) => Math.floor(i / (large[axis]! / small[axis]!)));

/** SpaceToDepth copies an image, seen as [n, y, i, x, j·c], in the order [n, y, x, i, j·c]. */
export function blockOffsets(image: Shape, { block_size: size }: Attributes): Offsets {
  const block = size as number;
  const [n, height, width, channels] = image as [number, number, number, number];
  const cut = [n, height / block, block, width / block, block * channels];
  const strides = stridesOf(cut);
  return [0, 1, 3, 2, 4].map((axis) => Int32Array.from({ length: cut[axis]! }, (_, i) => i * strides[axis]!));
}

const concat: KernelRow = filling(({ inputs, attributes, output }) => {
  const axis = attributes['axis'] as number;
  const lengths = inputs.map(({ shape }) => sizeOf(shape.slice(axis)));
  const outer = sizeOf(output.shape.slice(0, axis));
  return (result: Values, ...values: Values[]) => {
    let at = 0;
    for (let row = 0; row < outer; row++) {
      values.forEach((value, i) => {
        const length = lengths[i]!;
        result.set(value.subarray(row * length, (row + 1) * length), at);
        at += length;
      });
    }
  };
});

const share: KernelRow = {
  build:
    (device, { output }) =>
    (inputs) =>
      device.share(inputs[0]!, output.shape),
};

/** Ops in which each cell of the result reads a cell of the source. */
export const readOffsets: Readonly<Record<string, OffsetsOf>> = {
  Slice: sliced,
  StridedSlice: strided,
  Pad: padded,
  MirrorPad: mirrored,
  ReverseV2: reversed,
  Tile: tiled,
  BroadcastTo: stretched,
  ResizeNearestNeighbor: enlarged,
  SpaceToDepth: (source, _, attributes) => blockOffsets(source, attributes),
};

/** Adjoints of such ops, whose result has the axes of the source. */
export const readAdjointOffsets: Readonly<Record<string, OffsetsOf>> = {
  StridedSliceGrad: strided,
  MirrorPadGrad: mirrored,
  ResizeNearestNeighborGrad: enlarged,
};

const rows = (table: Readonly<Record<string, OffsetsOf>>, row: (offsets: OffsetsOf) => KernelRow): KernelTable =>
  Object.fromEntries(Object.entries(table).map(([op, offsets]) => [op, row(offsets)]));

export const rearrangingKernels: KernelTable = {
  Reshape: share,
  StopGradient: share,
  Transpose: transposeKernel,
  ConcatV2: concat,
  ...rows(readOffsets, read),
  ...rows(readAdjointOffsets, readAdjoint),
  // The adjoint of a permutation is its inverse.
  DepthToSpace: readAdjoint((source, _, attributes) => blockOffsets(source, attributes)),
};
