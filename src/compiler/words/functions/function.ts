/**
 * One row of the function table: a layer, an activation, or a building block of formulas. A row says what can be
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
 * The inputs and settings of a call, as rules see them. Type rules may see symbolic sizes, because a template is
 * checked at its declaration; weights and graphs are made once every size is a number.
 */
export interface CallReading<S extends Size = Size> {
  readonly inputs: readonly TensorType<S>[];
  readonly settings: Settings<S>;
  /** A numeric setting, whole or not. */
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

/** A note attached to one of a call's inputs. */
export interface Note {
  readonly input: number;
  readonly text: string;
}

/** What a type rule sees, and how it reports errors. */
export interface CallSite extends CallReading {
  /**
   * Reports an error at the argument of that name, at the input of that index, or at the whole call. Does not return.
   */
  fail<C extends Code>(code: C, parameters: Messages[C], at?: string | number, notes?: readonly Note[]): never;
}

export interface WeightSpec {
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for moving statistics. */
  readonly trainable?: boolean;
}

/** What a lowering rule sees. Inputs are nodes, with the batch axis in front if the type is batched. */
export interface Lowering extends CallReading<number> {
  readonly builder: GraphBuilder;
  readonly mode: 'training' | 'inference';
  readonly batch: number;
  readonly type: TensorType;
  weight(name: string): NodeId;
  hasWeight(name: string): boolean;
  /** Sets the next value of a moving statistic, if its network is being trained, or of a state. */
  update(name: string, value: NodeId): void;
  /** A random draw that belongs to this call; `shape` is whole, batch axis included. */
  draw(name: string, distribution: Distribution, shape: readonly number[]): NodeId;
}

export interface FunctionDefinition extends Signature {
  /** Has weights, and so is allowed only in networks and blocks. */
  readonly layer?: boolean;
  /** Part of a formula rather than of an architecture, and so not listed in a network's summary. */
  readonly notation?: boolean;
  /** Linear in its input, with its own weights: two of them in sequence amount to one. */
  readonly linear?: boolean;
  /** Draws random numbers. */
  readonly draws?: boolean;
  /** Only moves or drops elements, and so does not separate two linear layers. */
  readonly transparent?: boolean;
  type(call: CallSite): TensorType<Size>;
  /** What the result would have been with correct inputs; lets the checker continue after a mistake. */
  recover?(call: CallReading): TensorType<Size> | undefined;
  weights?(call: CallReading<number>): Readonly<Record<string, WeightSpec>>;
  /** What training carries for it from step to step, each use by itself; such a function is not for networks. */
  states?(call: CallReading<number>): Readonly<Record<string, WeightSpec>>;
  lower(lowering: Lowering, inputs: readonly NodeId[]): NodeId;
}

export function defineFunction(definition: FunctionDefinition): FunctionDefinition {
  return definition;
}
