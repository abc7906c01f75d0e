/** Measures shapes in pictures by their pixels, without knowing how they are drawn. */

export interface Picture {
  readonly height: number;
  readonly width: number;
  /** Red, green and blue from 0 to 1. */
  readonly pixels: Float32Array;
}

export interface Measured {
  /** Of the pixels of the shape. */
  readonly area: number;
  readonly x: number;
  readonly y: number;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** The first and the last column and row. */
  readonly box: readonly [left: number, right: number, top: number, bottom: number];
  /** How much the shape repeats itself three, four or five times around its centre: 0 of a circle. */
  readonly symmetry: Readonly<Record<3 | 4 | 5, number>>;
}

/** A shape is where colours are strong: paper and shadows are pale. */
const isColoured = (pixel: Float32Array): boolean => Math.max(...pixel) - Math.min(...pixel) > 0.25;
/** A sketch is where it is dark. */
export const isDark = (pixel: Float32Array): boolean => Math.max(...pixel) < 0.6;

export function measure({ width, pixels }: Picture, belongs = isColoured): Measured {
  const places: [x: number, y: number][] = [];
  let [red, green, blue] = [0, 0, 0];
  for (let i = 0; i < pixels.length; i += 3) {
    const pixel = pixels.subarray(i, i + 3);
    if (!belongs(pixel)) continue;
    places.push([((i / 3) % width) + 0.5, Math.floor(i / 3 / width) + 0.5]);
    red += pixel[0]!;
    green += pixel[1]!;
    blue += pixel[2]!;
  }
  const area = places.length;
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
  const x = sum(places.map((place) => place[0])) / area;
  const y = sum(places.map((place) => place[1])) / area;
  const polar = places.map((place) => {
    const [u, v] = [place[0] - x, place[1] - y];
    return { radius: Math.hypot(u, v), angle: Math.atan2(v, u) };
  });
  const symmetry = (n: number): number => {
    const powers = polar.map(({ radius }) => radius ** n);
    const cosines = sum(polar.map(({ angle }, i) => powers[i]! * Math.cos(n * angle)));
    const sines = sum(polar.map(({ angle }, i) => powers[i]! * Math.sin(n * angle)));
    return Math.hypot(cosines, sines) / sum(powers);
  };
  const columns = places.map((place) => place[0] - 0.5);
  const rows = places.map((place) => place[1] - 0.5);
  return {
    area,
    x,
    y,
    red: red / area,
    green: green / area,
    blue: blue / area,
    box: [Math.min(...columns), Math.max(...columns), Math.min(...rows), Math.max(...rows)],
    symmetry: { 3: symmetry(3), 4: symmetry(4), 5: symmetry(5) },
  };
}

/** The kind of shape, as one would see it. */
export function kindOf({ symmetry }: Measured): string {
  const [times, strength] = Object.entries(symmetry).sort((a, b) => b[1] - a[1])[0]!;
  return strength < 0.1 ? 'circle' : { 3: 'triangle', 4: 'square', 5: 'star' }[times]!;
}
