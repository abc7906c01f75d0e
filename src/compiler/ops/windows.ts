/**
 * Sliding windows over an image: what convolution and pooling share. Where a window lies is said here only; kernels and
 * the exporter read it too.
 */
import type { Attributes } from '../graph/graph.ts';
import { integersOf } from './attributes.ts';
import { convolvedSize, reach } from './convolution-geometry.ts';
import type { Sides } from './images.ts';

/** A window along one axis, in cells. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding on either side of the axis. */
  readonly before: number;
  readonly after: number;
}

/** The window of an axis on which nothing happens. */
export const still: Window = { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0 };

export type Windows = readonly [down: Window, across: Window];

export const windowAttributes = {
  strides: { type: 'integers', doc: 'steps of the window, [down, across]' },
  explicit_paddings: { type: 'integers', doc: 'cells around the image, [top, bottom, left, right]' },
} as const;

/** Reads the attributes of `windowAttributes`, and `dilations` if the op has them. */
export function windowsOf(op: string, attributes: Attributes, kernel: readonly number[]): Windows {
  const sides = (name: string) => sidesAttribute(op, attributes, name);
  const paddings = integersOf(op, attributes, 'explicit_paddings', { count: 4, each: '[top, bottom, left, right]' });
  const strides = sides('strides');
  const dilations = 'dilations' in attributes ? sides('dilations') : [1, 1];
  const along = (axis: 0 | 1): Window => ({
    kernel: kernel[axis]!,
    stride: strides[axis],
    dilation: dilations[axis]!,
    before: paddings[2 * axis]!,
    after: paddings[2 * axis + 1]!,
  });
  return [along(0), along(1)];
}

/** The windows of an op that pools. */
export function poolingWindowsOf(op: string, attributes: Attributes): Windows {
  return windowsOf(op, attributes, sidesAttribute(op, attributes, 'ksize'));
}

export function sidesAttribute(op: string, attributes: Attributes, name: string): Sides {
  return integersOf(op, attributes, name, { count: 2, least: 1, each: '[down, across]' }) as unknown as Sides;
}

/** How many windows fit along an axis; 0 or less if none does. */
export function countAlong({ kernel, stride, dilation, before, after }: Window, side: number): number {
  return convolvedSize(side, kernel, stride, dilation, before, after);
}

/** How many windows fit down and across an image. If none does, `refused` is given what the image must be. */
export function countWindows(windows: Windows, image: Sides, refused: (wanted: string) => never): Sides {
  const counts = [countAlong(windows[0], image[0]), countAlong(windows[1], image[1])] as const;
  if (counts[0] < 1 || counts[1] < 1) {
    const reaches = windows.map(({ kernel, dilation }) => reach(kernel, dilation));
    const [rows, columns] = windows.map(({ before, after }, axis) => Math.max(reaches[axis]! - before - after, 1));
    const paddings = windows.flatMap(({ before, after }) => [before, after]);
    refused(
      `large enough for a window of ${reaches.join('×')} with paddings [${paddings.join(', ')}]: ` +
        `at least ${rows} rows and ${columns} columns`,
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
export function overlapsAlong(window: Window, side: number, count: number): readonly (readonly Overlap[])[] {
  const { kernel: length, stride, dilation, before } = window;
  return Array.from({ length: count }, (_, at) =>
    Array.from({ length }, (__, kernel) => ({ kernel, image: at * stride - before + kernel * dilation })).filter(
      ({ image }) => image >= 0 && image < side,
    ),
  );
}

/** For each window along an axis, the cells of the image that it covers if it is not dilated: a half-open range. */
export function coveredAlong(window: Window, side: number): readonly (readonly [first: number, end: number])[] {
  const { kernel, stride, before } = window;
  return Array.from({ length: countAlong(window, side) }, (_, at) => {
    const first = at * stride - before;
    return [Math.max(first, 0), Math.min(first + kernel, side)] as const;
  });
}
