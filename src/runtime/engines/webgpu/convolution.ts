/** Convolution and its gradients, as matrix products whose operands are read where the windows lie. */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { ImageShape } from '../../../compiler/ops/images.ts';
import { imageShape } from '../../../compiler/ops/images.ts';
import { windowsOf, type Windows } from '../../../compiler/ops/windows.ts';
import type { KernelNode } from '../kernels/kernel.ts';
import type { GpuKernelRow, GpuKernelTable } from './kernel.ts';
import type { Product } from './products.ts';
import { productKernel, productWorkspace } from './products.ts';
import { bindingOf } from './program.ts';

type Filter = readonly [rows: number, columns: number, from: number, to: number];

export interface Shapes {
  readonly image: ImageShape;
  readonly filter: Filter;
  readonly result: ImageShape;
  readonly windows: Windows;
}

/**
 * `image`, `filter` and `result` are the tensors of the forward convolution; which of them is the node's output depends
 * on the op.
 */
export function shapesOf(
  { op, attributes }: KernelNode,
  image: readonly number[],
  filter: readonly number[],
  result: readonly number[],
): Shapes {
  return {
    image: imageShape(image),
    filter: filter as unknown as Filter,
    result: imageShape(result),
    windows: windowsOf(op, attributes, filter.slice(0, 2)),
  };
}

/** WGSL that returns the image's cell under cell i, j, c of the filter for the result's pixel n, y, x; zero outside. */
export function readImage({ image, windows: [down, across] }: Shapes): string {
  const [, rows, columns, channels] = image;
  return `  let row = i32(y * ${down.stride}u + i * ${down.dilation}u) - ${down.before};
  let column = i32(x * ${across.stride}u + j * ${across.dilation}u) - ${across.before};
  if (row < 0 || row >= ${rows} || column < 0 || column >= ${columns}) { return 0f; }
  return image[((n * ${rows}u + u32(row)) * ${columns}u + u32(column)) * ${channels}u + c];`;
}

/** WGSL that computes coordinates from a row-major index. */
export function decode(index: string, names: readonly string[], sides: readonly number[]): string {
  return names
    .map((name, axis) => {
      const inner = sizeOf(sides.slice(axis + 1));
      const quotient = inner === 1 ? index : `${index} / ${inner}u`;
      return `  let ${name} = ${axis === 0 ? quotient : `(${quotient}) % ${sides[axis]}u`};`;
    })
    .join('\n');
}

function forward(node: KernelNode): Product[] {
  const shapes = shapesOf(node, node.inputs[0]!.shape, node.inputs[1]!.shape, node.output.shape);
  const { filter, result } = shapes;
  const [kernelRows, kernelColumns, from, to] = filter;
  const [batch, rows, columns] = result;
  const pixel = decode('m', ['n', 'y', 'x'], [batch, rows, columns]);
  const tap = decode('k', ['i', 'j', 'c'], [kernelRows, kernelColumns, from]);
  return [
    {
      batch: 1,
      rows: batch * rows * columns,
      columns: to,
      depth: kernelRows * kernelColumns * from,
      left: { body: `${pixel}\n${tap}\n${readImage(shapes)}`, alongDepth: true },
      right: { body: `  return filter_[k * ${to}u + n];`, alongDepth: false },
      place: `m * ${to}u + n`,
    },
  ];
}

/** dw[i, j, c, o] = Σ over pixels of image[window] · gradient[pixel, o] */
function filterGradient(node: KernelNode): Product[] {
  const shapes = shapesOf(node, node.inputs[0]!.shape, node.output.shape, node.inputs[1]!.shape);
  const { filter, result } = shapes;
  const [kernelRows, kernelColumns, from, to] = filter;
  const [batch, rows, columns] = result;
  const pixel = decode('k', ['n', 'y', 'x'], [batch, rows, columns]);
  const tap = decode('m', ['i', 'j', 'c'], [kernelRows, kernelColumns, from]);
  return [
    {
      batch: 1,
      rows: kernelRows * kernelColumns * from,
      columns: to,
      depth: batch * rows * columns,
      left: { body: `${pixel}\n${tap}\n${readImage(shapes)}`, alongDepth: false },
      right: { body: `  return gradient[k * ${to}u + n];`, alongDepth: false },
      place: `m * ${to}u + n`,
    },
  ];
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * The image's cells y ≡ offset (mod stride) along one axis. They see the taps first, first + tapStep, …; the q-th of
 * these cells meets the j-th of these taps at the gradient's cell start + q − j · cellStep.
 */
interface Phase {
  readonly offset: number;
  /** The number of cells. */
  readonly count: number;
  readonly taps: number;
  readonly first: number;
  readonly tapStep: number;
  readonly start: number;
  readonly cellStep: number;
}

/**
 * The phases of a transposed convolution by sub-pixels (Shi et al. 2016), so that no zero between cells is multiplied.
 */
function phasesOf({ image, windows }: Shapes, axis: 0 | 1): Phase[] {
  const side = image[axis + 1]!;
  const { kernel, stride, dilation, before } = windows[axis];
  const common = gcd(stride, dilation);
  return Array.from({ length: Math.min(stride, side) }, (_, offset) => {
    const meets = (tap: number) => (offset + before - tap * dilation) % stride === 0;
    const taps = Array.from({ length: kernel }, (_, tap) => tap).filter(meets);
    return {
      offset,
      count: Math.ceil((side - offset) / stride),
      taps: taps.length,
      first: taps[0] ?? 0,
      tapStep: stride / common,
      start: (offset + before - (taps[0] ?? 0) * dilation) / stride,
      cellStep: dilation / common,
    };
  });
}

function imageGradient(node: KernelNode): Product[] {
  const shapes = shapesOf(node, node.output.shape, node.inputs[0]!.shape, node.inputs[1]!.shape);
  const { image, filter, result, windows } = shapes;
  const [batch, height, width, channels] = image;
  const [, kernelColumns, from, to] = filter;
  const [, rows, columns] = result;
  const productOf = (down: Phase, across: Phase): Product => {
    const pixel = decode('m', ['batch', 'q', 'r'], [batch, down.count, across.count]);
    const tap = decode('k', ['i', 'j', 'o'], [down.taps, across.taps, to]);
    const read = `  let row = ${down.start} + i32(q) - i32(i) * ${down.cellStep};
  let column = ${across.start} + i32(r) - i32(j) * ${across.cellStep};
  if (row < 0 || row >= ${rows} || column < 0 || column >= ${columns}) { return 0f; }
  return gradient[((batch * ${rows}u + u32(row)) * ${columns}u + u32(column)) * ${to}u + o];`;
    const weight = `  let row = ${down.first}u + i * ${down.tapStep}u;
  let column = ${across.first}u + j * ${across.tapStep}u;
  return filter_[((row * ${kernelColumns}u + column) * ${from}u + n) * ${to}u + o];`;
    const y = `(${down.offset}u + ((m / ${across.count}u) % ${down.count}u) * ${windows[0].stride}u)`;
    const x = `(${across.offset}u + (m % ${across.count}u) * ${windows[1].stride}u)`;
    const isEmpty = down.taps * across.taps === 0;
    return {
      batch: 1,
      rows: batch * down.count * across.count,
      columns: channels,
      depth: down.taps * across.taps * to,
      left: { body: isEmpty ? '  return 0f;' : `${pixel}\n${tap}\n${read}`, alongDepth: true },
      right: { body: isEmpty ? '  return 0f;' : `${tap}\n${weight}`, alongDepth: true },
      place: `(((m / ${down.count * across.count}u) * ${height}u + ${y}) * ${width}u + ${x}) * ${channels}u + n`,
    };
  };
  return phasesOf(shapes, 0).flatMap((down) => phasesOf(shapes, 1).map((across) => productOf(down, across)));
}

export const row = (products: (node: KernelNode) => Product[], names: readonly string[]): GpuKernelRow => ({
  build: (tools, node) => {
    const bindings = names.map((name, i) => bindingOf(name, node.inputs[i]!));
    return productKernel(tools, products(node), bindings, node.output);
  },
  workspace: (node) => productWorkspace(products(node), node.output),
});

export const convolutionKernels: GpuKernelTable = {
  Conv2D: row(forward, ['image', 'filter_']),
  Conv2DBackpropInput: row(imageGradient, ['filter_', 'gradient']),
  Conv2DBackpropFilter: row(filterGradient, ['image', 'gradient']),
};
