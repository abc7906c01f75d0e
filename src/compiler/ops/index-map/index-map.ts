/**
 * The meaning of ops in which each cell of the result reads at most one cell of the source, and of their adjoints. Such
 * an op is described axis by axis: for each axis of the result and each coordinate on it, `Offsets` holds what that
 * coordinate adds to the flat index that is read; a cell's index is the sum over its coordinates.
 */
import type { Attributes } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import type { OpDefinition } from '../op.ts';

/** Marks an index outside the source: the cell reads nothing and is 0. */
const OUTSIDE = -1;

export type Offsets = readonly (readonly number[])[];

/** The offsets of an op; for an adjoint, `source` is the adjoint's result. */
export type OffsetsOf = (source: readonly number[], result: readonly number[], attributes: Attributes) => Offsets;

/** The distance between neighbours along each axis, in row-major order. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/**
 * The offsets of an op whose result at i along an axis reads the source at `coordinate(axis, i)` along the same axis.
 */
export function sameAxes(
  source: readonly number[],
  result: readonly number[],
  coordinate: (axis: number, i: number) => number,
): Offsets {
  const strides = stridesOf(source);
  return result.map((side, axis) =>
    Array.from({ length: side }, (_, i) => {
      const at = coordinate(axis, i);
      return at < 0 || at >= source[axis]! ? OUTSIDE : at * strides[axis]!;
    }),
  );
}

/** The `evaluate` of an op that reads cells. */
export function reads(offsetsOf: OffsetsOf): OpDefinition['evaluate'] {
  return ([source], attributes, output) => {
    const places = placesOf(offsetsOf(source!.shape, output.shape, attributes));
    return Float64Array.from(places, (place) => (place === OUTSIDE ? 0 : source!.data[place]!));
  };
}

/** The `evaluate` of its adjoint: each cell of the gradient is added to the cell that it was read from. */
export function addsBack(offsetsOf: OffsetsOf): OpDefinition['evaluate'] {
  return ([gradient], attributes, output) => {
    const result = new Float64Array(sizeOf(output.shape));
    placesOf(offsetsOf(output.shape, gradient!.shape, attributes)).forEach((place, i) => {
      if (place !== OUTSIDE) result[place]! += gradient!.data[i]!;
    });
    return result;
  };
}

/** For each cell of the result, in row-major order, the flat index that it reads. */
function placesOf(offsets: Offsets): Int32Array {
  let places = Int32Array.of(0);
  for (const along of offsets) {
    const finer = new Int32Array(places.length * along.length);
    let at = 0;
    for (const start of places) {
      for (const offset of along) finer[at++] = start === OUTSIDE || offset === OUTSIDE ? OUTSIDE : start + offset;
    }
    places = finer;
  }
  return places;
}
