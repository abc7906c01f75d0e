/** What a row of the table of data sources is, and what rows have in common. */
import type { TensorType } from '../../types/type.ts';
import type { Parameter, Signature } from '../signature.ts';

export type DataParameterValue = number | string | boolean;
export type DataParameters = Readonly<Record<string, DataParameterValue>>;

/** One field of an example. A declaration takes a source's fields by position and may leave out the last ones. */
export interface DataField {
  readonly name: string;
  readonly doc: string;
  readonly type: DataFieldType;
}
export interface DataFieldType {
  /** Per example; `[]` for a label. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  /** The source delivers bytes, each of which stands for one of 256 numbers. */
  readonly bytes?: true;
  /**
   * The range of the stored values. It is mapped linearly onto the declared range; without one, values stay as they
   * are.
   */
  readonly range?: readonly [number, number];
  /** Of labels, which lie in 0 … classes − 1. */
  readonly classes?: number;
  /** What the labels are called, in their order. */
  readonly names?: readonly string[];
}

export interface DataSourceDefinition extends Signature {
  /** Whether the positions of its modes are known, so that `modes` can count them. */
  readonly modes?: boolean;
  /** What is wrong with parameters that are each within their range; null if nothing is. */
  problem?(
    parameters: DataParameters,
  ): { readonly parameter: string; readonly why: string; readonly help: string } | null;
  /** The fields of an example. Parameters are complete, except for those whose default is `null`. */
  fields(parameters: DataParameters): readonly DataField[];
}

export const number = (parameters: DataParameters, name: string): number => parameters[name] as number;

export const integer = (
  name: string,
  value: number,
  [min, max]: readonly [number, number],
  doc: string,
): Parameter => ({
  name,
  kind: 'integer',
  default: value,
  min,
  max,
  doc,
});

export const size = (examples: number): Parameter => ({
  name: 'size',
  kind: 'integer',
  default: examples,
  min: 1,
  max: 100_000_000,
  doc: 'examples in an epoch',
});
export const seed: Parameter = {
  name: 'seed',
  kind: 'integer',
  default: 0,
  min: 0,
  doc: 'another seed gives another data set',
};

type Shape = readonly number[];

/** Numbers, which lie in the range if there is one. */
export const numbers = (name: string, shape: Shape, doc: string, range?: readonly [number, number]): DataField => ({
  name,
  doc,
  type: { shape, dtype: 'float32', ...(range && { range }) },
});
/** Pixels from 0 to 1, in bytes. */
export const pixels = (name: string, shape: Shape, doc: string): DataField => ({
  name,
  doc,
  type: { shape, dtype: 'float32', bytes: true, range: [0, 1] },
});
/** Labels, given their number or their names. */
export const labels = (name: string, of: number | readonly string[], doc: string, shape: Shape = []): DataField => ({
  name,
  doc,
  type: {
    shape,
    dtype: 'int32',
    ...(typeof of === 'number' ? { classes: of } : { classes: of.length, names: of }),
  },
});

/** The field as a type in a spec. */
export function typeOf({ type: { shape, range, classes } }: DataField): TensorType {
  const base = { kind: 'tensor', shape, batched: true } as const;
  if (classes !== undefined) return { ...base, meaning: 'class', classes };
  return { ...base, meaning: shape.length === 3 ? 'image' : 'tensor', ...(range && { range }) };
}
