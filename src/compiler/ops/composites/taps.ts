/** What the taps of a kernel see: slices of a value, one for each tap; and the adjoint, which adds them back. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
import { countAlong, type Window } from '../windows.ts';

/** Where each tap begins, axis by axis, in row-major order of the taps; the axes are those of the windows. */
function startsOf(windows: readonly Window[]): readonly (readonly number[])[] {
  return windows.reduce<number[][]>(
    (starts, { kernel, dilation }) =>
      starts.flatMap((start) => Array.from({ length: kernel }, (_, tap) => [...start, tap * dilation])),
    [[]],
  );
}

const isPadded = (windows: readonly Window[]) => windows.some(({ before, after }) => before > 0 || after > 0);
const isStrided = (windows: readonly Window[]) => windows.some(({ stride }) => stride > 1);

/** The box of cells that a tap sees. */
function boxOf(
  shape: readonly number[],
  windows: readonly Window[],
  counts: readonly number[],
  start: readonly number[],
) {
  const begin = [0, ...start, 0];
  const strides = [1, ...windows.map(({ stride }) => stride), 1];
  const size = [shape[0]!, ...counts, shape.at(-1)!];
  return { begin, size, strides, end: begin.map((first, axis) => first + (size[axis]! - 1) * strides[axis]! + 1) };
}

/**
 * For each tap, in row-major order, the cells that it sees as the windows slide.
 *
 * @param x [batch, …sides, channels]
 * @returns [batch, …counts, channels] for each
 */
export function tapsOf(builder: GraphBuilder, x: NodeId, windows: readonly Window[]): NodeId[] {
  const sides = builder.shape(x).slice(1, -1);
  const counts = windows.map((window, axis) => countAlong(window, sides[axis]!));
  const paddings = [[0, 0], ...windows.map(({ before, after }) => [before, after]), [0, 0]];
  const padded = isPadded(windows) ? builder.add('Pad', [x], { paddings }) : x;
  return startsOf(windows).map((start) => {
    const { begin, size, end, strides } = boxOf(builder.shape(padded), windows, counts, start);
    return isStrided(windows)
      ? builder.add('StridedSlice', [padded], { begin, end, strides })
      : builder.add('Slice', [padded], { begin, size });
  });
}

/**
 * The adjoint of `tapsOf`: the sum of the taps' cells, each put where its tap saw it.
 *
 * @param parts [batch, …counts, channels] for each tap
 * @returns [batch, …sides, channels]
 */
export function addTaps(
  builder: GraphBuilder,
  parts: readonly NodeId[],
  windows: readonly Window[],
  sides: readonly number[],
): NodeId {
  const [batch, ...rest] = builder.shape(parts[0]!);
  const [counts, channels] = [rest.slice(0, -1), rest.at(-1)!];
  const padded = [batch!, ...windows.map(({ before, after }, axis) => before + sides[axis]! + after), channels];
  const placed = startsOf(windows).map((start, tap) => {
    const { begin, size, end, strides } = boxOf(padded, windows, counts, start);
    if (isStrided(windows)) {
      return builder.add('StridedSliceGrad', [parts[tap]!], { begin, end, strides, shape: padded });
    }
    const paddings = padded.map((side, axis) => [begin[axis]!, side - begin[axis]! - size[axis]!]);
    return builder.add('Pad', [parts[tap]!], { paddings });
  });
  const whole = placed.reduce((a, b) => builder.add('AddV2', [a, b]));
  if (!isPadded(windows)) return whole;
  const begin = [0, ...windows.map(({ before }) => before), 0];
  return builder.add('Slice', [whole], { begin, size: [batch!, ...sides, channels] });
}
