/**
 * Depthwise convolution and its gradients. Each cell of a result or an image adds up its own few products; those of a
 * filter have as many as there are pixels, and share the work.
 */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { Window } from '../../../compiler/ops/windows.ts';
import type { KernelNode } from '../kernels/kernel.ts';
import { decode, readImage, row, shapesOf } from './convolution.ts';
import type { GpuKernelTable } from './kernel.ts';
import { oneProgram } from './kernel.ts';
import type { Product } from './products.ts';
import { bindingOf, cellwise } from './program.ts';

/** WGSL lines that set variables to the coordinates of `at` in a value. */
const coordinates = (names: readonly string[], shape: readonly number[]) =>
  names
    .map((name, axis) => `  let ${name} = i32((at / ${sizeOf(shape.slice(axis + 1))}u) % ${shape[axis]}u);`)
    .join('\n');

/** WGSL for the index of a cell. */
const cell = (shape: readonly number[], ...names: readonly string[]) =>
  `u32(${names.slice(1).reduce((index, name, i) => `(${index}) * ${shape[i + 1]} + ${name}`, names[0]!)})`;

/** WGSL loop over the taps of one axis, with `inner` where the tap lies inside the image. */
const overTaps = (
  tap: string,
  at: string,
  { kernel, dilation }: Window,
  side: number,
  start: string,
  inner: string,
) => `
  for (var ${tap} = 0; ${tap} < ${kernel}; ${tap}++) {
    let ${at} = ${start} + ${tap} * ${dilation};
    if (${at} < 0 || ${at} >= ${side}) { continue; }${inner}
  }`;

const forward = (node: KernelNode) => {
  const { image, filter, result, windows } = shapesOf(
    node,
    node.inputs[0]!.shape,
    node.inputs[1]!.shape,
    node.output.shape,
  );
  const [down, across] = windows;
  const each = filter[3];
  const add = `
    value += image[${cell(image, 'n', 'row', 'column', `out / ${each}`)}] * filter_[${cell([1, 1, filter[1], result[3]], '0', 'i', 'j', 'out')}];`;
  const columns = overTaps('j', 'column', across, image[2], `x * ${across.stride} - ${across.before}`, add);
  const rows = overTaps('i', 'row', down, image[1], `y * ${down.stride} - ${down.before}`, columns);
  const bindings = [bindingOf('image', node.inputs[0]!), bindingOf('filter_', node.inputs[1]!)];
  return cellwise(node.output, bindings, `${coordinates(['n', 'y', 'x', 'out'], result)}${rows}`);
};

/** WGSL loop over the taps of one axis that reach the image's cell, each from one window. */
const overWindows = (
  tap: string,
  window: string,
  { kernel, stride, dilation, before }: Window,
  count: number,
  position: string,
  inner: string,
) => `
  for (var ${tap} = 0; ${tap} < ${kernel}; ${tap}++) {
    let from_${tap} = ${position} + ${before} - ${tap} * ${dilation};
    let ${window} = from_${tap} / ${stride};
    if (from_${tap} < 0 || from_${tap} % ${stride} != 0 || ${window} >= ${count}) { continue; }${inner}
  }`;

const backpropInput = (node: KernelNode) => {
  const { image, filter, result, windows } = shapesOf(
    node,
    node.output.shape,
    node.inputs[0]!.shape,
    node.inputs[1]!.shape,
  );
  const [down, across] = windows;
  const each = filter[3];
  const add = `
    for (var out = c * ${each}; out < (c + 1) * ${each}; out++) {
      value += gradient[${cell(result, 'n', 'y', 'x', 'out')}] * filter_[${cell([1, 1, filter[1], result[3]], '0', 'i', 'j', 'out')}];
    }`;
  const columns = overWindows('j', 'x', across, result[2], 'column', add);
  const rows = overWindows('i', 'y', down, result[1], 'row', columns);
  const bindings = [bindingOf('filter_', node.inputs[0]!), bindingOf('gradient', node.inputs[1]!)];
  return cellwise(node.output, bindings, `${coordinates(['n', 'row', 'column', 'c'], image)}${rows}`);
};

/** One product for each channel: the cells under each tap, times the gradients of its results. */
const backpropFilter = (node: KernelNode): Product[] => {
  const shapes = shapesOf(node, node.inputs[0]!.shape, node.output.shape, node.inputs[1]!.shape);
  const [kernelRows, kernelColumns, channels, each] = node.output.shape as [number, number, number, number];
  const [batch, rows, columns] = shapes.result;
  const pixel = decode('k', ['n', 'y', 'x'], [batch, rows, columns]);
  const tap = decode('m', ['i', 'j'], [kernelRows, kernelColumns]);
  return [
    {
      batch: channels,
      rows: kernelRows * kernelColumns,
      columns: each,
      depth: batch * rows * columns,
      left: { body: `${pixel}\n${tap}\n  let c = b;\n${readImage(shapes)}`, alongDepth: false },
      right: { body: `  return gradient[k * ${channels * each}u + b * ${each}u + n];`, alongDepth: false },
      place: `(m * ${channels}u + b) * ${each}u + n`,
    },
  ];
};

export const depthwiseConvolutionKernels: GpuKernelTable = {
  DepthwiseConv2dNative: oneProgram(forward),
  DepthwiseConv2dNativeBackpropInput: oneProgram(backpropInput),
  DepthwiseConv2dNativeBackpropFilter: row(backpropFilter, ['image', 'gradient']),
};
