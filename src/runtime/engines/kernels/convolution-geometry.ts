/** The shapes of a convolution, axis by axis. */
import { windowsOf, type Window } from '../../../compiler/ops/windows.ts';
import type { KernelNode } from './kernel.ts';

/**
 * What a convolution does along one spatial axis: a cell of the image, a tap of the kernel and a cell of the result meet
 * where image + before = result · stride + tap · dilation.
 */
export interface Axis extends Window {
  /** How many cells the image and the result have. */
  readonly image: number;
  readonly result: number;
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
export function geometryOf({ op, attributes }: KernelNode, image: Shape, filter: Shape, result: Shape): Geometry {
  const axes = windowsOf(op, attributes, filter.slice(0, 2)).map((window, axis) => ({
    ...window,
    image: image[axis + 1]!,
    result: result[axis + 1]!,
  }));
  return { batch: image[0]!, axes, channelsIn: image.at(-1)!, channelsOut: result.at(-1)! };
}
