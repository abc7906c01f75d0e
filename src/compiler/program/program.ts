/**
 * The checked program: every name resolved, every block, function and loop expanded, every value typed. What remains is
 * small: a few kinds of expression over networks, draws and data. `lower/` turns it into graphs.
 */
import type { SourceFile, Span } from '../../diagnostics/source.ts';
import type { DataParameters, DataSourceDefinition } from '../words/data-sources.ts';
import type { FunctionDefinition } from '../words/functions/function.ts';
import type { Initializer } from '../words/settings.ts';
import type { OptimizerDefinition } from '../words/optimizers.ts';
import type { MeasurementDefinition, PictureDefinition } from '../words/measurements.ts';
import type { Schedule } from '../words/settings.ts';
import type { Settings } from '../words/settings.ts';
import type { Distribution } from '../graph/graph.ts';
import type { Duration } from '../types/duration.ts';
import type { TensorType, Type } from '../types/type.ts';

export interface Program {
  readonly name: string;
  readonly documentation?: string;
  /** The files that its spans refer to: the spec, the files that it imports, then the library. */
  readonly sources: readonly SourceFile[];
  readonly constants: ReadonlyMap<string, number | boolean | string>;
  readonly data: readonly DataSet[];
  /** Keyed by label. Networks with the same name share the weights of every layer that both have. */
  readonly networks: ReadonlyMap<string, Network>;
  readonly latents: ReadonlyMap<string, DrawExpression>;
  /** Top-level `let`s whose values are tensors rather than numbers. */
  readonly values: ReadonlyMap<string, Expression>;
  readonly states: ReadonlyMap<string, State>;
  readonly losses: ReadonlyMap<string, Loss>;
  readonly training?: Training;
  /** What `evaluate` and `show` list, in order. */
  readonly observations: readonly Observation[];
}

export interface DataSet {
  readonly name: string;
  readonly source: DataSourceDefinition;
  readonly parameters: DataParameters;
  readonly fields: readonly DataSetField[];
  readonly span: Span;
}
export interface DataSetField {
  readonly name: string;
  readonly type: TensorType;
  readonly span: Span;
}

/** `state k = 0.5`: a value that training carries from step to step. */
export interface State {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  readonly span: Span;
}

// ── networks ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Network {
  /** The prefix of its weights' names. */
  readonly name: string;
  /** `G`, or `G(stage: 2)` if the declaration has static parameters. */
  readonly label: string;
  /** Flat: a tuple parameter is several, `style.mean` and `style.scale`. */
  readonly parameters: readonly NetworkParameter[];
  readonly result: Type;
  readonly body: Expression;
  readonly weights: readonly Weight[];
  readonly layers: readonly Layer[];
  /** What its states become at each use of the network in training it, in order; a scan in its body has its own. */
  readonly updates: readonly StateUpdate[];
  /** Declared `with trainable: false`: its weights are given, and it computes as in sampling. */
  readonly frozen: boolean;
  /** The name of the network whose moving average this is (`average G as G_ema decay 0.999`). */
  readonly averageOf?: string;
  /** The name in its declaration. */
  readonly span: Span;
}

export interface NetworkParameter {
  readonly name: string;
  readonly type: TensorType;
  readonly span: Span;
}

export interface Weight {
  /** `G/dense(128)/kernel`: the name in checkpoints. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** False for moving statistics and other states, and for all weights of a frozen network. */
  readonly trainable: boolean;
}

/** `update u <- value` in a body. */
export interface StateUpdate {
  readonly state: WeightExpression;
  readonly value: Expression;
  readonly span: Span;
}

/** One line of a network's summary; lines are in the order of computation. */
export interface Layer {
  /** `dense(128)`, `residual[2]/conv2d(64)` */
  readonly name: string;
  readonly function: string;
  readonly output: TensorType;
  readonly weights: readonly Weight[];
  readonly span: Span;
}

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

export type Expression =
  | ConstantExpression
  | DataExpression
  | DrawExpression
  | ParameterExpression
  | CallExpression
  | ApplyExpression
  | TupleExpression
  | FieldExpression
  | GradientExpression
  | RetypeExpression
  | WeightExpression
  | StateExpression
  | ScheduleExpression
  | ScanExpression
  | LoopVariableExpression;

export interface ConstantExpression {
  readonly kind: 'constant';
  readonly value: number;
  readonly type: TensorType;
  readonly span: Span;
}
export interface DataExpression {
  readonly kind: 'data';
  readonly field: string;
  readonly type: TensorType;
  readonly span: Span;
}
/** A random draw; `path` names its stream. */
export interface DrawExpression {
  readonly kind: 'draw';
  readonly path: string;
  readonly distribution: Distribution;
  readonly type: TensorType;
  readonly span: Span;
}
/** An input of the network in whose body this occurs. */
export interface ParameterExpression {
  readonly kind: 'parameter';
  readonly index: number;
  readonly name: string;
  readonly type: TensorType;
  readonly span: Span;
}
/** A call of a built-in function or layer. */
export interface CallExpression {
  readonly kind: 'call';
  readonly function: FunctionDefinition;
  readonly inputs: readonly Expression[];
  readonly settings: Settings;
  readonly weights: Readonly<Record<string, Weight>>;
  /** What is used in place of a weight of that name. */
  readonly parametrized?: Readonly<Record<string, Expression>>;
  /** `dense(128)` in a network, `critic/mean` in a loss: its name in draws and profiles. */
  readonly path: string;
  readonly type: TensorType;
  readonly span: Span;
}
export interface ApplyExpression {
  readonly kind: 'apply';
  readonly network: Network;
  readonly arguments: readonly Expression[];
  readonly path: string;
  readonly type: Type;
  readonly span: Span;
}
export interface TupleExpression {
  readonly kind: 'tuple';
  readonly fields: readonly { readonly name: string; readonly value: Expression }[];
  readonly type: Type;
  readonly span: Span;
}
export interface FieldExpression {
  readonly kind: 'field';
  readonly of: Expression;
  readonly name: string;
  readonly type: TensorType;
  readonly span: Span;
}
/** `grad(of, wrt)` */
export interface GradientExpression {
  readonly kind: 'gradient';
  readonly of: Expression;
  readonly wrt: Expression;
  readonly type: TensorType;
  readonly span: Span;
}
/** The same numbers under a declared type: `dense(1)` as `logit[1]`. */
export interface RetypeExpression {
  readonly kind: 'retype';
  readonly of: Expression;
  readonly type: TensorType;
  readonly span: Span;
}

/** A weight or state that a body declares. */
export interface WeightExpression {
  readonly kind: 'weight';
  readonly weight: Weight;
  readonly type: TensorType;
  readonly span: Span;
}
/** The current value of a state that the spec declares. */
export interface StateExpression {
  readonly kind: 'state';
  readonly state: State;
  readonly type: TensorType;
  readonly span: Span;
}
/** A loop in training. */
export interface ScanExpression {
  readonly kind: 'scan';
  /** A value whose first axis is gone through, or the numbers of the steps. */
  readonly over: Expression | readonly number[];
  readonly length: number;
  /** The part of `over` that belongs to the step. */
  readonly variable: LoopVariableExpression;
  readonly carried: readonly {
    readonly variable: LoopVariableExpression;
    /** Before the first step. */
    readonly initial: Expression;
    /** After each step. */
    readonly next: Expression;
  }[];
  /** What each step makes of states, in training of the network in whose body it is. */
  readonly updates: readonly StateUpdate[];
  /** What each step computes; a single one has the name ''. */
  readonly results: readonly { readonly name: string; readonly value: Expression }[];
  /** The beginning of the paths of everything that its body contains. */
  readonly path: string;
  readonly type: Type;
  readonly span: Span;
}
/** What has another value in each step of a scan. Each object is one variable. */
export interface LoopVariableExpression {
  readonly kind: 'loop-variable';
  readonly name: string;
  readonly type: TensorType;
  readonly span: Span;
}
/** What a schedule is at the step that is being made; `span` is where it is written. */
export interface ScheduleExpression {
  readonly kind: 'schedule';
  readonly schedule: Schedule;
  readonly type: TensorType;
  readonly span: Span;
}

export interface Loss {
  readonly name: string;
  readonly value: Expression;
  readonly span: Span;
}

// ── the training program ────────────────────────────────────────────────────────────────────────────────────────────

export interface Training {
  /** In turn; a training without phases is a single one, which has no name. */
  readonly phases: readonly Phase[];
  readonly span: Span;
}

export interface Phase {
  /** `pretrain`, or `grow[2]` in a loop. */
  readonly name?: string;
  readonly duration: Duration;
  readonly batch: number;
  readonly actions: readonly Action[];
  readonly span: Span;
}

export type Action =
  MinimizeAction | SimultaneousAction | RepeatAction | EveryAction | ClipAction | AverageAction | UpdateAction;

export interface MinimizeAction {
  readonly kind: 'minimize';
  readonly loss: Loss;
  readonly networks: readonly Network[];
  readonly optimizer: Optimizer;
  /** The gradient is the mean over so many minibatches, each of which is a round of its own. */
  readonly accumulating?: number;
  readonly span: Span;
}
/** All gradients are computed before any of the updates. */
export interface SimultaneousAction {
  readonly kind: 'simultaneously';
  readonly actions: readonly MinimizeAction[];
  readonly span: Span;
}
export interface RepeatAction {
  readonly kind: 'repeat';
  readonly count: number;
  readonly actions: readonly Action[];
  readonly span: Span;
}
export interface EveryAction {
  readonly kind: 'every';
  readonly period: Duration;
  readonly actions: readonly Action[];
  readonly span: Span;
}
export interface ClipAction {
  readonly kind: 'clip';
  readonly network: Network;
  readonly low: Rate;
  readonly high: Rate;
  readonly span: Span;
}
export interface AverageAction {
  readonly kind: 'average';
  readonly network: Network;
  readonly average: Network;
  readonly decay: Rate;
  readonly span: Span;
}

export interface UpdateAction {
  readonly kind: 'update';
  readonly state: State;
  readonly value: Expression;
  readonly span: Span;
}

/** An optimizer with its state; two `minimize`s may share one (lazy regularisation). */
export interface Optimizer {
  /** Unique; named after the loss: `d`, `g`, … */
  readonly name: string;
  readonly definition: OptimizerDefinition;
  readonly settings: OptimizerSettings;
}

/** A number of training: known, or computed at each step from schedules alone. */
export type Rate = number | Expression;

/** Keyed by parameter. */
export type OptimizerSettings = Readonly<Record<string, Rate | boolean>>;

/** A measurement or a picture: one item of `evaluate` or `show`. */
export type Observation = Measurement | Picture;

interface Observed {
  readonly inputs: readonly Expression[];
  readonly settings: Settings;
  /** As written in the spec, for titles: `modes(fake, x)`. */
  readonly text: string;
  /** If absent, only at the end of training. */
  readonly every?: Duration;
  /** Averages to apply instead of the networks that they follow. */
  readonly using: readonly Network[];
  readonly span: Span;
}
export interface Measurement extends Observed {
  readonly kind: 'measurement';
  readonly definition: MeasurementDefinition;
}
export interface Picture extends Observed {
  readonly kind: 'picture';
  readonly definition: PictureDefinition;
}
