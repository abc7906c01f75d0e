/** Index maps for which TensorFlow has no op: a gather along each axis that is not read in order, or its adjoint. */
import type { TensorType } from '../graph/graph.ts';
import { stridesOf, type Offsets } from '../ops/index-map/offsets.ts';
import type { GraphDefBuilder } from './graph-def.ts';

const int32 = { type: 'int32' } as const;

/** @param offsets of a result with the axes of `source`, none of whose coordinates is outside of it */
export function emitReads(b: GraphDefBuilder, offsets: Offsets, source: TensorType, input: string): string {
  const attrs = { Tparams: { type: source.dtype }, Tindices: int32, Taxis: int32 };
  return coordinatesOf(offsets, source.shape).reduce(
    (value, read, axis) => (read ? b.add('GatherV2', [value, b.integers(read), b.integer(axis)], attrs) : value),
    input,
  );
}

/** @param source the type of the result, to whose cells those of the gradient are added */
export function emitAddsBack(b: GraphDefBuilder, offsets: Offsets, source: TensorType, gradient: string): string {
  const attrs = { T: { type: source.dtype }, Tindices: int32, Tnumsegments: int32 };
  const rank = source.shape.length;
  return coordinatesOf(offsets, source.shape).reduce((value, read, axis) => {
    if (!read) return value;
    // The segments lie along the first axis, which trades places with this one.
    const perm = Array.from({ length: rank }, (_, i) => (i === 0 ? axis : i === axis ? 0 : i));
    const swapped = (of: string) =>
      axis === 0 ? of : b.add('Transpose', [of, b.integers(perm)], { T: { type: source.dtype }, Tperm: int32 });
    const sums = b.add('UnsortedSegmentSum', [swapped(value), b.integers(read), b.integer(source.shape[axis]!)], attrs);
    return swapped(sums);
  }, gradient);
}

/** For each axis, the coordinates in the source; null if they are those of the result. */
function coordinatesOf(offsets: Offsets, source: readonly number[]): (readonly number[] | null)[] {
  const strides = stridesOf(source);
  return offsets.map((table, axis) => {
    const coordinates = Array.from(table, (at) => at / strides[axis]!);
    return table.length === source[axis] && coordinates.every((at, i) => at === i) ? null : coordinates;
  });
}
