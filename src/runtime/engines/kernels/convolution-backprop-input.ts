/**
 * The transposed convolution by sub-pixels (Shi et al. 2016): with stride s, the result's cells y ≡ p (mod s) see only
 * every s-th tap of the filter. So each of the s × s phases is an ordinary convolution of the small gradient with a
 * part of the filter, and no zero is ever multiplied; finally the phases are interleaved.
 */
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { backpropInputByColumns, columnsPay, columnsWorkspace } from './convolution-columns.ts';
import type { ConvolutionForm, Margins, Pair } from './convolution-form.ts';
import { convolve, crop, croppedShape, formOf, isCropped } from './convolution-form.ts';
import type { Device, KernelNode, KernelRow, Tensor, Values } from './kernel.ts';

/** One phase along one axis. */
interface Phase {
  /** The index of its first cell in the result. */
  readonly offset: number;
  /** How many cells it has. */
  readonly count: number;
  /** The taps of the filter that it sees, in the order in which they meet the gradient: backwards. */
  readonly taps: readonly number[];
  readonly dilation: number;
  readonly margin: Pair;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Along one axis: result cell y, tap i and gradient cell o meet where y + before = o · stride + i · dilation. */
function phasesAlong(axis: {
  image: number;
  gradient: number;
  kernel: number;
  stride: number;
  dilation: number;
  before: number;
}): Phase[] {
  const { image, gradient, kernel, stride, dilation, before } = axis;
  const common = gcd(stride, dilation);
  return Array.from({ length: Math.min(stride, image) }, (_, offset) => {
    const count = Math.ceil((image - offset) / stride);
    const taps: number[] = [];
    for (let i = kernel - 1; i >= 0; i--) if ((offset + before - i * dilation) % stride === 0) taps.push(i);
    const step = dilation / common;
    // The gradient cell at which the first cell of the phase meets its first tap.
    const first = (offset + before - (taps[0] ?? 0) * dilation) / stride;
    const margin: Pair = [-first, count - gradient + first + (taps.length - 1) * step];
    const meetsOnlyPadding = gradient + Math.min(margin[0], 0) + Math.min(margin[1], 0) <= 0;
    return { offset, count, taps: meetsOnlyPadding ? [] : taps, dilation: step, margin };
  });
}

interface Plan {
  readonly down: readonly Phase[];
  readonly across: readonly Phase[];
}

function planOf(node: KernelNode): Plan {
  const { strides, dilations, margins } = formOf(node);
  const [filter, gradient] = [node.inputs[0]!.shape, node.inputs[1]!.shape];
  const along = (axis: 0 | 1) =>
    phasesAlong({
      image: node.output.shape[axis + 1]!,
      gradient: gradient[axis + 1]!,
      kernel: filter[axis]!,
      stride: strides[axis],
      dilation: dilations[axis],
      before: margins[axis][0],
    });
  return { down: along(0), across: along(1) };
}

/** Whether there is only one phase, which then is the result. */
const isWhole = (down: readonly Phase[], across: readonly Phase[]) => down.length === 1 && across.length === 1;

const formOfPhase = (down: Phase, across: Phase): ConvolutionForm => ({
  strides: [1, 1],
  dilations: [down.dilation, across.dilation],
  margins: [down.margin, across.margin],
});

/** The given taps of a filter [kh, kw, ci, co] as a filter [taps, taps, co, ci]. */
function partOf(device: Device, filter: Tensor, rows: readonly number[], columns: readonly number[]): Tensor {
  const [, width, channelsIn, channelsOut] = filter.shape as [number, number, number, number];
  const part = device.make([rows.length, columns.length, channelsOut, channelsIn], 'float32');
  const [from, to] = [device.values(filter), device.values(part)];
  let at = 0;
  for (const i of rows) {
    for (const j of columns) {
      const tap = (i * width + j) * channelsIn * channelsOut;
      for (let o = 0; o < channelsOut; o++) {
        for (let c = 0; c < channelsIn; c++) to[at++] = from[tap + c * channelsOut + o]!;
      }
    }
  }
  return part;
}

/** Writes the cells of a phase to their places in the image. */
function lay(image: Values, shape: readonly number[], strides: Pair, part: Values, down: Phase, across: Phase): void {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  let from = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < down.count; y++) {
      const row = (n * height + down.offset + y * strides[0]) * width + across.offset;
      for (let x = 0; x < across.count; x++) {
        const to = (row + x * strides[1]) * channels;
        for (let c = 0; c < channels; c++) image[to + c] = part[from++]!;
      }
    }
  }
}

export const backpropInputKernel: KernelRow = {
  build: (device, node) => {
    if (columnsPay(node.inputs[0]!.shape)) return backpropInputByColumns(device, node);
    const { strides } = formOf(node);
    const { down, across } = planOf(node);
    const shape = node.output.shape;

    const phase = (filter: Tensor, gradient: Tensor, rows: Phase, columns: Phase): Tensor => {
      const form = formOfPhase(rows, columns);
      const part = partOf(device, filter, rows.taps, columns.taps);
      const image = crop(device, gradient, form.margins);
      const result = convolve(device, image, part, form);
      device.dispose(image);
      device.dispose(part);
      return result;
    };

    const untouched = [...down, ...across].some(({ taps }) => taps.length === 0);
    if (isWhole(down, across) && !untouched) {
      return ([filter, gradient]) => phase(filter!, gradient!, down[0]!, across[0]!);
    }
    return ([filter, gradient]) => {
      const output = device.make(shape, 'float32');
      if (untouched) device.values(output).fill(0);
      for (const rows of down) {
        for (const columns of across) {
          if (rows.taps.length === 0 || columns.taps.length === 0) continue;
          const part = phase(filter!, gradient!, rows, columns);
          lay(device.values(output), shape, strides, device.values(part), rows, columns);
          device.dispose(part);
        }
      }
      return output;
    };
  },
  workspace: (_, node) => {
    if (columnsPay(node.inputs[0]!.shape)) return columnsWorkspace(node);
    const { down, across } = planOf(node);
    const [, , channelsIn, channelsOut] = node.inputs[0]!.shape as [number, number, number, number];
    const gradient = node.inputs[1]!.shape;
    const cells = down.flatMap((rows) =>
      across.map((columns) => {
        if (rows.taps.length === 0 || columns.taps.length === 0) return 0;
        const margins: Margins = [rows.margin, columns.margin];
        const filter = rows.taps.length * columns.taps.length * channelsIn * channelsOut;
        const cropped = isCropped(margins) ? sizeOf(croppedShape(gradient, margins)) : 0;
        const part = isWhole(down, across) ? 0 : node.output.shape[0]! * rows.count * columns.count * channelsIn;
        return filter + cropped + part;
      }),
    );
    return 4 * Math.max(...cells);
  },
};
