/**
 * Filters of fixed numbers over maps, the same for every channel: depthwise convolutions whose kernel is a constant.
 */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
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
  const window: Window = { kernel: taps.length, stride: down, dilation: 1, ...padded };
  const channels = builder.shape(x)[3]!;
  const kernel = kernelOf(builder, taps.toReversed(), channels);
  return convolve(builder, whole, kernel, { windows: [window, window], groups: channels });
}

/** The zeros between cells are never multiplied: this is the transposed convolution. */
function filteredUp(builder: GraphBuilder, x: NodeId, filtering: Filtering): NodeId {
  const { taps, up, down } = filtering;
  const [, height, width, channels] = builder.shape(x) as [number, number, number, number];
  // A transposed convolution pads by less than its kernel; further out, there is nothing but zeros.
  const most = taps.length - 1;
  const [before, after] = [Math.min(filtering.before, most), Math.min(filtering.after, most)];
  const cut = { before: most - before, after: Math.max(taps.length - after - up, 0) };
  const window: Window = { kernel: taps.length, stride: up, dilation: 1, ...cut };
  const sides = [height, width].map((side) => filteredSize(side, { taps, up, down: 1, before, after }));
  const kernel = kernelOf(builder, taps, channels);
  const how = { windows: [window, window], groups: channels, sides };
  const filtered = convolveTransposed(builder, x, kernel, how);
  const whole = extended(builder, filtered, filtering.before - before, filtering.after - after);
  if (down === 1) return whole;
  const every: Window = { ...still, stride: down };
  return tapsOf(builder, whole, [every, every])[0]!;
}

/** The filter along both sides, the same for every channel. */
function kernelOf(builder: GraphBuilder, taps: readonly number[], channels: number): NodeId {
  const sides = [taps.length, taps.length];
  const cells = taps.flatMap((high) => taps.map((wide) => high * wide));
  return builder.add('BroadcastTo', [builder.constant(cells, [...sides, 1, 1])], { shape: [...sides, 1, channels] });
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
