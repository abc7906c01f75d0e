/**
 * Index maps: which cell of a source each cell of a result reads. They are described axis by axis. For each axis of the
 * result and each coordinate on it, `Offsets` holds what that coordinate adds to the flat index that is read; the index
 * for a cell is the sum over its coordinates.
 */
import type { Attributes } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';

/** Marks a coordinate outside the source: its cells read nothing and are 0. */
export const OUTSIDE = -1;

export type Offsets = readonly Int32Array[];

type Shape = readonly number[];

/** The offsets of an op; of an adjoint, `source` is the shape of the adjoint's result. */
export type OffsetsOf = (source: Shape, result: Shape, attributes: Attributes) => Offsets;

/** For each input of an op that joins them, where its cells go in the result. */
export type PlacesOf = (inputs: readonly Shape[], result: Shape, attributes: Attributes) => readonly Offsets[];

/** The distance between neighbours along each axis, in row-major order. */
export function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

export interface Axis {
  /** Counted from 0 in the result. */
  readonly index: number;
  /** The number of cells along it in the source; 1 if the source lacks the axis. */
  readonly from: number;
  /** The number of cells along it in the result. */
  readonly to: number;
}

/**
 * The map of an op whose result at `i` along an axis reads the source at `coordinate(i)` along the same axis. Shapes of
 * different ranks are aligned at the last axis.
 */
export function alongAxes(
  coordinateOf: (axis: Axis, attributes: Attributes) => (i: number) => number,
): (source: Shape, result: Shape, attributes?: Attributes) => Offsets {
  return (source, result, attributes = {}) => {
    const missing = result.length - source.length;
    const strides = stridesOf(source);
    return result.map((to, index) => {
      const from = source[index - missing] ?? 1;
      const stride = strides[index - missing] ?? 0;
      const coordinate = coordinateOf({ index, from, to }, attributes);
      return Int32Array.from({ length: to }, (_, i) => {
        const at = coordinate(i);
        return at < 0 || at >= from ? OUTSIDE : at * stride;
      });
    });
  };
}
