/**
 * What a value is: a shape and a meaning. Shapes are per example, as in the papers' formulas; the batch axis is a flag.
 * In a checked program sizes are numbers; while a template is checked at its declaration they may be symbolic,
 * `TensorType<Size>`.
 */
import { sizeOf, type TensorType as GraphTensorType } from '../graph/graph.ts';
import { formatInterval, isBounded, type Interval } from './interval.ts';
import { compare, formatSize, isConcrete, isKnown, isLess, maximum, product, type Size } from './size.ts';

/**
 * - `logit`: before a sigmoid or softmax; `prob`: after it; `score`: a critic's unbounded output
 * - `class`: one of n labels; `image`: pixels, usually with a range; `tensor`: anything else
 */
export type Meaning = 'tensor' | 'image' | 'logit' | 'prob' | 'score' | 'class';

export interface TensorType<S extends Size = number> {
  readonly kind: 'tensor';
  /** Per example if `batched`, otherwise of the whole value. */
  readonly shape: readonly S[];
  readonly batched: boolean;
  readonly meaning: Meaning;
  /** How many labels a `class` has. */
  readonly classes?: S;
  /** Absent if nothing is known. */
  readonly range?: Interval;
}

/** Several named values. Fields of nested tuples have dotted names: `style.mean`. */
export interface TupleType<S extends Size = number> {
  readonly kind: 'tuple';
  readonly fields: readonly { readonly name: string; readonly type: TensorType<S> }[];
}

export type Type<S extends Size = number> = TensorType<S> | TupleType<S>;

/** A tensor type as the checker sees it, with sizes that may be symbolic. */
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

/** Whether no size is symbolic. */
export function isConcreteTensor(type: AnyTensorType): type is TensorType {
  return isConcrete(type.shape) && (type.classes === undefined || isKnown(type.classes));
}

export function isConcreteType(type: AnyType): type is Type {
  return type.kind === 'tuple' ? type.fields.every((f) => isConcreteTensor(f.type)) : isConcreteTensor(type);
}

/** `image[28, 28, 1] in -1..1`, as written in a spec; ranges with only one bound cannot be written and are left out. */
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

/** The type in the graph, with the batch axis in front. */
export function graphType(type: TensorType, batch: number): GraphTensorType {
  return {
    dtype: type.meaning === 'class' ? 'int32' : 'float32',
    shape: type.batched ? [batch, ...type.shape] : type.shape,
  };
}

export function elements(type: TensorType): number {
  return sizeOf(type.shape);
}

/** How many numbers an example has; symbolic if the shape is. */
export function elementsOf(shape: readonly Size[]): Size {
  return product(shape);
}

/** NumPy's rule, per example; null if the shapes are certain to be incompatible. */
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

/**
 * A name may stand for 1, which stretches: sizes exclude each other only if they differ and both are certain to be
 * above 1.
 */
function stretched(a: Size, b: Size): Size | null {
  const relation = compare(a, b);
  if (relation === 'equal' || b === 1) return a;
  if (a === 1) return b;
  if (relation === 'different' && isLess(1, a) && isLess(1, b)) return null;
  // One of the two is 1, or they are equal: if one is a number, that is the larger.
  return isKnown(a) ? a : isKnown(b) ? b : maximum(a, b);
}
