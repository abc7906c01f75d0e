/**
 * One row of the language's own table: a layer, an activation, a formula's building block. A row says what can be
 * written (parameters), what comes out (type rule), what is learned (weights) and how it is computed (a graph of ops).
 */
import type { Code, Messages } from '../../../diagnostics/catalogue/index.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Distribution, NodeId } from '../../graph/graph.ts';
import type { Size } from '../../types/size.ts';
import type { TensorType } from '../../types/type.ts';
import type { Initializer } from '../settings.ts';
import type { Signature } from '../signature.ts';
import type { Settings } from '../settings.ts';

/**
 * The inputs and settings of a call, as rules read them. Type rules see sizes that may be symbolic, because a template is
 * checked where it is declared; weights are made and graphs are built once every size is a number.
 */
export interface CallReading<S extends Size = Size> {
  readonly inputs: readonly TensorType<S>[];
  readonly settings: Settings<S>;
  /** A setting that is a number, whole or not. */
  number(name: string): S;
  has(name: string): boolean;
}

export function callReading<S extends Size>(inputs: readonly TensorType<S>[], settings: Settings<S>): CallReading<S> {
  return {
    inputs,
    settings,
    number: (name) => settings[name] as S,
    has: (name) => settings[name] !== undefined,
  };
}

/** A text beside one of a call's inputs. */
export interface Note {
  readonly input: number;
  readonly text: string;
}

/** What a type rule sees, and how it refuses. */
export interface CallSite extends CallReading {
  /** Refuses; points at the argument of that name, at the input of that number, or at the whole call. Does not return. */
  fail<C extends Code>(code: C, parameters: Messages[C], at?: string | number, notes?: readonly Note[]): never;
}

export interface WeightSpec {
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for moving statistics. */
  readonly trainable?: boolean;
}

/** What a lowering rule sees. Inputs are nodes with the batch axis in front where the type is batched. */
export interface Lowering extends CallReading<number> {
  readonly builder: GraphBuilder;
  readonly mode: 'training' | 'inference';
  readonly batch: number;
  readonly type: TensorType;
  weight(name: string): NodeId;
  hasWeight(name: string): boolean;
  /** Gives a moving statistic its next value, once the step's update is made. */
  update(name: string, value: NodeId): void;
  /** A random draw of this call's own, of the given whole shape. */
  draw(name: string, distribution: Distribution, shape: readonly number[]): NodeId;
}

export interface FunctionDefinition extends Signature {
  /** Has weights: allowed in networks and blocks only. */
  readonly layer?: boolean;
  /** Part of a formula rather than of an architecture: not listed in a network's summary. */
  readonly notation?: boolean;
  /** Linear in its input with weights of its own: two in a row are one. */
  readonly linear?: boolean;
  /** Draws random numbers of its own. */
  readonly draws?: boolean;
  /** Only moves elements about or drops some: does not separate two linear layers. */
  readonly transparent?: boolean;
  type(call: CallSite): TensorType<Size>;
  /** What the result would have been, had the inputs been right; lets the checker go on after a mistake. */
  recover?(call: CallReading): TensorType<Size> | undefined;
  weights?(call: CallReading<number>): Readonly<Record<string, WeightSpec>>;
  lower(lowering: Lowering, inputs: readonly NodeId[]): NodeId;
}

export function defineFunction(definition: FunctionDefinition): FunctionDefinition {
  return definition;
}
