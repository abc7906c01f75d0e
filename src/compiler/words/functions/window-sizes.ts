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
  isLess,
  maximum,
  multiply,
  subtract,
  type Size,
} from '../../types/size.ts';
import { samePadding } from '../../ops/convolution-geometry.ts';
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
export function transposedSize(side: Size, { kernel, stride, padding }: Omit<Window, 'dilation'>): Size {
  if (padding === 'same') return multiply(side, stride);
  const steps = multiply(subtract(side, 1), stride);
  if (padding === 'valid') return add(steps, maximum(kernel, stride));
  return add(subtract(steps, multiply(2, padding)), kernel);
}

/** The output size along a side of the call's map; `parameter` is the name of the window's size in the call. */
export function requireWindows(call: CallSite, callee: string, parameter: string, side: Size, window: Window): Size {
  const output = convolvedSize(side, window);
  if (output !== null) return output;
  const kernel = `${formatFactor(window.kernel)} × ${formatFactor(window.kernel)}`;
  const input = call.inputs[0]!.shape.slice(0, 2).map(formatFactor).join(' × ');
  return call.fail('kernel-too-large', { callee, kernel, input }, parameter);
}
