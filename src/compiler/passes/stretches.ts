/**
 * How inputs of different shapes are stretched over one result, in terms of the result's elements in row-major order, so
 * that it does not matter under which shape they are read.
 *
 * A *cut* is a number of elements, from the innermost axis on, after which an input begins or ceases to be stretched: a line of 64
 * columns, read over again for each row, has a cut at 64. Cuts of several inputs go together if each divides the next.
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

/** Null if they do not go together. */
export function joinedCuts(a: Cuts, b: Cuts): Cuts | null {
  const all = [...new Set([...a, ...b])].toSorted((x, y) => x - y);
  return all.every((cut, i) => cut % (all[i - 1] ?? 1) === 0) ? all : null;
}

/** The sides of the box that the cuts make of all elements, outermost first; one side without cuts. */
export function sidesOf(cuts: Cuts, size: number): number[] {
  const ends = [1, ...cuts, size];
  return ends
    .slice(1)
    .map((end, i) => end / ends[i]!)
    .toReversed();
}

/** For each side of the box whether the input moves along it. */
export function movesOver(sides: readonly number[], input: readonly number[], output: readonly number[]): boolean[] {
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
