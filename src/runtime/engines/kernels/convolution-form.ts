/**
 * An ordinary convolution whose margins may also cut cells off: the form to which gradients of convolutions are
 * reduced.
 */
import { alongAxes } from '../../../compiler/ops/index-map/offsets.ts';
import type { Device, KernelNode, Tensor } from './kernel.ts';
import { reading } from './moves.ts';

export type Pair = readonly [number, number];
/** Zeros added before and after an axis, in cells; a negative number cuts cells off. */
export type Margins = readonly [down: Pair, across: Pair];

export interface ConvolutionForm {
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly margins: Margins;
}

export function formOf({ attributes }: KernelNode): ConvolutionForm {
  const [top, bottom, left, right] = attributes['explicit_paddings'] as readonly [number, number, number, number];
  return {
    strides: attributes['strides'] as unknown as Pair,
    dilations: attributes['dilations'] as unknown as Pair,
    margins: [
      [top, bottom],
      [left, right],
    ],
  };
}

const cutOff = (margin: Pair): Pair => [Math.max(-margin[0], 0), Math.max(-margin[1], 0)];
const added = (margin: Pair): Pair => [Math.max(margin[0], 0), Math.max(margin[1], 0)];

/** The shape of an image after negative margins have cut cells off. */
export function croppedShape(image: readonly number[], margins: Margins): readonly number[] {
  const side = (axis: 0 | 1) => image[axis + 1]! - cutOff(margins[axis])[0] - cutOff(margins[axis])[1];
  return [image[0]!, side(0), side(1), image[3]!];
}

export const isCropped = (margins: Margins) => margins.flat().some((cells) => cells < 0);

/** The image without the cells that negative margins cut off; shared if they cut off none. */
export function crop(device: Device, image: Tensor, margins: Margins): Tensor {
  if (!isCropped(margins)) return device.share(image, image.shape);
  const shape = croppedShape(image.shape, margins);
  const result = device.make(shape, 'float32');
  const starts = [0, cutOff(margins[0])[0], cutOff(margins[1])[0], 0];
  const cropped = alongAxes(
    ({ index }) =>
      (i) =>
        starts[index]! + i,
  );
  reading(cropped(image.shape, shape))(device.values(result), device.values(image));
  return result;
}

/** Applies the positive margins; for negative ones, `x` must have been cropped already. */
export function convolve(
  device: Device,
  x: Tensor,
  filter: Tensor,
  { strides, dilations, margins }: ConvolutionForm,
): Tensor {
  const pad = [[0, 0], added(margins[0]), added(margins[1]), [0, 0]];
  return device.call('Conv2D', { x, filter }, { strides, dilations, pad, dataFormat: 'NHWC' });
}
