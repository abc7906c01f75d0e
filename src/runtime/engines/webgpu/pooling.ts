/** Pooling over windows of NHWC images. Cells of the padding never count. */
import type { ImageShape } from '../../../compiler/ops/images.ts';
import { imageShape } from '../../../compiler/ops/images.ts';
import type { Window } from '../../../compiler/ops/windows.ts';
import { poolingWindowsOf } from '../../../compiler/ops/windows.ts';
import type { KernelNode, Tensor } from '../kernels/kernel.ts';
import type { GpuKernelRow, GpuKernelTable } from './kernel.ts';
import { kernelOfSource } from './kernel.ts';
import { bindingOf, cellwise } from './program.ts';

interface Windows {
  readonly image: ImageShape;
  readonly pooled: ImageShape;
  readonly down: Window;
  readonly across: Window;
}

function windowsOf({ op, attributes }: KernelNode, image: readonly number[], pooled: readonly number[]): Windows {
  const [down, across] = poolingWindowsOf(op, attributes);
  return { image: imageShape(image), pooled: imageShape(pooled), down, across };
}

/** WGSL lines that set n, y, x, c to the coordinates of \`at\` in an image. */
const coordinates = ([, rows, columns, channels]: Windows['image']) => `
  let c = at % ${channels}u;
  let x = i32((at / ${channels}u) % ${columns}u);
  let y = i32((at / ${channels * columns}u) % ${rows}u);
  let n = at / ${channels * columns * rows}u;`;

/** WGSL lines that set top … bottom and left … right to the rows and columns that the window y, x covers. */
const covered = ({ image, down, across }: Windows) => `
  let top = max(y * ${down.stride} - ${down.before}, 0);
  let bottom = min(y * ${down.stride} - ${down.before} + ${down.kernel}, ${image[1]});
  let left = max(x * ${across.stride} - ${across.before}, 0);
  let right = min(x * ${across.stride} - ${across.before} + ${across.kernel}, ${image[2]});`;

const cell = ([, rows, columns, channels]: Windows['image'], row: string, column: string) =>
  `((n * ${rows}u + u32(${row})) * ${columns}u + u32(${column})) * ${channels}u + c`;

/** WGSL function that finds the first maximum of a window, in row-major order. */
const firstMaximum = (windows: Windows) => `
fn first_maximum(n: u32, y: i32, x: i32, c: u32) -> u32 {${covered(windows)}
  var best = ${cell(windows.image, 'top', 'left')};
  for (var row = top; row < bottom; row++) {
    for (var column = left; column < right; column++) {
      let other = ${cell(windows.image, 'row', 'column')};
      if (image[other] > image[best]) { best = other; }
    }
  }
  return best;
}`;

/** WGSL loops that run \`inner\` for each window \`wy\`, \`wx\` that covers the image's cell y, x. */
function coveringWindows({ pooled, down, across }: Windows, inner: string): string {
  const bounds = ({ kernel, stride, before }: Window, at: string, count: number) => {
    const first = `max(${at} + ${before - kernel + stride}, 0) / ${stride}`;
    return [first, `min((${at} + ${before}) / ${stride} + 1, ${count})`] as const;
  };
  const [rows, columns] = [bounds(down, 'y', pooled[1]), bounds(across, 'x', pooled[2])];
  return `
  for (var wy = ${rows[0]}; wy < ${rows[1]}; wy++) {
    for (var wx = ${columns[0]}; wx < ${columns[1]}; wx++) {${inner}
    }
  }`;
}

/** @param names of the inputs, null for those that are not read */
function pooling(
  shapes: (node: KernelNode) => Windows,
  names: readonly (string | null)[],
  write: (windows: Windows) => { readonly functions?: string; readonly body: string },
): GpuKernelRow {
  return {
    build: (tools, node) => {
      const { functions = '', body } = write(shapes(node));
      const read = names.flatMap((name, i) => (name === null ? [] : [{ name, i }]));
      const bindings = read.map(({ name, i }) => bindingOf(name, node.inputs[i]!));
      const kernel = kernelOfSource(tools, node.output, cellwise(node.output, bindings, body, functions));
      return (inputs: readonly Tensor[]) => kernel(read.map(({ i }) => inputs[i]!));
    },
  };
}

const toPooled = (node: KernelNode) => windowsOf(node, node.inputs[0]!.shape, node.output.shape);

export const poolingKernels: GpuKernelTable = {
  MaxPool: pooling(toPooled, ['image'], (windows) => ({
    functions: firstMaximum(windows),
    body: `${coordinates(windows.pooled)}\n  value = image[first_maximum(n, y, x, c)];`,
  })),
  MaxPoolGradGrad: pooling(toPooled, ['image', null, 'gradient'], (windows) => ({
    functions: firstMaximum(windows),
    body: `${coordinates(windows.pooled)}\n  value = gradient[first_maximum(n, y, x, c)];`,
  })),
  MaxPoolGrad: pooling(
    (node) => windowsOf(node, node.output.shape, node.inputs[1]!.shape),
    ['image', null, 'gradient'],
    (windows) => ({
      functions: firstMaximum(windows),
      body: `${coordinates(windows.image)}${coveringWindows(
        windows,
        `
      if (first_maximum(n, wy, wx, c) == at) { value += gradient[${cell(windows.pooled, 'wy', 'wx')}]; }`,
      )}`,
    }),
  ),
  AvgPool: pooling(toPooled, ['image'], (windows) => ({
    body: `${coordinates(windows.pooled)}${covered(windows)}
  for (var row = top; row < bottom; row++) {
    for (var column = left; column < right; column++) { value += image[${cell(windows.image, 'row', 'column')}]; }
  }
  value /= f32((bottom - top) * (right - left));`,
  })),
  AvgPoolGrad: pooling(
    (node) => windowsOf(node, node.output.shape, node.inputs[0]!.shape),
    ['gradient'],
    (windows) => ({
      functions: `
fn count(y: i32, x: i32) -> f32 {${covered(windows)}
  return f32((bottom - top) * (right - left));
}`,
      body: `${coordinates(windows.image)}${coveringWindows(
        windows,
        `
      value += gradient[${cell(windows.pooled, 'wy', 'wx')}] / count(wy, wx);`,
      )}`,
    }),
  ),
};
