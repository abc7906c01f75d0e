/**
 * What a value is: a shape and a meaning. Shapes are per example; the batch axis is a flag, as in the papers' formulas.
 * Types of a checked program have numbers for sizes; those of a template that is checked at its declaration may have
 * symbolic ones, `TensorType<Size>`.
 */
import { sizeOf, type TensorType as GraphTensorType } from '../graph/graph.ts';
import { formatInterval, isBounded, type Interval } from './interval.ts';
import { compare, formatSize, isConcrete, isKnown, isLess, maximum, product, type Size } from './size.ts';

/**
 * - `logit`: before a sigmoid or softmax; `prob`: after one; `score`: a critic's unbounded number; `class`: one of n labels
 * - `image`: pixels, usually with a range; `tensor`: anything else
 */
export type Meaning = 'tensor' | 'image' | 'logit' | 'prob' | 'score' | 'class';

export interface TensorType<S extends Size = number> {
  readonly kind: 'tensor';
  /** Per example if `batched`, else whole. */
  readonly shape: readonly S[];
  readonly batched: boolean;
  readonly meaning: Meaning;
  /** How many labels a `class` has. */
  readonly classes?: S;
  /** Absent where nothing is known. */
  readonly range?: Interval;
}

/** Several values with names. Tuples within tuples have fields with a dot in their names: `style.mean`. */
export interface TupleType<S extends Size = number> {
  readonly kind: 'tuple';
  readonly fields: readonly { readonly name: string; readonly type: TensorType<S> }[];
}

export type Type<S extends Size = number> = TensorType<S> | TupleType<S>;

/** As the checker sees it. */
export type AnyTensorType = TensorType<Size>;
export type AnyType = Type<Size>;

export function tensor<S extends Size>(shape: readonly S[], batched = true, range?: Interval): TensorType<S> {
  return { kind: 'tensor', shape, batched, meaning: 'tensor', ...(range && isBounded(range) ? { range } : {}) };
}

/** The same meaning and range with another shape. */
export function reshaped<S extends Size>(type: TensorType<S>, shape: readonly S[]): TensorType<S> {
  return { ...type, shape };
}

export function withRange<S extends Size>(type: TensorType<S>, range: Interval | undefined): TensorType<S> {
  const { range: _, ...rest } = type;
  return range && isBounded(range) ? { ...rest, range } : rest;
}

/** Nothing in it waits for an argument. */
export function isConcreteTensor(type: AnyTensorType): type is TensorType {
  return isConcrete(type.shape) && (type.classes === undefined || isKnown(type.classes));
}

export function isConcreteType(type: AnyType): type is Type {
  return type.kind === 'tuple' ? type.fields.every((f) => isConcreteTensor(f.type)) : isConcreteTensor(type);
}

/** `image[28, 28, 1] in -1..1`, as it is written in a spec; bounds on one side only cannot be, and are left out. */
export function formatType(type: AnyType): string {
  if (type.kind === 'tuple') return `(${type.fields.map((f) => `${f.name}: ${formatType(f.type)}`).join(', ')})`;
  const name = type.meaning === 'class' ? `class(${formatSize(type.classes ?? 0)})` : type.meaning;
  const shape = type.meaning === 'class' && type.shape.length === 0 ? '' : formatShape(type.shape);
  const implied = type.meaning === 'prob' || type.meaning === 'class';
  const range = type.range && !implied && type.range.every(Number.isFinite) ? ` in ${formatInterval(type.range)}` : '';
  return `${name}${shape}${range}`;
}

export function formatShape(shape: readonly Size[]): string {
  return `[${shape.map(formatSize).join(', ')}]`;
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

/** How many numbers an example has, as far as that is known. */
export function elementsOf(shape: readonly Size[]): Size {
  return product(shape);
}

/** NumPy's rule, per example; null if the shapes are sure not to go together. */
export function broadcast(a: readonly Size[], b: readonly Size[]): Size[] | null {
  const rank = Math.max(a.length, b.length);
  const result: Size[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    const larger = stretched(left, right);
    if (larger === null) return null;
    result.push(larger);
  }
  return result;
}

/** A name may stand for 1, which stretches: only what is sure to be above 1 rules each other out. */
function stretched(a: Size, b: Size): Size | null {
  const relation = compare(a, b);
  if (relation === 'equal' || b === 1) return a;
  if (a === 1) return b;
  if (relation === 'different' && isLess(1, a) && isLess(1, b)) return null;
  // One of the two is 1, or they are equal: the larger is the number, if one is known.
  return isKnown(a) ? a : isKnown(b) ? b : maximum(a, b);
}
