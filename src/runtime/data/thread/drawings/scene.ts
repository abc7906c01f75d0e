/** What a picture of a shape shows, before it is drawn in one style or another. */
import type { ShapeAttribute, ShapeKind } from '../../../../compiler/words/data-sources/labels/shapes.ts';
import { shapeAttributes } from '../../../../compiler/words/data-sources/labels/shapes.ts';
import type { RandomSequence } from '../../../random.ts';
import { oklch, type Colour } from './colour.ts';
import { REACH, type Figure } from './figure.ts';

/** The size of a picture in pixels. */
export interface Frame {
  readonly height: number;
  readonly width: number;
  /** 3 for colours, 1 for grey. */
  readonly channels: number;
}

export interface Scene {
  readonly figure: Figure;
  readonly colour: Colour;
  readonly background: Background;
}

/** A gradient from one colour to the other. */
export interface Background {
  readonly from: Colour;
  readonly to: Colour;
  /** The direction in which it changes, in radians. */
  readonly angle: number;
}

export type Attributes = Readonly<Record<ShapeAttribute, boolean>>;

/** Each attribute is a toss of a coin, and leaves a gap between those that have it and those that do not. */
export function tossAttributes(random: RandomSequence): Attributes {
  return Object.fromEntries(shapeAttributes.map((name) => [name, random.integer(2) === 1])) as Attributes;
}

/** The least distance of a centre from the middle, and of a figure from the border, as shares of the shorter side. */
const OFF_CENTRE = 0.05;
const MARGIN = 0.02;

export function randomScene(kind: ShapeKind, is: Attributes, frame: Frame, random: RandomSequence): Scene {
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const { height, width, channels } = frame;
  const side = Math.min(height, width);
  const radius = side * (is.large ? between(0.25, 0.3) : between(0.14, 0.18));
  const coordinate = (length: number, first: boolean): number => {
    const off = between(OFF_CENTRE * side, length / 2 - MARGIN * side - REACH * radius);
    return length / 2 + (first ? -off : off);
  };
  const x = coordinate(width, is.left);
  const y = coordinate(height, is.upper);
  const figure = { kind, x, y, radius, angle: between(-Math.PI / 6, Math.PI / 6) };
  const colour = oklch(
    is.bright ? between(0.72, 0.8) : between(0.42, 0.52),
    between(0.13, 0.17),
    is.warm ? between(20, 90) : between(200, 290),
    channels,
  );
  return { figure, colour, background: softBackground(channels, random) };
}

export function softBackground(channels: number, random: RandomSequence): Background {
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const hue = between(0, 360);
  return {
    from: oklch(between(0.94, 0.97), between(0.01, 0.03), hue, channels),
    to: oklch(between(0.86, 0.9), between(0.03, 0.05), hue + between(-60, 60), channels),
    angle: between(0, 2 * Math.PI),
  };
}
