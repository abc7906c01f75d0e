/** Pictures of a network's output, as PNG bytes. */
import { encode } from 'fast-png';
import type { HostTensor } from '../host-tensor.ts';

export interface GridOptions {
  /** The values shown as black and as white. If unknown or infinite, those of tanh: −1 and 1. */
  readonly range?: readonly [number, number] | undefined;
  /** Images per row; by default as many as make the grid square. */
  readonly columns?: number;
  /** Pixels between images. */
  readonly gutter?: number;
  /** Each pixel becomes a square with this side; by default chosen so that an image is at least 56 pixels wide. */
  readonly scale?: number;
}

type Colour = readonly [number, number, number];

const GUTTER_COLOUR: Colour = [96, 96, 96];
const NAN_COLOUR: Colour = [255, 0, 255];
const LEAST_WIDTH = 56;
const TANH: readonly [number, number] = [-1, 1];

export interface ImageGrid {
  /** Draws the next images: float32 [n, height, width, 1 or 3]. */
  add(images: HostTensor): void;
  encode(): Uint8Array;
}

/**
 * Images in rows, the first at the upper left. Values outside the range are clamped; NaN is drawn in magenta, so that
 * it is not mistaken for a part of the image.
 *
 * @param shape of all images that will be added: [n, height, width, 1 or 3]
 */
export function startImageGrid(shape: readonly number[], options: GridOptions): ImageGrid {
  const [n, height, width, channels] = shape;
  if (shape.length !== 4 || !n || !height || !width || (channels !== 1 && channels !== 3)) {
    throw new RangeError(`a grid takes images of shape [n, height, width, 1 or 3], not [${shape.join(', ')}]`);
  }
  const { range = TANH, gutter = 2 } = options;
  const [low, high] = range.every(Number.isFinite) ? range : TANH;
  const columns = Math.min(options.columns ?? Math.ceil(Math.sqrt(n)), n);
  const scale = options.scale ?? Math.max(1, Math.ceil(LEAST_WIDTH / width));
  const rows = Math.ceil(n / columns);
  const side = (count: number, pixels: number): number => count * (pixels * scale + gutter) + gutter;
  const picture = canvas(side(columns, width), side(rows, height), GUTTER_COLOUR);
  let drawn = 0;

  const draw = (data: HostTensor['data'], image: number): void => {
    const left = gutter + (drawn % columns) * (width * scale + gutter);
    const top = gutter + Math.floor(drawn / columns) * (height * scale + gutter);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = ((image * height + y) * width + x) * channels;
        const value = (channel: number): number => (data[at + channel]! - low) / (high - low);
        const colour = channels === 1 ? shade(value(0), value(0), value(0)) : shade(value(0), value(1), value(2));
        fill(picture, left + x * scale, top + y * scale, scale, colour);
      }
    }
    drawn++;
  };
  return {
    add(images) {
      for (let image = 0; image < images.shape[0]!; image++) draw(images.data, image);
    },
    encode: () => encodePicture(picture),
  };
}

/** All images of a grid at once. */
export function imageGrid(images: HostTensor, options: GridOptions): Uint8Array {
  const grid = startImageGrid(images.shape, options);
  grid.add(images);
  return grid.encode();
}

function shade(red: number, green: number, blue: number): Colour {
  if (Number.isNaN(red) || Number.isNaN(green) || Number.isNaN(blue)) return NAN_COLOUR;
  const byte = (value: number): number => Math.round(255 * Math.min(1, Math.max(0, value)));
  return [byte(red), byte(green), byte(blue)];
}

export interface ScatterOptions {
  /** Pixels per side. */
  readonly size?: number;
  /** Shows −extent … extent on both axes; by default chosen so that all real points fit, with a margin. */
  readonly extent?: number;
}

const WHITE: Colour = [255, 255, 255];
const REAL_COLOUR: Colour = [176, 176, 176];
const FAKE_COLOUR: Colour = [214, 39, 40];

export interface ScatterPlot {
  /** Draws points, float32 [n, 2], over those drawn before. */
  add(points: HostTensor, which: 'real' | 'fake'): void;
  encode(): Uint8Array;
}

/**
 * Points, 0 in the middle, both axes to the same scale, y upwards. Points outside the picture are drawn on its edge, so
 * that a generator that diverges can be seen to do so.
 */
export function startScatterPlot(extent: number, size = 512): ScatterPlot {
  const picture = canvas(size, size, WHITE);
  return {
    add(points, which) {
      requirePoints(points);
      drawPoints(picture, points, extent, which === 'real' ? REAL_COLOUR : FAKE_COLOUR);
    },
    encode: () => encodePicture(picture),
  };
}

/** Generated points in red over real ones in grey. */
export function scatterPlot(real: HostTensor, fake: HostTensor, options: ScatterOptions = {}): Uint8Array {
  const plot = startScatterPlot(options.extent ?? extentFor(largestCoordinate(real)), options.size);
  plot.add(real, 'real');
  plot.add(fake, 'fake');
  return plot.encode();
}

function requirePoints({ shape }: HostTensor): void {
  if (shape.length === 2 && shape[1] === 2) return;
  throw new RangeError(`a scatter plot takes points of shape [n, 2], not [${shape.join(', ')}]`);
}

const DOT = 3;

function drawPoints(picture: Picture, points: HostTensor, extent: number, colour: Colour): void {
  const last = picture.width - DOT;
  const place = (value: number): number => {
    const pixel = Math.round(((value / extent + 1) / 2) * last);
    return Math.min(last, Math.max(0, pixel));
  };
  for (let i = 0; i < points.data.length; i += 2) {
    const x = points.data[i]!;
    const y = points.data[i + 1]!;
    if (!Number.isNaN(x) && !Number.isNaN(y)) fill(picture, place(x), place(-y), DOT, colour);
  }
}

/** The largest finite distance of points from 0 on either axis; 0 if there is none. */
export function largestCoordinate(points: HostTensor): number {
  requirePoints(points);
  let largest = 0;
  for (const value of points.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** The extent of a plot of points that reach so far, with a margin. */
export const extentFor = (largest: number): number => (largest === 0 ? 1 : largest * 1.25);

interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row. */
  readonly data: Uint8Array;
}

function canvas(width: number, height: number, colour: Colour): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { width, height, data };
}

/** Fills a square. */
function fill(picture: Picture, left: number, top: number, side: number, colour: Colour): void {
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) picture.data.set(colour, (y * picture.width + x) * 3);
  }
}

function encodePicture({ width, height, data }: Picture): Uint8Array {
  return encode({ width, height, data, channels: 3, depth: 8 });
}
