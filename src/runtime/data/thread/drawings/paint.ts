/** Draws scenes into bytes, in several styles. Edges are one pixel wide, judged by the distance to the figure. */
import type { Colour } from './colour.ts';
import { distanceTo, REACH, type Figure } from './figure.ts';
import type { Background, Frame, Scene } from './scene.ts';

/** Bytes to draw a picture into, row by row. */
export interface Canvas extends Frame {
  readonly pixels: Uint8Array;
}

export function blank(frame: Frame): Canvas {
  const { height, width, channels } = frame;
  return { height, width, channels, pixels: new Uint8Array(height * width * channels) };
}

/** Lit from the upper left, with a soft shadow. */
export function paintFilled(canvas: Canvas, { figure, colour, background }: Scene): void {
  paintBackground(canvas, background);
  const { x, y, radius } = figure;
  const [sx, sy] = SHADOW_OFFSET.map((share) => share * radius) as [number, number];
  const distance = distanceTo(figure);
  const black = canvas.channels === 3 ? [0, 0, 0] : [0];
  aroundFigure(canvas, figure, (column, row, at) => {
    const inside = coverage(distance(column, row));
    if (inside < 1) {
      const depth = 0.5 - distance(column - sx, row - sy) / (SHADOW_BLUR * radius);
      mix(canvas, at, black, SHADOW * smooth(depth), 0);
    }
    if (inside > 0) mix(canvas, at, colour, inside, (LIGHT * (x - column + y - row)) / (2 * radius));
  });
}

/** A line in the colour of the shape. */
export function paintOutline(canvas: Canvas, { figure, colour, background }: Scene): void {
  paintBackground(canvas, background);
  paintLine(canvas, figure, colour, Math.max(1.2, 0.2 * figure.radius));
}

/** A thin dark line on white paper, which tells nothing of the colours. */
export function paintSketch(canvas: Canvas, { figure }: Scene): void {
  canvas.pixels.fill(255);
  const ink = canvas.channels === 3 ? [0.12, 0.12, 0.15] : [0.12];
  paintLine(canvas, figure, ink, Math.max(1.2, 0.1 * figure.radius));
}

/** How dark a shadow is, how soft its edge, and where it falls; the latter two in radii. */
const SHADOW = 0.3;
const SHADOW_BLUR = 0.45;
const SHADOW_OFFSET = [0.1, 0.16] as const;
/** How much brighter a figure is at a radius from its centre, towards the light. */
const LIGHT = 0.16;

function paintBackground(canvas: Canvas, { from, to, angle }: Background): void {
  const { height, width, channels, pixels } = canvas;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const length = Math.abs(dx) * width + Math.abs(dy) * height;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const t = 0.5 + ((column + 0.5 - width / 2) * dx + (row + 0.5 - height / 2) * dy) / length;
      const at = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) pixels[at + c] = 255 * (from[c]! + (to[c]! - from[c]!) * t) + 0.5;
    }
  }
}

function paintLine(canvas: Canvas, figure: Figure, colour: Colour, width: number): void {
  const distance = distanceTo(figure);
  aroundFigure(canvas, figure, (column, row, at) => {
    // The line lies inside of the edge, so that an outline and a filled figure end at the same place.
    const inked = coverage(Math.abs(distance(column, row) + width / 2) - width / 2);
    if (inked > 0) mix(canvas, at, colour, inked, 0);
  });
}

/** Calls `paint` with the centre of each pixel that the figure or its shadow may touch, and where its bytes are. */
function aroundFigure(
  { height, width, channels }: Canvas,
  { x, y, radius }: Figure,
  paint: (column: number, row: number, at: number) => void,
): void {
  const reach = (REACH + SHADOW_BLUR) * radius + 1;
  const last = (centre: number, length: number): number => Math.min(length - 1, Math.ceil(centre + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= last(y, height); row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column <= last(x, width); column++) {
      paint(column + 0.5, row + 0.5, (row * width + column) * channels);
    }
  }
}

const coverage = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance));

function smooth(t: number): number {
  const within = Math.min(1, Math.max(0, t));
  return within * within * (3 - 2 * within);
}

/** Puts a colour, made brighter by `light`, over a pixel. */
function mix({ pixels, channels }: Canvas, at: number, colour: Colour, opacity: number, light: number): void {
  for (let c = 0; c < channels; c++) {
    const value = 255 * Math.min(1, Math.max(0, colour[c]! + light));
    pixels[at + c] = pixels[at + c]! + (value - pixels[at + c]!) * opacity + 0.5;
  }
}
