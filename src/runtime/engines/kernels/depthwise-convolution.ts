/** Depthwise convolution and its gradients: loops over the taps of all windows, with the channels innermost. */
import { overlapsAlong } from '../../../compiler/ops/windows.ts';
import { geometryOf, type Axis, type Geometry } from './convolution-geometry.ts';
import type { KernelNode, KernelRow, KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';

/** The places of a tap's first channel in the image, the filter and the result. */
type Visit = (x: number, tap: number, y: number) => void;

/** Visits each tap of each window. */
function tapsOf({ batch, axes, channelsIn, channelsOut }: Geometry): (visit: Visit) => void {
  const [rows, columns] = axes as [Axis, Axis];
  const down = overlapsAlong(rows, rows.image, rows.result);
  const across = overlapsAlong(columns, columns.image, columns.result);
  return (visit) => {
    let y = 0;
    for (let n = 0; n < batch; n++) {
      for (const vertical of down) {
        for (const horizontal of across) {
          for (const high of vertical) {
            for (const wide of horizontal) {
              const x = ((n * rows.image + high.image) * columns.image + wide.image) * channelsIn;
              visit(x, (high.kernel * columns.kernel + wide.kernel) * channelsOut, y);
            }
          }
          y += channelsOut;
        }
      }
    }
  };
}

/** A kernel that adds up products over all taps; `add` does so for one tap, all its `channels` and `each` kernels. */
const adding = (
  geometry: (node: KernelNode) => Geometry,
  add: (output: Values, a: Values, b: Values, channels: number, each: number) => Visit,
): KernelRow =>
  filling((node) => {
    const found = geometry(node);
    const taps = tapsOf(found);
    const { channelsIn, channelsOut } = found;
    return (output, a, b) => {
      output.fill(0);
      taps(add(output, a!, b!, channelsIn, channelsOut / channelsIn));
    };
  });

const forward = adding(
  (node) => geometryOf(node, node.inputs[0]!.shape, node.inputs[1]!.shape, node.output.shape),
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

const backpropInput = adding(
  (node) => geometryOf(node, node.output.shape, node.inputs[0]!.shape, node.inputs[1]!.shape),
  (image, filter, gradient, channels, each) => (x, tap, y) => {
    if (each === 1) {
      for (let c = 0; c < channels; c++) image[x + c]! += gradient[y + c]! * filter[tap + c]!;
      return;
    }
    for (let c = 0, at = 0; c < channels; c++) {
      let sum = 0;
      for (let o = 0; o < each; o++, at++) sum += gradient[y + at]! * filter[tap + at]!;
      image[x + c]! += sum;
    }
  },
);

/** Each cell is a sum over all pixels of the batch, for which 24 bits are too few. */
const backpropFilter = filling((node) => {
  const geometry = geometryOf(node, node.inputs[0]!.shape, node.output.shape, node.inputs[1]!.shape);
  const taps = tapsOf(geometry);
  const channels = geometry.channelsIn;
  const each = geometry.channelsOut / channels;
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

export const depthwiseConvolutionKernels: KernelTable = {
  DepthwiseConv2dNative: forward,
  DepthwiseConv2dNativeBackpropInput: backpropInput,
  DepthwiseConv2dNativeBackpropFilter: backpropFilter,
};
