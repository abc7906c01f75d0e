/** Draws one digit as if by hand: a way of writing it, an unsteady hand, a pen. Laid out as in MNIST. */
import type { RandomSequence } from '../../../random.ts';
import { glyphs } from './digit-glyphs.ts';
import type { GlyphPoint } from './digit-glyphs.ts';
import type { Draw } from './drawing.ts';

const SIDE = 28;
/** MNIST scales each digit to fit a box of 20 × 20 and centres its centre of mass. */
const BOX = 20;
const STEPS_PER_CURVE = 6;

type Point = readonly [number, number];

/** Example i shows i mod 10, so the classes are balanced. */
export const drawDigits = (): Draw => (index, random) => [drawDigit(index % 10, random), Int32Array.of(index % 10)];

/** The 28 × 28 bytes of a digit, row by row: 0 is paper, 255 is ink. */
export function drawDigit(digit: number, random: RandomSequence): Uint8Array {
  const ways = glyphs[digit]!;
  const way = ways[random.integer(ways.length)]!;
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const hand = unsteadyHand(between);
  const strokes = way.map((stroke) => {
    const moved = stroke.map(([x, y, corner]): GlyphPoint => {
      const [u, v] = hand([x + 0.025 * random.normal(), y + 0.025 * random.normal()]);
      return corner ? [u, v, corner] : [u, v];
    });
    return smooth(moved);
  });
  const penRadius = between(0.85, 1.5);
  const length = BOX * between(0.94, 1.04) - 2 * penRadius;
  return ink(place(strokes, length, [between(-1, 1), between(-1, 1)], penRadius + 1.5), penRadius);
}

/** The writer's slant, proportions and bends: smooth, and the same for all strokes of a digit. */
function unsteadyHand(between: (low: number, high: number) => number): (point: Point) => Point {
  const width = between(0.6, 1.1);
  const slant = between(-0.12, 0.4);
  const turn = between(-12, 12) * (Math.PI / 180);
  const bend = [between(-0.04, 0.04), between(-0.04, 0.04)] as const;
  const phase = [between(0, 2 * Math.PI), between(0, 2 * Math.PI)] as const;
  return ([x, y]) => {
    const bentX = x + bend[0] * Math.sin(4 * y + phase[0]);
    const bentY = y + bend[1] * Math.sin(4 * x + phase[1]);
    const u = (bentX - 0.5) * width - slant * (bentY - 0.5);
    const v = bentY - 0.5;
    return [u * Math.cos(turn) - v * Math.sin(turn), u * Math.sin(turn) + v * Math.cos(turn)];
  };
}

/** A polyline along the Catmull–Rom spline through the points; at corners the spline ends and a new one begins. */
function smooth(points: readonly GlyphPoint[]): Point[] {
  const line: Point[] = [[points[0]![0], points[0]![1]]];
  for (let i = 0; i + 1 < points.length; i++) {
    const from = points[i]!;
    const to = points[i + 1]!;
    const before = i === 0 || from[2] ? mirrored(from, to) : points[i - 1]!;
    const after = i + 2 === points.length || to[2] ? mirrored(to, from) : points[i + 2]!;
    for (let step = 1; step <= STEPS_PER_CURVE; step++) {
      const t = step / STEPS_PER_CURVE;
      line.push([
        catmullRom(before[0], from[0], to[0], after[0], t),
        catmullRom(before[1], from[1], to[1], after[1], t),
      ]);
    }
  }
  return line;
}

function mirrored(centre: GlyphPoint, point: GlyphPoint): Point {
  return [2 * centre[0] - point[0], 2 * centre[1] - point[1]];
}

function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  return (
    0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t ** 2 + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3)
  );
}

/**
 * Scales the longer side of the strokes' bounding box to `length` pixels and puts their centre of mass at `shift` from
 * the middle, or as close to that as a border of `margin` pixels allows.
 */
function place(strokes: readonly Point[][], length: number, shift: Point, margin: number): Point[][] {
  const points = strokes.flat();
  const bounds = ([0, 1] as const).map((axis) => {
    const values = points.map((p) => p[axis]);
    return { low: Math.min(...values), high: Math.max(...values) };
  });
  const scale = length / Math.max(...bounds.map(({ low, high }) => high - low));
  const mass = centreOfMass(strokes);
  const offsets = bounds.map(({ low, high }, axis) => {
    const wanted = SIDE / 2 + shift[axis]! - mass[axis]! * scale;
    return Math.min(SIDE - margin - high * scale, Math.max(margin - low * scale, wanted));
  });
  return strokes.map((stroke) => stroke.map(([x, y]): Point => [x * scale + offsets[0]!, y * scale + offsets[1]!]));
}

function centreOfMass(strokes: readonly Point[][]): Point {
  let x = 0;
  let y = 0;
  let mass = 0;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [ax, ay] = stroke[i]!;
      const [bx, by] = stroke[i + 1]!;
      const length = Math.hypot(bx - ax, by - ay);
      x += (length * (ax + bx)) / 2;
      y += (length * (ay + by)) / 2;
      mass += length;
    }
  }
  return [x / mass, y / mass];
}

/** A pixel is as dark as the pen covers it, judged by the distance to the nearest line, with an edge one pixel wide. */
function ink(strokes: readonly Point[][], penRadius: number): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE);
  const reach = penRadius + 0.5;
  const first = (value: number): number => Math.max(0, Math.floor(value - reach));
  const last = (value: number): number => Math.min(SIDE - 1, Math.ceil(value + reach));
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [ax, ay] = stroke[i]!;
      const [bx, by] = stroke[i + 1]!;
      for (let row = first(Math.min(ay, by)); row <= last(Math.max(ay, by)); row++) {
        for (let column = first(Math.min(ax, bx)); column <= last(Math.max(ax, bx)); column++) {
          const distance = distanceToSegment(column + 0.5, row + 0.5, ax, ay, bx, by);
          const darkness = Math.round(255 * Math.min(1, reach - distance));
          const at = row * SIDE + column;
          if (darkness > pixels[at]!) pixels[at] = darkness;
        }
      }
    }
  }
  return pixels;
}

function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
  const u = ax + t * dx - x;
  const v = ay + t * dy - y;
  return Math.sqrt(u * u + v * v);
}
