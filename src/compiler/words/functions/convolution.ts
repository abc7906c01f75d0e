/**
 * Convolutions over sequences, maps and volumes. Kernels are [...taps, in, out], those of transposed ones [...taps, out,
 * in]; with groups, the first of the two counts the channels of one group.
 */
import { convolve, convolveTransposed } from '../../ops/composites/convolution.ts';
import { still } from '../../ops/windows.ts';
import { isKnown, multiply, type Size } from '../../types/size.ts';
import { tensor, type AnyTensorType } from '../../types/type.ts';
import { initializer } from '../initializers.ts';
import type { Initializer } from '../settings.ts';
import type { Parameter } from '../signature.ts';
import { biasParameter, initParameter, parametrizeParameter } from './dense.ts';
import {
  defineFunction,
  type CallReading,
  type CallSite,
  type FunctionDefinition,
  type Lowering,
  type WeightSpec,
} from './function.ts';
import { inBatches, refuseLabels, requireSpatial, spatial, value, type SpatialRank } from './idioms.ts';
import {
  paddingOf,
  requireTransposed,
  requireWindows,
  transposedAlong,
  windowAlong,
  type Window,
} from './window-sizes.ts';

const filters: Parameter = { name: 'filters', kind: 'integer', min: 1, doc: 'how many channels come out' };
const sizes: Readonly<Record<SpatialRank, string>> = {
  1: 'length of the kernel',
  2: 'height and width of the kernel',
  3: 'depth, height and width of the kernel',
};
const kernel = (rank: SpatialRank): Parameter => ({ name: 'kernel', kind: 'integer', min: 1, doc: sizes[rank] });

/** How a kernel slides, whatever it is. */
export const slidingParameters: readonly Parameter[] = [
  { name: 'stride', kind: 'integer', min: 1, default: 1, doc: 'cells from one position to the next' },
  {
    name: 'padding',
    kind: 'padding',
    default: 'same',
    doc: "`same`, `valid`, or a number of cells on each side; `same` is TensorFlow's: the output is the input divided by the stride",
  },
  { name: 'dilation', kind: 'integer', min: 1, default: 1, doc: 'cells from one tap of the kernel to the next' },
];
export const groupsParameter: Parameter = {
  name: 'groups',
  kind: 'integer',
  min: 1,
  default: 1,
  doc: 'into how many equal parts the channels are divided, each convolved by itself',
};
const multiplier: Parameter = {
  name: 'multiplier',
  kind: 'integer',
  min: 1,
  default: 1,
  doc: 'how many kernels each channel has, and so how many channels come out of it',
};
const weightParameters: readonly Parameter[] = [biasParameter, initParameter, parametrizeParameter];

/** The windows of kernels with these sizes. */
export const windowsOf = <S extends Size>(call: CallReading<S>, kernels: readonly S[]): readonly Window<S>[] =>
  kernels.map((size) => ({
    kernel: size,
    stride: call.number('stride'),
    dilation: call.number('dilation'),
    padding: paddingOf(call),
  }));

const cube = <S extends Size>(call: CallReading<S>, rank: SpatialRank): readonly S[] =>
  new Array<S>(rank).fill(call.number('kernel'));

/** Refuses groups that do not divide the channels that come in, or those that go out. */
export function requireGroups(call: CallSite, channels: Size, results: Size): void {
  const groups = call.number('groups');
  const counts = [
    ['the number of channels', channels],
    ['the number of filters', results],
  ] as const;
  for (const [dividend, count] of counts) {
    if (!isKnown(count) || !isKnown(groups) || count % groups === 0) continue;
    const below = count - (count % groups);
    const near = below > 0 ? `${below} or ${below + groups}` : String(below + groups);
    const sizes = `use a number that divides ${count}, or make ${dividend} ${near}`;
    const why = 'each group has as many channels as the others, in and out';
    call.fail('indivisible', { dividend, divisor: groups, value: count, sizes, why }, 'groups');
  }
}

const biased = (call: CallReading<number>, count: number): Record<string, WeightSpec> =>
  call.settings['bias'] === true ? { bias: { shape: [count], initializer: initializer('zeros') } } : {};

const initial = (call: CallReading<number>): Initializer => call.settings['init'] as Initializer;

const withBias = (l: Lowering, x: number): number =>
  l.hasWeight('bias') ? l.builder.add('AddV2', [x, l.weight('bias')]) : x;

/** The geometry of a convolution in numbers. */
export const along = (l: Lowering, kernels: readonly number[]) =>
  windowsOf(l, kernels).map((window, axis) => windowAlong(l.inputs[0]!.shape[axis]!, window));

/** The geometry of a transposed convolution in numbers. */
export function transposed(l: Lowering, kernels: readonly number[]) {
  const axes = windowsOf(l, kernels).map((window, axis) => transposedAlong(l.inputs[0]!.shape[axis]!, window));
  return { windows: axes.map(({ window }) => window), sides: axes.map(({ side }) => side) };
}

const groupedParameters = (rank: SpatialRank): readonly Parameter[] => [
  value('x', spatial[rank]),
  filters,
  kernel(rank),
  ...slidingParameters,
  groupsParameter,
  ...weightParameters,
];

/** @param sidesOf the sides of the result, from those of the image and its windows */
function groupedType(
  call: CallSite,
  name: string,
  rank: SpatialRank,
  sidesOf: (sides: readonly Size[], windows: readonly Window<Size>[]) => readonly Size[],
): AnyTensorType {
  refuseLabels(call, name);
  const shape = requireSpatial(call, name, rank);
  const results = call.number('filters');
  const sides = sidesOf(shape.slice(0, -1), windowsOf(call, cube(call, rank)));
  requireGroups(call, shape.at(-1)!, results);
  return tensor([...sides, results], call.inputs[0]!.batched);
}

function convolution(rank: SpatialRank): FunctionDefinition {
  const name = `conv${rank}d`;
  return defineFunction({
    name,
    doc: 'Convolution with a learned kernel.',
    layer: true,
    linear: true,
    parameters: groupedParameters(rank),
    type: (call) => groupedType(call, name, rank, (...image) => requireWindows(call, name, 'kernel', ...image)),
    weights(call) {
      const channels = call.inputs[0]!.shape.at(-1)! / call.number('groups');
      const shape = [...cube(call, rank), channels, call.number('filters')];
      return { kernel: { shape, initializer: initial(call) }, ...biased(call, call.number('filters')) };
    },
    lower(l, inputs) {
      const how = { windows: along(l, cube(l, rank)), groups: l.number('groups') };
      return inBatches(l, inputs, (x) => withBias(l, convolve(l.builder, x, l.weight('kernel'), how)));
    },
  });
}

function transposedConvolution(rank: SpatialRank): FunctionDefinition {
  const name = `conv${rank}d_transpose`;
  return defineFunction({
    name,
    doc:
      'Transposed convolution, the gradient of a convolution with respect to its input (Dumoulin & Visin 2016): with ' +
      '`same`, the output is the input times the stride.',
    layer: true,
    linear: true,
    parameters: groupedParameters(rank),
    type: (call) => groupedType(call, name, rank, (...image) => requireTransposed(call, name, ...image)),
    weights(call) {
      const results = call.number('filters');
      const shape = [...cube(call, rank), results / call.number('groups'), call.inputs[0]!.shape.at(-1)!];
      return { kernel: { shape, initializer: initial(call) }, ...biased(call, results) };
    },
    lower(l, inputs) {
      const how = { ...transposed(l, cube(l, rank)), groups: l.number('groups') };
      return inBatches(l, inputs, (x) => withBias(l, convolveTransposed(l.builder, x, l.weight('kernel'), how)));
    },
  });
}

const ranks: readonly SpatialRank[] = [1, 2, 3];

/** How many channels come out of a depthwise convolution. */
const multiplied = (call: CallReading): Size => multiply(call.inputs[0]!.shape.at(-1)!, call.number('multiplier'));

/** One kernel for each channel and multiplier: as many groups as channels. */
const depthwiseKernel = (call: CallReading<number>): WeightSpec => ({
  shape: [...cube(call, 2), 1, multiplied(call) as number],
  initializer: initial(call),
});

const depthwise = (l: Lowering, x: number, weight: string): number =>
  convolve(l.builder, x, l.weight(weight), { windows: along(l, cube(l, 2)), groups: l.inputs[0]!.shape[2]! });

export const convolutionFunctions: readonly FunctionDefinition[] = [
  ...ranks.map(convolution),
  ...ranks.map(transposedConvolution),
  defineFunction({
    name: 'depthwise_conv2d',
    doc: 'Convolution of each channel by itself: `conv2d` with a group for each channel.',
    layer: true,
    parameters: [value('x', spatial[2]), kernel(2), multiplier, ...slidingParameters, ...weightParameters],
    type(call) {
      refuseLabels(call, 'depthwise_conv2d');
      const shape = requireSpatial(call, 'depthwise_conv2d', 2);
      const windows = windowsOf(call, cube(call, 2));
      const sides = requireWindows(call, 'depthwise_conv2d', 'kernel', shape.slice(0, 2), windows);
      return tensor([...sides, multiplied(call)], call.inputs[0]!.batched);
    },
    weights: (call) => ({ kernel: depthwiseKernel(call), ...biased(call, multiplied(call) as number) }),
    lower: (l, inputs) => inBatches(l, inputs, (x) => withBias(l, depthwise(l, x, 'kernel'))),
  }),
  defineFunction({
    name: 'separable_conv2d',
    doc:
      'A depthwise convolution, then a 1 × 1 convolution that mixes the channels (Chollet 2017): almost a `conv2d`, with ' +
      'far fewer weights.',
    layer: true,
    parameters: [value('x', spatial[2]), filters, kernel(2), ...slidingParameters, multiplier, ...weightParameters],
    type(call) {
      refuseLabels(call, 'separable_conv2d');
      const shape = requireSpatial(call, 'separable_conv2d', 2);
      const windows = windowsOf(call, cube(call, 2));
      const sides = requireWindows(call, 'separable_conv2d', 'kernel', shape.slice(0, 2), windows);
      return tensor([...sides, call.number('filters')], call.inputs[0]!.batched);
    },
    weights(call) {
      const results = call.number('filters');
      return {
        depthwise_kernel: depthwiseKernel(call),
        pointwise_kernel: { shape: [1, 1, multiplied(call) as number, results], initializer: initial(call) },
        ...biased(call, results),
      };
    },
    lower: (l, inputs) =>
      inBatches(l, inputs, (x) => {
        const each = depthwise(l, x, 'depthwise_kernel');
        const mixed = { windows: [still, still], groups: 1 };
        return withBias(l, convolve(l.builder, each, l.weight('pointwise_kernel'), mixed));
      }),
  }),
];
