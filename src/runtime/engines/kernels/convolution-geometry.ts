/** The shapes of a convolution, axis by axis. */
import type { Attributes } from '../../../compiler/graph/graph.ts';

/**
 * What a convolution does along one spatial axis: a cell of the image, a tap of the kernel and a cell of the result meet
 * where image + before = result · stride + tap · dilation.
 */
export interface Axis {
  /** How many cells the image, the kernel and the result have. */
  readonly image: number;
  readonly kernel: number;
  readonly result: number;
  readonly stride: number;
  readonly dilation: number;
  /** The zeros before the image. */
  readonly before: number;
}

export interface Geometry {
  readonly batch: number;
  readonly axes: readonly Axis[];
  readonly channelsIn: number;
  readonly channelsOut: number;
}

type Shape = readonly number[];

/**
 * The image, the filter and the result are those of the forward convolution; which of them an op computes depends on
 * the op.
 */
export function geometryOf(attributes: Attributes, image: Shape, filter: Shape, result: Shape): Geometry {
  const numbers = (name: string) => attributes[name] as Shape;
  const [strides, dilations, paddings] = [numbers('strides'), numbers('dilations'), numbers('explicit_paddings')];
  const axes = strides.map((stride, axis) => ({
    image: image[axis + 1]!,
    kernel: filter[axis]!,
    result: result[axis + 1]!,
    stride,
    dilation: dilations[axis]!,
    before: paddings[2 * axis]!,
  }));
  return { batch: image[0]!, axes, channelsIn: image.at(-1)!, channelsOut: result.at(-1)! };
}
