/**
 * Ops that move cells. In all of them, each cell of one side reads at most one cell of the other, and which one is
 * determined axis by axis: so an op is one table per axis, and its adjoint is the same tables read backwards.
 */
import type { Values } from './kernel.ts';

/** Marks a cell that reads outside of the source: it is zero. */
export const OUTSIDE = -1;

/** For each axis of the result, what each coordinate adds to the flat index in the source, or OUTSIDE. */
export type Offsets = readonly Int32Array[];

export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/**
 * The offsets of an op whose result at i along an axis reads the source at `coordinate(axis, i)` along the same axis.
 */
export function offsetsBy(
  source: readonly number[],
  result: readonly number[],
  coordinate: (axis: number, i: number) => number,
): Offsets {
  const strides = stridesOf(source);
  return result.map((side, axis) =>
    Int32Array.from({ length: side }, (_, i) => {
      const at = coordinate(axis, i);
      return at < 0 || at >= source[axis]! ? OUTSIDE : at * strides[axis]!;
    }),
  );
}

/** Cells that are contiguous on both sides. */
interface Run {
  /** Index in the source, or OUTSIDE. */
  readonly from: number;
  /** Index in the line. */
  readonly to: number;
  readonly length: number;
}

/** Offsets with those trailing axes merged that are read contiguously. */
interface Lines {
  readonly outer: Offsets;
  /** A line of the result, in place of its last axis. */
  readonly runs: readonly Run[];
  readonly length: number;
}

function linesOf(offsets: Offsets): Lines {
  let block = 1;
  let shift = 0;
  let last = offsets.length - 1;
  for (; last >= 0; last--) {
    const table = offsets[last]!;
    const inOnePiece = table[0] !== OUTSIDE && table.every((at, i) => at === table[0]! + i * block);
    if (!inOnePiece) break;
    shift += table[0]!;
    block *= table.length;
  }
  const starts = last < 0 ? [0] : [...offsets[last]!];
  const runs: { from: number; to: number; length: number }[] = [];
  starts.forEach((at, i) => {
    const from = at === OUTSIDE ? OUTSIDE : at + shift;
    const run = runs.at(-1);
    const continues = run && (run.from === OUTSIDE ? at === OUTSIDE : from === run.from + run.length);
    if (continues) run.length += block;
    else runs.push({ from, to: i * block, length: block });
  });
  return { outer: offsets.slice(0, Math.max(last, 0)), runs, length: starts.length * block };
}

/** Visits each line with the index of its base in the source (or OUTSIDE) and its index in the result. */
function visitLines({ outer, length }: Lines, visit: (base: number, to: number) => void): void {
  let to = 0;
  const walk = (axis: number, base: number) => {
    if (axis === outer.length) {
      visit(base, to);
      to += length;
      return;
    }
    for (const at of outer[axis]!) walk(axis + 1, base === OUTSIDE || at === OUTSIDE ? OUTSIDE : base + at);
  };
  walk(0, 0);
}

/** For fewer cells, a loop is faster than the runtime's copy. */
const COPY_FROM = 48;

/** The op itself: fills the result from the source. */
export function reading(offsets: Offsets): (result: Values, source: Values) => void {
  const lines = linesOf(offsets);
  const { runs, length } = lines;
  return (result, source) =>
    visitLines(lines, (base, to) => {
      if (base === OUTSIDE) {
        result.fill(0, to, to + length);
        return;
      }
      for (const run of runs) {
        const start = to + run.to;
        const from = base + run.from;
        if (run.from === OUTSIDE) result.fill(0, start, start + run.length);
        else if (run.length >= COPY_FROM) result.set(source.subarray(from, from + run.length), start);
        else for (let i = 0; i < run.length; i++) result[start + i] = source[from + i]!;
      }
    });
}

/** The adjoint: adds each cell of the result's gradient to the cell of the source's gradient that it was read from. */
export function addingBack(offsets: Offsets): (source: Values, result: Values) => void {
  const lines = linesOf(offsets);
  return (source, result) => {
    source.fill(0);
    visitLines(lines, (base, to) => {
      if (base === OUTSIDE) return;
      for (const run of lines.runs) {
        if (run.from === OUTSIDE) continue;
        const start = to + run.to;
        const at = base + run.from;
        for (let i = 0; i < run.length; i++) source[at + i]! += result[start + i]!;
      }
    });
  };
}
