/** The range of a value's numbers as a closed interval, propagated through arithmetic. */

export type Interval = readonly [low: number, high: number];

export const unbounded: Interval = [-Infinity, Infinity];

const hull = (values: readonly number[]): Interval => [Math.min(...values), Math.max(...values)];
/** 0 · ∞ is 0 here: a bound, not a limit. */
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);
/** ∞ − ∞ is undefined: that bound is lost. */
const lost = ([low, high]: Interval): Interval => [
  Number.isNaN(low) ? -Infinity : low,
  Number.isNaN(high) ? Infinity : high,
];

export const intervals = {
  add: ([a, b]: Interval, [c, d]: Interval): Interval => lost([a + c, b + d]),
  subtract: ([a, b]: Interval, [c, d]: Interval): Interval => lost([a - d, b - c]),
  multiply: ([a, b]: Interval, [c, d]: Interval): Interval =>
    hull([product(a, c), product(a, d), product(b, c), product(b, d)]),
  divide: (a: Interval, [c, d]: Interval): Interval =>
    c <= 0 && d >= 0 ? unbounded : intervals.multiply(a, hull([1 / c, 1 / d])),
  negate: ([a, b]: Interval): Interval => [-b, -a],
  union: ([a, b]: Interval, [c, d]: Interval): Interval => [Math.min(a, c), Math.max(b, d)],
  monotone:
    (f: (x: number) => number) =>
    ([a, b]: Interval): Interval => [f(a), f(b)],
  abs: ([a, b]: Interval): Interval => (a >= 0 ? [a, b] : b <= 0 ? [-b, -a] : [0, Math.max(-a, b)]),
} as const;

export function isBounded([low, high]: Interval): boolean {
  return low !== -Infinity || high !== Infinity;
}

export function sameInterval([a, b]: Interval, [c, d]: Interval): boolean {
  const near = (x: number, y: number): boolean =>
    x === y || Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x), Math.abs(y));
  return near(a, c) && near(b, d);
}

export function formatInterval([low, high]: Interval): string {
  const bound = (value: number): string =>
    Math.abs(value) === Infinity ? (value < 0 ? '-∞' : '∞') : String(Number(value.toPrecision(6)));
  return low === high ? bound(low) : `${bound(low)}..${bound(high)}`;
}
