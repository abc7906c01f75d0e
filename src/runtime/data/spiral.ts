import { pointSource } from './points.ts';
import type { OpenSource } from './source.ts';

interface SpiralParameters {
  readonly turns: number;
  readonly std: number;
  readonly size: number;
  readonly seed: number;
  readonly arms: number;
}

/**
 * Archimedean spiral arms: r = t at the angle 2π · turns · t, t from 0 to 1; the arms are rotated by equal fractions of
 * a circle.
 */
export const openSpiral: OpenSource<SpiralParameters> = async ({ turns, std, size, seed, arms }, fields) =>
  pointSource({
    name: 'spiral',
    fields,
    size,
    seed,
    std,
    classes: arms,
    place(label, random) {
      const t = radiusAt(random.uniform(), 2 * Math.PI * turns);
      const angle = 2 * Math.PI * (turns * t + label / arms);
      return [t * Math.cos(angle), t * Math.sin(angle)];
    },
  });

/** The length of the curve r = t, φ = winding · t from 0 to t: ∫ √(1 + (winding · s)²) ds. */
export function arcLength(t: number, winding: number): number {
  const a = winding * t;
  return (a * Math.sqrt(1 + a * a) + Math.asinh(a)) / (2 * winding);
}

/**
 * The t up to which the curve has covered the given share of its length, by Newton's method: the length is convex in t.
 */
function radiusAt(share: number, winding: number): number {
  const goal = share * arcLength(1, winding);
  let t = 1;
  for (let i = 0; i < 50; i++) {
    const next = t - (arcLength(t, winding) - goal) / Math.sqrt(1 + (winding * t) ** 2);
    if (Math.abs(next - t) < 1e-12) return next;
    t = next;
  }
  return t;
}
