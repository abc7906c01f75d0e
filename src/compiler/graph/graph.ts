/**
 * The graph: typed, single-assignment nodes in an order in which each comes after its inputs. Shapes are whole and
 * static (batch axis included), layouts are TensorFlow's (NHWC, kernels HWIO), op names and attributes are TensorFlow's,
 * so that export is a serialisation. A graph is plain data: it can be printed, hashed, stored as JSON and validated.
 */

export type DType = 'float32' | 'int32' | 'bool';

export interface TensorType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A node is named by its place in `Graph.nodes`. */
export type NodeId = number;

export type AttributeValue = number | boolean | string | readonly number[] | readonly (readonly number[])[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Where in the spec a node comes from, for profiles and for tracing a NaN to its line. */
export interface Origin {
  readonly file: string;
  /** Half-open UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** One-based. */
  readonly line: number;
}

export interface Node {
  readonly id: NodeId;
  /** A name of the op table, such as `Conv2D`. */
  readonly op: string;
  readonly inputs: readonly NodeId[];
  readonly attributes: Attributes;
  readonly output: TensorType;
  readonly origin?: Origin;
  /** `G/dense(128)`, `D/conv2d(64) (backward)`, `adam (d)`: which part of the program this is. */
  readonly scope?: string;
}

/** What is to be put into a `Placeholder`. */
export type InputSource =
  /** A field of the minibatch. `round` counts the minibatches of a pass (each round of `repeat` draws its own). */
  | { readonly kind: 'data'; readonly field: string; readonly round: number }
  /** A random draw; `stream` names it, so that adding one draw moves no other. */
  | { readonly kind: 'random'; readonly stream: string; readonly distribution: Distribution }
  /** State that lives from step to step: weights, moving statistics, optimizer slots, the step counter. */
  | { readonly kind: 'variable'; readonly variable: string }
  /** Given by the caller. */
  | { readonly kind: 'argument'; readonly argument: string };

export type Distribution =
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  | { readonly kind: 'truncated-normal'; readonly mean: number; readonly std: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  /** 0 or 1, with probability `p` of 1. */
  | { readonly kind: 'bernoulli'; readonly p: number }
  /** An integer in 0 … classes − 1. */
  | { readonly kind: 'categorical'; readonly classes: number };

export interface GraphInput {
  readonly node: NodeId;
  readonly name: string;
  readonly source: InputSource;
}

export interface GraphOutput {
  readonly node: NodeId;
  readonly name: string;
  /**
   * `value`: given back to the caller (losses, samples). `variable`: becomes the variable of that name once the whole
   * graph has run.
   */
  readonly kind: 'value' | 'variable';
}

export interface Graph {
  /** Format version of the JSON form. */
  readonly version: 1;
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Bytes of a value in memory; every engine keeps bool in a byte and the rest in four. */
export function bytesOf(type: TensorType): number {
  return sizeOf(type.shape) * (type.dtype === 'bool' ? 1 : 4);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, i) => side === b[i]);
}

export function formatType(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(', ')}]`;
}
