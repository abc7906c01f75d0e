/**
 * One row of the op table. The table is the only place that defines an op: its types, meaning, gradient and cost. Tests
 * are generated from it (first- and second-order gradients against finite differences in float64, each engine's kernels
 * against `evaluate`), so a new row is tested just by being there.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Attributes, Node, NodeId, TensorType } from '../graph/graph.ts';
import type { OffsetsOf, PlacesOf } from './index-map/offsets.ts';
import type { ScalarProgram } from './scalar/program.ts';

/** A value in the reference semantics: float64 throughout, whatever the dtype. */
export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * The vector–Jacobian product: from the gradient of the output to the gradients of the inputs; null for an input
 * without one.
 */
export type GradientRule = (builder: GraphBuilder, node: Node, gradient: NodeId) => readonly (NodeId | null)[];

/**
 * - a rule: builds the gradient from ops of this table, so that it can be differentiated again;
 * - `'formula'`: derived from the formula of an elementwise op;
 * - `'zero'`: constant almost everywhere (comparisons, floor, sign, integer results), or cut on purpose (StopGradient);
 * - `'scan'`: derived from the body of the loop;
 * - `'source'`: has no inputs.
 */
export type Gradient = GradientRule | 'formula' | 'zero' | 'scan' | 'source';

export interface AttributeSpec {
  readonly type: 'number' | 'integer' | 'boolean' | 'string' | 'integers' | 'paddings' | 'values' | 'graph';
  readonly doc: string;
  readonly optional?: boolean;
  /** Of a string: the values it may have. */
  readonly choices?: readonly string[];
}

/** An input for the generated tests. */
export interface Sample {
  readonly inputs: readonly SampleInput[];
  readonly attributes?: Attributes;
}
export interface SampleInput {
  readonly shape: readonly number[];
  readonly dtype?: TensorType['dtype'];
  /** Values are drawn uniformly from this range and kept clear of `avoid` (kinks) by a margin. */
  readonly range?: readonly [number, number];
  readonly avoid?: readonly number[];
  /** Fixed values, instead of drawn ones. */
  readonly values?: readonly number[];
}

export interface OpDefinition {
  /** TensorFlow's name. */
  readonly name: string;
  /** One sentence, with the formula and its source where there is one. */
  readonly doc: string;
  /** Names of the inputs; a last name with `...` in front takes one or more. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** The output's type. Throws an `OpError` that says which input is wrong. */
  infer(inputs: readonly TensorType[], attributes: Attributes): TensorType;
  readonly gradient: Gradient;
  /** Floating-point operations; a multiply-add counts as two. */
  flops(inputs: readonly TensorType[], attributes: Attributes, output: TensorType): number;
  /** The meaning of the op, in plain loops over float64: the oracle of the tests, and how constants are folded. */
  evaluate(inputs: readonly ReferenceTensor[], attributes: Attributes, output: TensorType): Float64Array;
  readonly samples: readonly Sample[];
  /**
   * For an op that computes each element from the corresponding ones of its inputs, broadcast to the output's shape:
   * how it does so. Every engine computes the op from this, alone or fused with others.
   */
  readonly scalar?: (attributes: Attributes) => ScalarProgram;
  /** The op itself broadcasts its inputs, by NumPy's rules. */
  readonly stretches?: true;
  /** x ∘ y equals y ∘ x, to the last bit. */
  readonly commutative?: true;
  /** Whether the output is the first input's memory under another type, so that the op costs nothing. */
  readonly aliases?: (input: TensorType, output: TensorType) => boolean;
  /**
   * For an op that only moves cells, one of these three, from which every engine computes it: the cell of its input that
   * each cell of the result reads …
   */
  readonly reads?: OffsetsOf;
  /** … or, for the adjoint of such an op, the cell of the result to which each cell of the input is added … */
  readonly addsBack?: OffsetsOf;
  /** … or, for an op of several inputs, the cells of the result where the cells of each input go; they fill it. */
  readonly joins?: PlacesOf;
  /** False for an op that TensorFlow lacks: it is composed of others there, by its formula or its index map. */
  readonly tensorflow?: false;
}

/** An input or attribute that an op cannot take. */
export class OpError extends Error {}

export function defineOp(definition: OpDefinition): OpDefinition {
  return definition;
}
