/** Sizes and paddings of convolutions along one axis, computed as in TensorFlow, Keras and PyTorch. */
import { OpError } from './op.ts';

/**
 * TensorFlow's SAME: the padding that makes the output `ceil(size / stride)`; an odd cell goes after.
 * https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function samePadding(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
): readonly [before: number, after: number] {
  const output = Math.ceil(size / stride);
  const total = Math.max((output - 1) * stride + reach(kernel, dilation) - size, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/** How many windows fit; 0 or less if none does. */
export function convolvedSize(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
  after: number,
): number {
  return Math.floor((size + before + after - reach(kernel, dilation)) / stride) + 1;
}

/** How many cells a dilated kernel spans. */
export function reach(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/**
 * A transposed convolution along one axis, described by the convolution that it transposes, which maps `output` to the
 * input's size.
 */
export interface TransposedGeometry {
  readonly output: number;
  readonly before: number;
  readonly after: number;
}

/**
 * - `'same'`, Keras: the output is `size · stride`, padded as SAME pads it;
 * - `'valid'`, Keras: the output is `size · stride + max(reach − stride, 0)`, without padding;
 * - a number, PyTorch's ConvTranspose2d: the output is `(size − 1) · stride − 2 · padding + reach + outputPadding`.
 *
 * Throws an `OpError` if there is no output, or if no convolution leads from it back to `size`.
 */
export function transposedGeometry(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  padding: 'same' | 'valid' | number,
  outputPadding = 0,
): TransposedGeometry {
  if (outputPadding !== 0 && typeof padding !== 'number') {
    throw new OpError(`an output padding (${outputPadding}) goes with a padding in cells, not with '${padding}'`);
  }
  const geometry = untestedGeometry(size, reach(kernel, dilation), stride, padding, outputPadding);
  const { output, before, after } = geometry;
  const told = `size ${size}, kernel ${kernel}, stride ${stride}, dilation ${dilation}, padding ${padding}, output padding ${outputPadding}`;
  if (output < 1) {
    throw new OpError(`a transposed convolution of ${told} has an output of ${output}, but it must be at least 1`);
  }
  const back = convolvedSize(output, kernel, stride, dilation, before, after);
  if (back !== size) {
    throw new OpError(
      `a transposed convolution of ${told} has an output of ${output}, which the convolution takes back to ${back} ` +
        `instead of ${size}: the output padding must be at least 0 and smaller than the stride`,
    );
  }
  return geometry;
}

/** @param span how many cells the kernel reaches */
function untestedGeometry(
  size: number,
  span: number,
  stride: number,
  padding: 'same' | 'valid' | number,
  outputPadding: number,
): TransposedGeometry {
  if (padding === 'same') {
    const output = size * stride;
    const [before, after] = samePadding(output, span, stride, 1);
    return { output, before, after };
  }
  if (padding === 'valid') return { output: size * stride + Math.max(span - stride, 0), before: 0, after: 0 };
  return { output: (size - 1) * stride - 2 * padding + span + outputPadding, before: padding, after: padding };
}
