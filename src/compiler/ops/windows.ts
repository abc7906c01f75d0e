/** Sliding windows over an image: what convolution and pooling share. */
import type { Attributes } from '../graph/graph.ts';
import { integersOf } from './attributes.ts';
import { convolvedSize, reach } from './convolution-geometry.ts';
import type { Sides } from './images.ts';

export interface Windows {
  readonly kernel: Sides;
  readonly strides: Sides;
  readonly dilations: Sides;
  /** Top, bottom, left, right. */
  readonly paddings: readonly [number, number, number, number];
}

export const windowAttributes = {
  strides: { type: 'integers', doc: 'steps of the window, [down, across]' },
  explicit_paddings: { type: 'integers', doc: 'cells around the image, [top, bottom, left, right]' },
} as const;

/** Reads the attributes of `windowAttributes`, and `dilations` if the op has them. */
export function windowsOf(op: string, attributes: Attributes, kernel: Sides): Windows {
  const sides = (name: string) => sidesAttribute(op, attributes, name);
  const paddings = integersOf(op, attributes, 'explicit_paddings', { count: 4, each: '[top, bottom, left, right]' });
  return {
    kernel,
    strides: sides('strides'),
    dilations: 'dilations' in attributes ? sides('dilations') : [1, 1],
    paddings: paddings as unknown as Windows['paddings'],
  };
}

export function sidesAttribute(op: string, attributes: Attributes, name: string): Sides {
  return integersOf(op, attributes, name, { count: 2, least: 1, each: '[down, across]' }) as unknown as Sides;
}

/** How many windows fit down and across an image. If none does, `refused` is given what the image must be. */
export function countWindows(windows: Windows, image: Sides, refused: (wanted: string) => never): Sides {
  const { kernel, strides, dilations, paddings } = windows;
  const count = (axis: 0 | 1) =>
    convolvedSize(
      image[axis],
      kernel[axis],
      strides[axis],
      dilations[axis],
      paddings[2 * axis]!,
      paddings[2 * axis + 1]!,
    );
  const counts = [count(0), count(1)] as const;
  if (counts[0] < 1 || counts[1] < 1) {
    const least = [reach(kernel[0], dilations[0]), reach(kernel[1], dilations[1])];
    const [top, bottom, left, right] = paddings;
    refused(
      `large enough for a window of ${least.join('×')} with paddings [${paddings.join(', ')}]: ` +
        `at least ${Math.max(least[0]! - top - bottom, 1)} rows and ${Math.max(least[1]! - left - right, 1)} columns`,
    );
  }
  return counts;
}

/** A cell of the kernel and the cell of the image under it, along one axis. */
export interface Overlap {
  readonly kernel: number;
  readonly image: number;
}

/** For each window along an axis, the part of its kernel that lies inside the image. */
export function overlapsAlong(
  windows: Windows,
  axis: 0 | 1,
  imageSide: number,
  count: number,
): readonly (readonly Overlap[])[] {
  const [stride, dilation, before] = [windows.strides[axis], windows.dilations[axis], windows.paddings[2 * axis]!];
  return Array.from({ length: count }, (_, window) =>
    Array.from({ length: windows.kernel[axis] }, (_, kernel) => ({
      kernel,
      image: window * stride - before + kernel * dilation,
    })).filter(({ image }) => image >= 0 && image < imageSide),
  );
}
