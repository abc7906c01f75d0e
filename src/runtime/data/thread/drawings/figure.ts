/** Shapes as signed distances: how far a place is from the edge, negative inside. */
import type { ShapeKind } from '../../../../compiler/words/data-sources/labels/shapes.ts';

/** Lengths are in pixels, and y goes down. */
export interface Figure {
  readonly kind: ShapeKind;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Clockwise, in radians. */
  readonly angle: number;
}

/** The distance from the centre that no figure exceeds, in radii. */
export const REACH = 1.2;

/**
 * Every polygon here is a star: its edges run from points to notches, whose distance is a share of that of the points.
 * The circle has none. Sizes are such that figures of the same radius have about the same area. One point is at the top,
 * but for the square, which stands on an edge.
 */
const outlines: Readonly<Record<ShapeKind, Outline>> = {
  circle: { size: 0.8 },
  square: { size: 1, points: 4, notch: Math.cos(Math.PI / 4), turn: Math.PI / 4 },
  triangle: { size: 1.15, points: 3, notch: Math.cos(Math.PI / 3) },
  star: { size: 1.2, points: 5, notch: 0.5 },
};
interface Outline {
  readonly size: number;
  readonly points?: number;
  readonly notch?: number;
  readonly turn?: number;
}

/** How much of its radius a corner is rounded by. */
const ROUNDING = 0.06;

export function distanceTo(figure: Figure): (x: number, y: number) => number {
  const { size, points, notch, turn = 0 } = outlines[figure.kind];
  const radius = size * figure.radius;
  if (points === undefined || notch === undefined) {
    return (x, y) => Math.sqrt((x - figure.x) ** 2 + (y - figure.y) ** 2) - radius;
  }
  // In one of the wedges from a point to a notch, which are all alike, the edge is a line from a to b.
  const wedge = Math.PI / points;
  const rounding = ROUNDING * radius;
  const ax = radius - rounding;
  const [bx, by] = [ax * notch * Math.cos(wedge), ax * notch * Math.sin(wedge)];
  const [dx, dy] = [bx - ax, by];
  const squared = dx * dx + dy * dy;
  const top = -Math.PI / 2 + turn + figure.angle;
  return (x, y) => {
    const [u, v] = [x - figure.x, y - figure.y];
    const away = Math.sqrt(u * u + v * v);
    const angle = Math.atan2(v, u) - top;
    const folded = Math.abs(angle - 2 * wedge * Math.round(angle / (2 * wedge)));
    const px = away * Math.cos(folded) - ax;
    const py = away * Math.sin(folded);
    const along = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
    const [ex, ey] = [px - along * dx, py - along * dy];
    const distance = Math.sqrt(ex * ex + ey * ey);
    return (dx * py - dy * px > 0 ? -distance : distance) - rounding;
  };
}
