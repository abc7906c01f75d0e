/** How cells are moved by an index map, in contiguous runs as long as possible. */
import { OUTSIDE, type Offsets } from '../../../compiler/ops/index-map/offsets.ts';
import type { Values } from './kernel.ts';

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

// Functions of their own are compiled well; the same loops within the walk over a value are several times slower.

function copy(to: Values, at: number, from: Values, start: number, length: number): void {
  if (length >= COPY_FROM) to.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}

function add(to: Values, at: number, from: Values, start: number, length: number): void {
  for (let i = 0; i < length; i++) to[at + i]! += from[start + i]!;
}

/** Fills the result from the source. */
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
        if (run.from === OUTSIDE) result.fill(0, start, start + run.length);
        else copy(result, start, source, base + run.from, run.length);
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
        if (run.from !== OUTSIDE) add(source, base + run.from, result, to + run.to, run.length);
      }
    });
  };
}

/** Copies each cell of a value to its own place in the result. */
export function placing(places: Offsets): (result: Values, value: Values) => void {
  const lines = linesOf(places);
  return (result, value) =>
    visitLines(lines, (base, to) => {
      for (const run of lines.runs) copy(result, base + run.from, value, to + run.to, run.length);
    });
}
