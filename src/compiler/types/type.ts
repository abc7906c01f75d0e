/** What a value is: a shape and a meaning. Shapes are per example; the batch axis is a flag, as in the papers' formulas. */
import { sizeOf, type TensorType as GraphTensorType } from '../graph/graph.ts';

/**
 * - `logit`: before a sigmoid or softmax; `prob`: after one; `score`: a critic's unbounded number; `class`: one of n labels
 * - `image`: pixels, usually with a range; `tensor`: anything else
 */
export type Meaning = 'tensor' | 'image' | 'logit' | 'prob' | 'score' | 'class';

/** Closed interval of values, as far as it is known. */
export type Interval = readonly [low: number, high: number];

export interface TensorType {
  readonly kind: 'tensor';
  /** Per example if `batched`, else whole. */
  readonly shape: readonly number[];
  readonly batched: boolean;
  readonly meaning: Meaning;
  /** How many labels a `class` has. */
  readonly classes?: number;
  /** Absent where nothing is known. */
  readonly range?: Interval;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly fields: readonly { readonly name: string; readonly type: TensorType }[];
}

export type Type = TensorType | TupleType;

export function tensor(shape: readonly number[], batched = true, range?: Interval): TensorType {
  return { kind: 'tensor', shape, batched, meaning: 'tensor', ...(range && isBounded(range) ? { range } : {}) };
}

/** The same meaning and range with another shape. */
export function reshaped(type: TensorType, shape: readonly number[]): TensorType {
  return { ...type, shape };
}

export function withRange(type: TensorType, range: Interval | undefined): TensorType {
  const { range: _, ...rest } = type;
  return range && isBounded(range) ? { ...rest, range } : rest;
}

function isBounded([low, high]: Interval): boolean {
  return low !== -Infinity || high !== Infinity;
}

/** `image[28, 28, 1] in -1..1`, as it is written in a spec; bounds on one side only cannot be, and are left out. */
export function formatType(type: Type): string {
  if (type.kind === 'tuple') return `(${type.fields.map((f) => `${f.name}: ${formatType(f.type)}`).join(', ')})`;
  const name = type.meaning === 'class' ? `class(${type.classes})` : type.meaning;
  const shape = type.meaning === 'class' && type.shape.length === 0 ? '' : formatShape(type.shape);
  const implied = type.meaning === 'prob' || type.meaning === 'class';
  const range = type.range && !implied && type.range.every(Number.isFinite) ? ` in ${formatInterval(type.range)}` : '';
  return `${name}${shape}${range}`;
}

export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

export function formatInterval([low, high]: Interval): string {
  const bound = (value: number): string =>
    Math.abs(value) === Infinity ? (value < 0 ? '-∞' : '∞') : String(Number(value.toPrecision(6)));
  return low === high ? bound(low) : `${bound(low)}..${bound(high)}`;
}

/** As the graph sees it, with the batch axis in front. */
export function graphType(type: TensorType, batch: number): GraphTensorType {
  return {
    dtype: type.meaning === 'class' ? 'int32' : 'float32',
    shape: type.batched ? [batch, ...type.shape] : type.shape,
  };
}

export function elements(type: TensorType): number {
  return sizeOf(type.shape);
}

/** NumPy's rule, per example; null if the shapes do not go together. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    result.push(Math.max(left, right));
  }
  return result;
}

// ── interval arithmetic: what is known of a result's values ─────────────────────────────────────────────────────────

const hull = (values: readonly number[]): Interval => [Math.min(...values), Math.max(...values)];
/** 0 · ∞ is 0 here: a bound, not a limit. */
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

export const unbounded: Interval = [-Infinity, Infinity];

export const intervals = {
  add: ([a, b]: Interval, [c, d]: Interval): Interval => [a + c, b + d],
  subtract: ([a, b]: Interval, [c, d]: Interval): Interval => [a - d, b - c],
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

export function sameInterval([a, b]: Interval, [c, d]: Interval): boolean {
  const near = (x: number, y: number): boolean =>
    x === y || Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x), Math.abs(y));
  return near(a, c) && near(b, d);
}
