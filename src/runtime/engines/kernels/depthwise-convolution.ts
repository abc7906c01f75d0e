/**
 * Depthwise convolution and its gradients: loops over the taps of all windows, with the channels innermost. XNNPACK has
 * the convolution itself, and with it those gradients that are convolutions of the same kind.
 */
import type { ImageShape } from '../../../compiler/ops/images.ts';
import { imageShape } from '../../../compiler/ops/images.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { overlapsAlong, windowsOf, type Windows } from '../../../compiler/ops/windows.ts';
import type { Device, Kernel, KernelNode, KernelRow, KernelTable, Tensor, Values } from './kernel.ts';
import { filling } from './kernel.ts';

interface Shapes {
  readonly image: ImageShape;
  readonly filter: readonly number[];
  readonly result: ImageShape;
}

type ShapesOf = (node: KernelNode) => Shapes;

const shapesOf = (image: readonly number[], filter: readonly number[], result: readonly number[]): Shapes => ({
  image: imageShape(image),
  filter,
  result: imageShape(result),
});

const windowsIn = ({ op, attributes }: KernelNode, { filter }: Shapes): Windows =>
  windowsOf(op, attributes, filter.slice(0, 2));

/** Visits each tap of each window with the places of its first channel in the image, the filter and the result. */
function tapsOf(node: KernelNode, shapes: Shapes): (visit: (x: number, tap: number, y: number) => void) => void {
  const { image, filter, result } = shapes;
  const [batch, rows, columns, channels] = image;
  const windows = windowsIn(node, shapes);
  const down = overlapsAlong(windows[0], rows, result[1]);
  const across = overlapsAlong(windows[1], columns, result[2]);
  const weights = channels * filter[3]!;
  return (visit) => {
    let y = 0;
    for (let n = 0; n < batch; n++) {
      for (const vertical of down) {
        for (const horizontal of across) {
          for (const high of vertical) {
            for (const wide of horizontal) {
              const x = ((n * rows + high.image) * columns + wide.image) * channels;
              visit(x, (high.kernel * filter[1]! + wide.kernel) * weights, y);
            }
          }
          y += weights;
        }
      }
    }
  };
}

/** A kernel that adds up products over all taps; `add` does so for one tap, all its `channels` and `each` kernels. */
const adding = (
  shapesOfNode: ShapesOf,
  add: (
    output: Values,
    a: Values,
    b: Values,
    channels: number,
    each: number,
  ) => (x: number, tap: number, y: number) => void,
): KernelRow =>
  filling((node) => {
    const shapes = shapesOfNode(node);
    const taps = tapsOf(node, shapes);
    const [channels, each] = [shapes.filter[2]!, shapes.filter[3]!];
    return (output, a, b) => {
      output.fill(0);
      taps(add(output, a!, b!, channels, each));
    };
  });

const forward = adding(
  ({ inputs, output }) => shapesOf(inputs[0]!.shape, inputs[1]!.shape, output.shape),
  (result, image, filter, channels, each) => (x, tap, y) => {
    if (each === 1) {
      for (let c = 0; c < channels; c++) result[y + c]! += image[x + c]! * filter[tap + c]!;
      return;
    }
    for (let c = 0, at = 0; c < channels; c++) {
      const value = image[x + c]!;
      for (let o = 0; o < each; o++, at++) result[y + at]! += value * filter[tap + at]!;
    }
  },
);

const ofInput = ({ inputs, output }: KernelNode): Shapes => shapesOf(output.shape, inputs[0]!.shape, inputs[1]!.shape);

const backpropInput = adding(ofInput, (image, filter, gradient, channels, each) => (x, tap, y) => {
  if (each === 1) {
    for (let c = 0; c < channels; c++) image[x + c]! += gradient[y + c]! * filter[tap + c]!;
    return;
  }
  for (let c = 0, at = 0; c < channels; c++) {
    let sum = 0;
    for (let o = 0; o < each; o++, at++) sum += gradient[y + at]! * filter[tap + at]!;
    image[x + c]! += sum;
  }
});

/** Each cell is a sum over all pixels of the batch, for which 24 bits are too few. */
const backpropFilter = filling((node) => {
  const shapes = shapesOf(node.inputs[0]!.shape, node.output.shape, node.inputs[1]!.shape);
  const taps = tapsOf(node, shapes);
  const [channels, each] = [shapes.filter[2]!, shapes.filter[3]!];
  return (filter, image, gradient) => {
    const sums = new Float64Array(filter.length);
    taps((x, tap, y) => {
      if (each === 1) {
        for (let c = 0; c < channels; c++) sums[tap + c]! += image![x + c]! * gradient![y + c]!;
        return;
      }
      for (let c = 0, at = 0; c < channels; c++) {
        const value = image![x + c]!;
        for (let o = 0; o < each; o++, at++) sums[tap + at]! += value * gradient![y + at]!;
      }
    });
    filter.set(sums);
  };
});

type Margins = readonly (readonly [before: number, after: number])[];

const convolve = (device: Device, x: Tensor, filter: Tensor, windows: Windows, margins: Margins): Tensor =>
  device.call(
    'DepthwiseConv2dNative',
    { x, filter },
    {
      strides: windows.map(({ stride }) => stride),
      dilations: windows.map(({ dilation }) => dilation),
      pad: [[0, 0], ...margins, [0, 0]],
    },
  );

/** The backend's own convolution, where it has a fast one. */
const onWasm = (fast: (device: Device, node: KernelNode) => Kernel | null, loops: KernelRow): KernelRow['build'] => {
  return (device, node) => (device.name === 'wasm' && fast(device, node)) || loops.build(device, node);
};

/**
 * With steps of one and one kernel for each channel, the gradient of the image is the convolution of the result's
 * gradient with the kernel turned around; null if that would cut off some of it.
 */
function turnedMargins(node: KernelNode): Margins | null {
  const shapes = ofInput(node);
  const windows = windowsIn(node, shapes);
  if (shapes.filter[3] !== 1 || windows.some(({ stride }) => stride > 1)) return null;
  const margins = windows.map(({ kernel, dilation, before, after }) => {
    const reach = (kernel - 1) * dilation;
    return [reach - before, reach - after] as const;
  });
  return margins.flat().every((cells) => cells >= 0) ? margins : null;
}

/** The filter with its taps in the opposite order. */
function turned(device: Device, filter: Tensor): Tensor {
  const result = device.make(filter.shape, 'float32');
  const [from, to] = [device.values(filter), device.values(result)];
  const channels = filter.shape[2]!;
  for (let tap = from.length - channels, at = 0; tap >= 0; tap -= channels, at += channels) {
    to.set(from.subarray(tap, tap + channels), at);
  }
  return result;
}

export const depthwiseConvolutionKernels: KernelTable = {
  DepthwiseConv2dNative: {
    build: onWasm((device, node) => {
      const windows = windowsOf(node.op, node.attributes, node.inputs[1]!.shape.slice(0, 2));
      const margins = windows.map(({ before, after }) => [before, after] as const);
      return ([image, filter]) => convolve(device, image!, filter!, windows, margins);
    }, forward),
  },
  DepthwiseConv2dNativeBackpropInput: {
    build: onWasm((device, node) => {
      const margins = turnedMargins(node);
      const windows = windowsIn(node, ofInput(node));
      if (!margins) return null;
      return ([filter, gradient]) => {
        const backwards = turned(device, filter!);
        const result = convolve(device, gradient!, backwards, windows, margins);
        device.dispose(backwards);
        return result;
      };
    }, backpropInput),
    workspace: (device, node) =>
      device.name === 'wasm' && turnedMargins(node) ? 4 * sizeOf(node.inputs[0]!.shape) : 0,
  },
  DepthwiseConv2dNativeBackpropFilter: backpropFilter,
};
