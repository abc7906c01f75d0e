/**
 * Filters of fixed numbers over maps, the same for every channel: depthwise convolutions whose kernel is a
 * constant, along one side after the other: of a filter with k taps, 2 k products for each pixel and not k².
 */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
import { reshape } from '../compose.ts';
import { convolve, convolveTransposed } from './convolution.ts';
import { tapsOf } from './taps.ts';
import { still, type Window } from '../windows.ts';

/** Upsampling, filtering and downsampling at once, alike along both sides of a map. */
export interface Filtering {
  /** The filter along one side; along both, its product with itself. */
  readonly taps: readonly number[];
  readonly up: number;
  readonly down: number;
  /** Zeros around the upsampled map, in cells; a negative number cuts cells off. */
  readonly before: number;
  readonly after: number;
}

/** How long a side of the result is; less than 1 if there is none. */
function filteredSize(side: number, { taps, up, down, before, after }: Filtering): number {
  return Math.floor((side * up + before + after - taps.length) / down) + 1;
}

/**
 * Karras et al. 2020 (StyleGAN2), appendix B: puts `up` − 1 zeros after each cell, pads, convolves (a true convolution,
 * which turns the filter around) and keeps every `down`-th cell.
 *
 * @param x [batch, height, width, channels]
 */
export function filter(builder: GraphBuilder, x: NodeId, filtering: Filtering): NodeId {
  return filtering.up === 1 ? filteredDown(builder, x, filtering) : filteredUp(builder, x, filtering);
}

function filteredDown(builder: GraphBuilder, x: NodeId, { taps, down, before, after }: Filtering): NodeId {
  const whole = extended(builder, x, Math.min(before, 0), Math.min(after, 0));
  const padded = { before: Math.max(before, 0), after: Math.max(after, 0) };
  const windows = alongFirst({ kernel: taps.length, stride: down, dilation: 1, ...padded });
  return alongSides(builder, whole, (lines) => {
    const groups = builder.shape(lines)[3]!;
    return convolve(builder, lines, kernelOf(builder, taps.toReversed(), groups), { windows, groups });
  });
}

/** The zeros between cells are never multiplied: this is the transposed convolution. */
function filteredUp(builder: GraphBuilder, x: NodeId, filtering: Filtering): NodeId {
  const { taps, up, down } = filtering;
  // A transposed convolution pads by less than its kernel; further out, there is nothing but zeros.
  const most = taps.length - 1;
  const [before, after] = [Math.min(filtering.before, most), Math.min(filtering.after, most)];
  const cut = { before: most - before, after: Math.max(taps.length - after - up, 0) };
  const windows = alongFirst({ kernel: taps.length, stride: up, dilation: 1, ...cut });
  const filtered = alongSides(builder, x, (lines) => {
    const [, side, , groups] = builder.shape(lines) as [number, number, number, number];
    const sides = [filteredSize(side, { taps, up, down: 1, before, after }), 1];
    return convolveTransposed(builder, lines, kernelOf(builder, taps, groups), { windows, groups, sides });
  });
  const whole = extended(builder, filtered, filtering.before - before, filtering.after - after);
  if (down === 1) return whole;
  const every: Window = { ...still, stride: down };
  return tapsOf(builder, whole, [every, every])[0]!;
}

/**
 * What `pass` makes of a map along its height and then along its width. It is given lines [batch, side, 1, channels]; to
 * the height, a whole row is one pixel of many channels.
 */
function alongSides(builder: GraphBuilder, x: NodeId, pass: (lines: NodeId) => NodeId): NodeId {
  const [batch, height, width, channels] = builder.shape(x) as [number, number, number, number];
  const high = pass(reshape(builder, x, [batch, height, 1, width * channels]));
  const rows = builder.shape(high)[1]!;
  const wide = pass(reshape(builder, high, [batch * rows, width, 1, channels]));
  return reshape(builder, wide, [batch, rows, builder.shape(wide)[1]!, channels]);
}

/** A window along lines; it steps alike along the axis of one cell, since TensorFlow knows only such steps. */
const alongFirst = (window: Window): readonly Window[] => [window, { ...still, stride: window.stride }];

/** The filter along one side, the same for every channel. */
function kernelOf(builder: GraphBuilder, taps: readonly number[], channels: number): NodeId {
  const column = builder.constant(taps, [taps.length, 1, 1, 1]);
  return builder.add('BroadcastTo', [column], { shape: [taps.length, 1, 1, channels] });
}

/** The map with zeros around it, or with cells cut off. */
function extended(builder: GraphBuilder, x: NodeId, before: number, after: number): NodeId {
  if (before === 0 && after === 0) return x;
  const [batch, height, width, channels] = builder.shape(x) as [number, number, number, number];
  const cut = (side: number) => side + Math.min(before, 0) + Math.min(after, 0);
  const start = -Math.min(before, 0);
  const size = [batch, cut(height), cut(width), channels];
  const kept = builder.add('Slice', [x], { begin: [0, start, start, 0], size });
  const margins = [Math.max(before, 0), Math.max(after, 0)];
  return builder.add('Pad', [kept], { paddings: [[0, 0], margins, margins, [0, 0]] });
}
