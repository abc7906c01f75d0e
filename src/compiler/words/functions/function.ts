/**
 * One row of the language's own table: a layer, an activation, a formula's building block. A row says what can be
 * written (parameters), what comes out (type rule), what is learned (weights) and how it is computed (a graph of ops).
 * Completion, hover and `docs/functions.md` come from the same rows.
 */
import type { Messages } from '../../../diagnostics/catalogue/index.ts';
import type { TensorType } from '../../types/type.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Distribution, NodeId } from '../../graph/graph.ts';
import type { Initializer } from '../initializers.ts';

export type SettingValue = number | boolean | string | readonly number[] | Initializer;
export type Settings = Readonly<Record<string, SettingValue>>;

/**
 * What a parameter takes. `value`: a tensor expression (a number is lifted to a constant). The others are known when
 * the spec is checked.
 */
export type ParameterKind =
  | 'value'
  /** Any number of values, `concat(a, b, c)`; first of the parameters. */
  | 'values'
  | 'number'
  | 'integer'
  /** A list of integers, or several integer arguments in a row: `reshape(7, 7, 256)`. */
  | 'integers'
  | 'boolean'
  | 'choice'
  /** `same`, `valid`, or a number of cells on each side. */
  | 'padding'
  | 'initializer';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly doc: string;
  /** Absent: must be given. `null`: may be left out, and then is not in the settings. */
  readonly default?: SettingValue | null;
  readonly choices?: readonly string[];
  /** For numbers: the least and the greatest that make sense. */
  readonly min?: number;
  readonly max?: number;
}

/** The inputs and settings of a call, as rules read them. */
export interface CallReading {
  readonly inputs: readonly TensorType[];
  readonly settings: Settings;
  integer(name: string): number;
  number(name: string): number;
  has(name: string): boolean;
}

/** A text beside one of a call's inputs. */
export interface Note {
  readonly input: number;
  readonly text: string;
}

/** What a type rule sees, and how it refuses. */
export interface CallSite extends CallReading {
  /** Refuses; points at the argument of that name, at the input of that number, or at the whole call. Does not return. */
  fail<C extends keyof Messages>(
    code: C,
    parameters: Messages[C],
    at?: string | number,
    notes?: readonly Note[],
  ): never;
}

export interface WeightSpec {
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for moving statistics. */
  readonly trainable?: boolean;
}

/** What a lowering rule sees. Inputs are nodes with the batch axis in front where the type is batched. */
export interface Lowering extends CallReading {
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

export interface FunctionDefinition {
  readonly name: string;
  /** What it computes, in a sentence or two, with the paper it comes from. */
  readonly doc: string;
  readonly parameters: readonly Parameter[];
  /** Has weights: allowed in networks and blocks only. */
  readonly layer?: boolean;
  /** Part of a formula rather than of an architecture: not listed in a network's summary. */
  readonly notation?: boolean;
  /** Linear in its input with weights of its own: two in a row are one. */
  readonly linear?: boolean;
  /** Only moves elements about or drops some: does not separate two linear layers. */
  readonly transparent?: boolean;
  type(call: CallSite): TensorType;
  /** What the result would have been, had the inputs been right; lets the checker go on after a mistake. */
  recover?(call: CallReading): TensorType | undefined;
  weights?(call: CallReading): Readonly<Record<string, WeightSpec>>;
  lower(lowering: Lowering, inputs: readonly NodeId[]): NodeId;
}

export function defineFunction(definition: FunctionDefinition): FunctionDefinition {
  return definition;
}

/** `conv2d(x, filters, kernel, stride: 1, padding: same)`, for messages and hovers. */
export function signatureOf(definition: Pick<FunctionDefinition, 'name' | 'parameters'>): string {
  const parameters = definition.parameters.map((p) => {
    if (p.kind === 'values') return `${p.name}…`;
    if (p.default === undefined) return p.name;
    return p.default === null ? `${p.name}?` : `${p.name}: ${formatSetting(p.default)}`;
  });
  return `${definition.name}(${parameters.join(', ')})`;
}

export function formatSetting(value: SettingValue): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value === 'object' && 'definition' in value) {
    return value.settings.length > 0 ? `${value.definition}(${value.settings.join(', ')})` : value.definition;
  }
  return String(value);
}
