/**
 * The transposed convolution as a matrix product whose columns are added into the image (col2im): each pixel of the
 * gradient times the whole filter, added where the filter would be placed. This is faster for images with few channels,
 * with which a convolution would fill only a part of its SIMD lanes.
 */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { formOf } from './convolution-form.ts';
import type { Device, Kernel, KernelNode, Values } from './kernel.ts';
import { multiply } from './linear.ts';
import { transpose } from './transpose.ts';

/** XNNPACK's matrix kernels compute eight columns at a time. */
const inLanes = (channels: number) => Math.ceil(channels / 8) * 8;

/** The cost of adding one cell of a column to the image, in multiplications of the matrix kernel (measured). */
const ADDITION = 34;

/** Whether this is faster than a convolution whose output channels are the image's. */
export function columnsPay(filter: readonly number[]): boolean {
  const [height, width, channelsIn, channelsOut] = filter as [number, number, number, number];
  const column = height * width * channelsIn;
  return channelsOut * inLanes(column) + ADDITION * column < channelsOut * height * width * inLanes(channelsIn);
}

/** Adds the columns [pixels, kh · kw · channels] to the image. */
function addColumns(image: Values, columns: Values, node: KernelNode): void {
  const { strides, dilations, margins } = formOf(node);
  const [batch, height, width, channels] = node.output.shape as [number, number, number, number];
  const [kernelHeight, kernelWidth] = node.inputs[0]!.shape as [number, number];
  const [, rows, perRow] = node.inputs[1]!.shape as [number, number, number];
  image.fill(0);
  let from = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < perRow; column++) {
        for (let i = 0; i < kernelHeight; i++) {
          const y = row * strides[0] + i * dilations[0] - margins[0][0];
          for (let j = 0; j < kernelWidth; j++, from += channels) {
            const x = column * strides[1] + j * dilations[1] - margins[1][0];
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            const to = ((n * height + y) * width + x) * channels;
            for (let c = 0; c < channels; c++) image[to + c]! += columns[from + c]!;
          }
        }
      }
    }
  }
}

const sizesOf = ({ inputs }: KernelNode) => {
  const [filter, gradient] = [inputs[0]!.shape, inputs[1]!.shape];
  return { column: sizeOf(filter.slice(0, 3)), channelsOut: filter[3]!, pixels: sizeOf(gradient.slice(0, 3)) };
};

export function backpropInputByColumns(device: Device, node: KernelNode): Kernel {
  const { column, channelsOut, pixels } = sizesOf(node);
  return ([filter, gradient]) => {
    const flat = device.share(filter!, [column, channelsOut]);
    const matrix = transpose(device, flat, [1, 0]);
    device.dispose(flat);
    const lines = device.share(gradient!, [pixels, channelsOut]);
    const columns = multiply(device, lines, matrix);
    device.dispose(lines);
    device.dispose(matrix);
    const output = device.make(node.output.shape, 'float32');
    addColumns(device.values(output), device.values(columns), node);
    device.dispose(columns);
    return output;
  };
}

export function columnsWorkspace(node: KernelNode): number {
  const { column, channelsOut, pixels } = sizesOf(node);
  // The output is counted separately, and not yet allocated while the transposed filter is alive.
  return 4 * (pixels * column + Math.max(column * channelsOut - sizeOf(node.output.shape), 0));
}
