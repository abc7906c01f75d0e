/**
 * How many windows or kernels fit along an axis, for sizes that may be symbolic. For numbers the results agree with
 * `ops/convolution-geometry`, which also knows where the padding goes.
 */
import {
  add,
  ceil,
  divide,
  floor,
  formatFactor,
  formatSize,
  isLess,
  maximum,
  multiply,
  subtract,
  type Size,
} from '../../types/size.ts';
import { samePadding, transposedGeometry } from '../../ops/convolution-geometry.ts';
import type * as ops from '../../ops/windows.ts';
import type { CallReading, CallSite } from './function.ts';

/** `same`, `valid`, or cells on each side. */
export type Padding<S extends Size = Size> = 'same' | 'valid' | S;

export interface Window<S extends Size = Size> {
  readonly kernel: S;
  readonly stride: S;
  readonly dilation: S;
  readonly padding: Padding<S>;
}

export const paddingOf = <S extends Size>(call: CallReading<S>): Padding<S> => call.settings['padding'] as Padding<S>;

/** Cells added before and after one axis. */
export function cellsAround(
  side: number,
  { kernel, stride, dilation, padding }: Window<number>,
): readonly [number, number] {
  if (padding === 'valid') return [0, 0];
  return padding === 'same' ? samePadding(side, kernel, stride, dilation) : [padding, padding];
}

/** Null if no window fits, whatever the names stand for. */
export function convolvedSize(side: Size, { kernel, stride, dilation, padding }: Window): Size | null {
  if (padding === 'same') return stride === 1 ? side : ceil(divide(side, stride));
  const padded = padding === 'valid' ? side : add(side, multiply(2, padding));
  const reach = add(multiply(subtract(kernel, 1), dilation), 1);
  const room = subtract(padded, reach);
  if (isLess(room, 0)) return null;
  return add(stride === 1 ? room : floor(divide(room, stride)), 1);
}

/** The output size of the transposed convolution; less than 1 if there is no output. */
export function transposedSize(side: Size, { kernel, stride, dilation, padding }: Window): Size {
  if (padding === 'same') return multiply(side, stride);
  const steps = multiply(subtract(side, 1), stride);
  const reach = add(multiply(subtract(kernel, 1), dilation), 1);
  if (padding === 'valid') return add(steps, maximum(reach, stride));
  return add(subtract(steps, multiply(2, padding)), reach);
}

/** The window along an axis of that size, as ops have it. */
export function windowAlong(side: number, window: Window<number>): ops.Window {
  const [before, after] = cellsAround(side, window);
  return { kernel: window.kernel, stride: window.stride, dilation: window.dilation, before, after };
}

/** The window of the convolution that is transposed, and the size of the result along the axis. */
export function transposedAlong(
  side: number,
  { kernel, stride, dilation, padding }: Window<number>,
): { readonly window: ops.Window; readonly side: number } {
  const { output, before, after } = transposedGeometry(side, kernel, stride, dilation, padding);
  return { window: { kernel, stride, dilation, before, after }, side: output };
}

/** The output size along one axis of the call's input; `at` is what to point at if no window fits. */
export function requireWindows(
  call: CallSite,
  callee: string,
  at: string | number,
  sides: readonly Size[],
  windows: readonly Window[],
): readonly Size[] {
  return sides.map((side, axis) => {
    const output = convolvedSize(side, windows[axis]!);
    if (output !== null) return output;
    const kernel = windows.map((window) => formatFactor(window.kernel)).join(' × ');
    return call.fail('kernel-too-large', { callee, kernel, input: sides.map(formatFactor).join(' × ') }, at);
  });
}

/** The output sizes of a transposed convolution; a padding that no convolution could have had is refused. */
export function requireTransposed(
  call: CallSite,
  callee: string,
  sides: readonly Size[],
  windows: readonly Window[],
): readonly Size[] {
  return sides.map((side, axis) => {
    const { kernel, stride, dilation, padding } = windows[axis]!;
    const output = transposedSize(side, windows[axis]!);
    if (!isLess(output, 1)) return output;
    const dilated = dilation === 1 ? '' : `dilation ${formatSize(dilation)}, `;
    const why =
      `a transposed convolution of size ${formatSize(side)}, kernel ${formatSize(kernel)}, stride ${formatSize(stride)}, ` +
      `${dilated}padding ${String(padding)}, output padding 0 has an output of ${formatSize(output)}, but it must be at least 1`;
    const texts = {
      message: `\`${callee}\` cannot pad like this`,
      here: `padding ${String(padding)} with kernel ${formatSize(kernel)} and stride ${formatSize(stride)}`,
      why,
      help: 'use `padding: same`: the output is then the input times the stride',
    };
    return call.fail('shape-mismatch', texts, 'padding');
  });
}
