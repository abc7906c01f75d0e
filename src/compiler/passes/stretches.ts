/**
 * How inputs of different shapes are stretched over one result, in terms of the result's elements in row-major order, so
 * that the shape under which they are read does not matter.
 */
import { sizeOf } from '../graph/graph.ts';

/**
 * A *cut* is the number of elements, counted from the innermost axis, after which an input starts or stops being
 * stretched: a line of 64 columns that is read again for each row has a cut at 64. Cuts of several inputs are
 * compatible if each divides the next.
 */
export type Cuts = readonly number[];

/** @param input a shape that stretches to `output`, by NumPy's rules */
export function cutsOf(input: readonly number[], output: readonly number[]): Cuts {
  const missing = output.length - input.length;
  const cuts: number[] = [];
  let inner = 1;
  let moved: boolean | null = null;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    if (output[axis] === 1) continue;
    const moves = axis >= missing && input[axis - missing] !== 1;
    if (moved !== null && moved !== moves) cuts.push(inner);
    moved = moves;
    inner *= output[axis]!;
  }
  return cuts;
}

/** The cuts of both; null if they are not compatible. */
export function joinedCuts(a: Cuts, b: Cuts): Cuts | null {
  const all = [...new Set([...a, ...b])].toSorted((x, y) => x - y);
  return all.every((cut, i) => cut % (all[i - 1] ?? 1) === 0) ? all : null;
}

/** The sides of the box into which the cuts divide `size` elements, outermost first; a single side without cuts. */
export function sidesOf(cuts: Cuts, size: number): number[] {
  const ends = [1, ...cuts, size];
  return ends
    .slice(1)
    .map((end, i) => end / ends[i]!)
    .toReversed();
}

/** Whether the input moves along each side of the box. */
export function movesOver(sides: readonly number[], input: readonly number[], output: readonly number[]): boolean[] {
  // A reshape, too, reads each of its elements once.
  if (sizeOf(input) === sizeOf(output)) return sides.map(() => true);
  const missing = output.length - input.length;
  const ends: { readonly end: number; readonly moves: boolean }[] = [];
  let inner = 1;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    if (output[axis] === 1) continue;
    inner *= output[axis]!;
    ends.push({ end: inner, moves: axis >= missing && input[axis - missing] !== 1 });
  }
  let covered = 1;
  return sides
    .toReversed()
    .map((side) => {
      const start = covered;
      covered *= side;
      return ends.find(({ end }) => end > start)?.moves ?? true;
    })
    .toReversed();
}
