/** Ops that only move cells. What such an op means follows from its index map. */
import { sizeOf } from '../../graph/graph.ts';
import { defineOp, type OpDefinition } from '../op.ts';
import { OUTSIDE, type Offsets, type OffsetsOf, type PlacesOf } from './offsets.ts';

type Moved = Required<Pick<OpDefinition, 'reads'> | Pick<OpDefinition, 'addsBack'> | Pick<OpDefinition, 'joins'>>;
type Row = Omit<OpDefinition, 'evaluate' | 'flops' | 'reads' | 'addsBack' | 'joins'> & Moved;

export function defineIndexMap(row: Row): OpDefinition {
  return defineOp({
    ...row,
    flops: ([source]) => ('addsBack' in row ? sizeOf(source!.shape) : 0),
    evaluate: 'reads' in row ? readBy(row.reads) : 'addsBack' in row ? addedBackBy(row.addsBack) : joinedBy(row.joins),
  });
}

const readBy =
  (offsetsOf: OffsetsOf): OpDefinition['evaluate'] =>
  ([source], attributes, output) => {
    const places = placesOf(offsetsOf(source!.shape, output.shape, attributes));
    return Float64Array.from(places, (place) => (place === OUTSIDE ? 0 : source!.data[place]!));
  };

const addedBackBy =
  (offsetsOf: OffsetsOf): OpDefinition['evaluate'] =>
  ([gradient], attributes, output) => {
    const result = new Float64Array(sizeOf(output.shape));
    placesOf(offsetsOf(output.shape, gradient!.shape, attributes)).forEach((place, i) => {
      if (place !== OUTSIDE) result[place]! += gradient!.data[i]!;
    });
    return result;
  };

const joinedBy =
  (placesIn: PlacesOf): OpDefinition['evaluate'] =>
  (inputs, attributes, output) => {
    const result = new Float64Array(sizeOf(output.shape));
    const shapes = inputs.map(({ shape }) => shape);
    placesIn(shapes, output.shape, attributes).forEach((offsets, input) => {
      placesOf(offsets).forEach((place, i) => (result[place] = inputs[input]!.data[i]!));
    });
    return result;
  };

/** For each cell, in row-major order, the flat index on the other side. */
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
