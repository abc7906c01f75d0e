/**
 * The graph: typed, single-assignment nodes, each after its inputs. Shapes are complete and static (batch axis
 * included); layouts (NHWC, kernels HWIO), op names and attributes are TensorFlow's, so that exporting is mere
 * serialisation. A graph is plain data: it can be printed, hashed, stored as JSON and validated.
 */

export type DType = 'float32' | 'int32' | 'bool';

export interface TensorType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A node's index in `Graph.nodes`. */
export type NodeId = number;

export type AttributeValue = number | boolean | string | readonly number[] | readonly (readonly number[])[] | Graph;
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

/** What a `Placeholder` is to be fed with. */
export type InputSource =
  /** A field of the minibatch of round `round` of the pass (each iteration of `repeat` draws its own). */
  | { readonly kind: 'data'; readonly field: string; readonly round: number }
  /** A random draw; its `stream` names it, so that adding a draw leaves all others unchanged. */
  | { readonly kind: 'random'; readonly stream: string; readonly distribution: Distribution }
  /** State that is kept from step to step: weights, moving statistics, optimizer slots, the step counter. */
  | { readonly kind: 'variable'; readonly variable: string }
  /** Given by the caller. */
  | { readonly kind: 'argument'; readonly argument: string };

export type Distribution =
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  | { readonly kind: 'truncated-normal'; readonly mean: number; readonly std: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  /** 1 with probability `p`, otherwise 0. */
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
   * `value`: returned to the caller (losses, samples). `variable`: becomes the variable of that name once the whole
   * graph has run.
   */
  readonly kind: 'value' | 'variable';
}

export interface Graph {
  /** The version of the JSON format. */
  readonly version: 1;
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Bytes of a value in memory; every engine stores a bool in one byte and anything else in four. */
export function bytesOf(type: TensorType): number {
  return sizeOf(type.shape) * (type.dtype === 'bool' ? 1 : 4);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, i) => side === b[i]);
}

export function formatType(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(', ')}]`;
}
