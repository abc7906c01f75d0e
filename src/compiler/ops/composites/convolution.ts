/**
 * Convolutions over one to three axes, with groups and with kernels of each example, and their transposes, made of the
 * two-dimensional ones that engines have. A transposed convolution takes the steps of the convolution backwards, each
 * replaced by its adjoint.
 */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { reshape } from '../compose.ts';
import { countAlong, still, type Window } from '../windows.ts';
import { contract } from './contraction.ts';
import { addTaps, tapsOf } from './taps.ts';

export interface Convolution {
  /** One for each axis between the batch and the channels. */
  readonly windows: readonly Window[];
  /** The channels are divided into as many equal groups, each of which is convolved by itself. */
  readonly groups: number;
}

/** A transposed convolution is described by the convolution that it transposes. */
export interface TransposedConvolution extends Convolution {
  /** How long each axis of the result is. */
  readonly sides: readonly number[];
}

/**
 * @param x [batch, …sides, channels]
 * @param kernel [...taps, channels / groups, filters]; with the batch in front, each example has a kernel of its own
 * @returns [batch, …, filters]
 */
export function convolve(builder: GraphBuilder, x: NodeId, kernel: NodeId, how: Convolution): NodeId {
  const { windows, groups } = how;
  const [batch, ...rest] = builder.shape(x);
  const [sides, channels] = [rest.slice(0, -1), rest.at(-1)!];
  const taps = builder.shape(kernel);
  const filters = taps.at(-1)!;
  const counts = windows.map((window, axis) => countAlong(window, sides[axis]!));
  const result = [batch!, ...counts, filters];
  if (taps.length === windows.length + 3) {
    const columns = columnsOf(builder, tapsOf(builder, x, windows), groups);
    const kernels = matricesOf(builder, kernel, windows, groups);
    return reshape(builder, contract(builder, [columns, kernels], ['n', 'p', 'g', 'o']), result);
  }
  if (windows.length === 1) {
    const flat = reshape(builder, x, [batch!, 1, ...rest]);
    const image = convolve(builder, flat, reshape(builder, kernel, [1, ...taps]), {
      windows: [still, ...windows],
      groups,
    });
    return reshape(builder, image, result);
  }
  if (windows.length === 3) {
    const slices = tapsOf(builder, x, [windows[0]!, still, still]);
    const images = slices.map((slice, depth) => {
      const folded = reshape(builder, slice, [batch! * counts[0]!, ...sides.slice(1), channels]);
      return convolve(builder, folded, slab(builder, kernel, depth), { windows: windows.slice(1), groups });
    });
    return reshape(builder, sum(builder, images), result);
  }
  if (groups === 1) return builder.add('Conv2D', [x, kernel], slidingOf(windows));
  if (groups === channels) {
    const filter = reshape(builder, kernel, [...taps.slice(0, 2), channels, filters / channels]);
    return builder.add('DepthwiseConv2dNative', [x, filter], slidingOf(windows));
  }
  const parts = inGroups(builder, x, groups).map((part, group) =>
    convolve(builder, part, inGroups(builder, kernel, groups)[group]!, { windows, groups: 1 }),
  );
  return builder.add('ConcatV2', parts, { axis: 3 });
}

/**
 * @param x [batch, …, channels]
 * @param kernel [...taps, filters / groups, channels]; with the batch in front, each example has a kernel of its own
 * @returns [batch, …sides, filters]
 */
export function convolveTransposed(
  builder: GraphBuilder,
  x: NodeId,
  kernel: NodeId,
  { windows, groups, sides }: TransposedConvolution,
): NodeId {
  const [batch, ...rest] = builder.shape(x);
  const [counts, channels] = [rest.slice(0, -1), rest.at(-1)!];
  const taps = builder.shape(kernel);
  const filters = taps.at(-2)! * groups;
  const result = [batch!, ...sides, filters];
  if (taps.length === windows.length + 3) {
    const pixels = reshape(builder, x, [batch!, sizeOf(counts), groups, channels / groups]);
    const kernels = matricesOf(builder, kernel, windows, groups);
    const named = { node: pixels, axes: ['n', 'p', 'g', 'o'] };
    const columns = contract(builder, [named, kernels], ['k', 'n', 'p', 'g', 'c']);
    const parts = Array.from({ length: builder.shape(columns)[0]! }, (_, tap) =>
      reshape(builder, slab(builder, columns, tap), [batch!, ...counts, filters]),
    );
    return addTaps(builder, parts, windows, sides);
  }
  if (windows.length === 1) {
    const flat = reshape(builder, x, [batch!, 1, ...rest]);
    const image = convolveTransposed(builder, flat, reshape(builder, kernel, [1, ...taps]), {
      windows: [still, ...windows],
      groups,
      sides: [1, ...sides],
    });
    return reshape(builder, image, result);
  }
  if (windows.length === 3) {
    const folded = reshape(builder, x, [batch! * counts[0]!, ...rest.slice(1)]);
    const slices = Array.from({ length: windows[0]!.kernel }, (_, depth) => {
      const how = { windows: windows.slice(1), groups, sides: sides.slice(1) };
      const images = convolveTransposed(builder, folded, slab(builder, kernel, depth), how);
      return reshape(builder, images, [batch!, counts[0]!, ...sides.slice(1), filters]);
    });
    return addTaps(builder, slices, [windows[0]!, still, still], sides);
  }
  const attributes = { ...slidingOf(windows), input_sizes: result };
  if (groups === 1) return builder.add('Conv2DBackpropInput', [kernel, x], attributes);
  if (groups === filters) {
    const filter = reshape(builder, kernel, [...taps.slice(0, 2), filters, channels / filters]);
    return builder.add('DepthwiseConv2dNativeBackpropInput', [filter, x], attributes);
  }
  const parts = inGroups(builder, x, groups).map((part, group) =>
    convolveTransposed(builder, part, inGroups(builder, kernel, groups)[group]!, { windows, groups: 1, sides }),
  );
  return builder.add('ConcatV2', parts, { axis: 3 });
}

const slidingOf = (windows: readonly Window[]) => ({
  strides: windows.map(({ stride }) => stride),
  explicit_paddings: windows.flatMap(({ before, after }) => [before, after]),
  dilations: windows.map(({ dilation }) => dilation),
});

const sum = (builder: GraphBuilder, values: readonly NodeId[]): NodeId =>
  values.reduce((a, b) => builder.add('AddV2', [a, b]));

/** The cells at `index` of the first axis. */
function slab(builder: GraphBuilder, value: NodeId, index: number): NodeId {
  const [, ...rest] = builder.shape(value);
  const begin = [index, ...rest.map(() => 0)];
  return reshape(builder, builder.add('Slice', [value], { begin, size: [1, ...rest] }), rest);
}

/** Equal parts of the last axis. */
function inGroups(builder: GraphBuilder, value: NodeId, groups: number): NodeId[] {
  const shape = builder.shape(value);
  const size = shape.with(-1, shape.at(-1)! / groups);
  return Array.from({ length: groups }, (_, group) =>
    builder.add('Slice', [value], { begin: shape.map(() => 0).with(-1, group * size.at(-1)!), size }),
  );
}

/** The cells under each tap side by side: [n, p, k, g, c], for batch, pixel, tap, group and channel. */
function columnsOf(builder: GraphBuilder, taps: readonly NodeId[], groups: number) {
  const [batch, ...rest] = builder.shape(taps[0]!);
  const [pixels, channels] = [sizeOf(rest.slice(0, -1)), rest.at(-1)!];
  const lines = taps.map((tap) => reshape(builder, tap, [batch!, pixels, 1, channels]));
  const joined = builder.add('ConcatV2', lines, { axis: 2 });
  const node = reshape(builder, joined, [batch!, pixels, taps.length, groups, channels / groups]);
  return { node, axes: ['n', 'p', 'k', 'g', 'c'] };
}

/** A kernel for each example as [n, k, c, g, o], the last for the filters of a group. */
function matricesOf(builder: GraphBuilder, kernel: NodeId, windows: readonly Window[], groups: number) {
  const shape = builder.shape(kernel);
  const taps = sizeOf(windows.map(({ kernel: length }) => length));
  const node = reshape(builder, kernel, [shape[0]!, taps, shape.at(-2)!, groups, shape.at(-1)! / groups]);
  return { node, axes: ['n', 'k', 'c', 'g', 'o'] };
}
