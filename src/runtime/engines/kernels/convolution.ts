/**
 * Convolution and its gradients. The backends are fast only at ordinary convolutions, so both gradients are reduced to
 * that form.
 */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { backpropInputKernel } from './convolution-backprop-input.ts';
import type { ConvolutionForm, Pair } from './convolution-form.ts';
import { convolve, crop, croppedShape, formOf, isCropped } from './convolution-form.ts';
import type { KernelNode, KernelRow, KernelTable } from './kernel.ts';
import { transpose } from './transpose.ts';

/**
 * dw[i, j, c, o] = Σ x[n, y·s + i·d − top, …, c] · dy[n, y, x, o] is itself a convolution over the images: of x with
 * channels and batch swapped, by dy, with stride and dilation swapped.
 */
const backpropFilter: KernelRow = {
  build: (device, node) => {
    const form = filterForm(node);
    if (meetsOnlyPadding(node)) {
      return () => {
        const output = device.make(node.output.shape, 'float32');
        device.values(output).fill(0);
        return output;
      };
    }
    return ([input, gradient]) => {
      const cropped = crop(device, input!, form.margins);
      const image = transpose(device, cropped, [3, 1, 2, 0]);
      device.dispose(cropped);
      const filter = transpose(device, gradient!, [1, 2, 0, 3]);
      const result = convolve(device, image, filter, form);
      device.dispose(image);
      device.dispose(filter);
      const output = transpose(device, result, [1, 2, 0, 3]);
      device.dispose(result);
      return output;
    };
  },
  workspace: (_, node) => {
    if (meetsOnlyPadding(node)) return 0;
    const [image, gradient] = [node.inputs[0]!.shape, node.inputs[1]!.shape];
    const { margins } = filterForm(node);
    const cropped = sizeOf(croppedShape(image, margins));
    const transposing = (isCropped(margins) ? 2 : 1) * cropped;
    // The output is counted separately; its share covers the result while the transposed inputs are alive.
    return 4 * Math.max(transposing - sizeOf(node.output.shape), cropped + sizeOf(gradient), sizeOf(node.output.shape));
  },
};

const meetsOnlyPadding = (node: KernelNode) =>
  croppedShape(node.inputs[0]!.shape, filterForm(node).margins).some((side) => side <= 0);

/**
 * Swaps strides and dilations, and chooses the margin after so that there are as many results as the filter has cells.
 */
function filterForm(node: KernelNode): ConvolutionForm {
  const { strides, dilations, margins } = formOf(node);
  const [image, gradient] = [node.inputs[0]!.shape, node.inputs[1]!.shape];
  const margin = (axis: 0 | 1): Pair => {
    const reach = (node.output.shape[axis]! - 1) * dilations[axis] + (gradient[axis + 1]! - 1) * strides[axis] + 1;
    return [margins[axis][0], reach - image[axis + 1]! - margins[axis][0]];
  };
  return { strides: dilations, dilations: strides, margins: [margin(0), margin(1)] };
}

export const convolutionKernels: KernelTable = {
  Conv2D: {
    build: (device, node) => {
      const form = formOf(node);
      return ([input, filter]) => convolve(device, input!, filter!, form);
    },
  },
  Conv2DBackpropInput: backpropInputKernel,
  Conv2DBackpropFilter: backpropFilter,
};
