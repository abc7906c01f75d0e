/** Expressions, the stages of a pipe, bodies and types; each of them may contain the others. */
import type { Span } from '../../diagnostics/source.ts';
import type { Identifier } from './names.ts';

export type Expression =
  | NumberExpression
  | StringExpression
  | BooleanExpression
  | NameExpression
  | CallExpression
  | MemberExpression
  | IndexExpression
  | UnaryExpression
  | BinaryExpression
  | PipeExpression
  | ListExpression
  | TupleExpression
  | ParenthesizedExpression
  | IfExpression
  | ScanExpression
  | RangeExpression
  | DurationExpression
  | TransitionExpression
  | MissingExpression;

export interface NumberExpression {
  readonly kind: 'number';
  readonly value: number;
  readonly span: Span;
}

export interface StringExpression {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
}

export interface BooleanExpression {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface NameExpression {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

/** `dense(128, bias: false)`, `layers.residual(x, 3)` */
export interface CallExpression {
  readonly kind: 'call';
  readonly namespace?: Identifier;
  readonly callee: Identifier;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

/** `128`, `beta1: 0.5` */
export interface Argument {
  readonly kind: 'argument';
  /** Set in `beta1: 0.5`. */
  readonly name?: Identifier;
  readonly value: Expression;
  readonly span: Span;
}

/** `D(x).label` */
export interface MemberExpression {
  readonly kind: 'member';
  readonly object: Expression;
  readonly member: Identifier;
  readonly span: Span;
}

/** `x[0, 1..4, :, _]`: an index, a range (both ends included), a whole axis, a new axis. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly object: Expression;
  readonly indices: readonly IndexItem[];
  readonly span: Span;
}

export type IndexItem = AllItem | NewAxisItem | AtItem;

/** `:` */
export interface AllItem {
  readonly kind: 'all';
  readonly span: Span;
}

/** `_` */
export interface NewAxisItem {
  readonly kind: 'new-axis';
  readonly span: Span;
}

/** `0`, `1..4` */
export interface AtItem {
  readonly kind: 'at';
  readonly value: Expression;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
  readonly span: Span;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=';
export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `z |> dense(7 * 7 * 256) |> repeat(2) { … } |> for i in 1..3 { … }` */
export interface PipeExpression {
  readonly kind: 'pipe';
  readonly input: Expression;
  readonly stages: readonly Stage[];
  readonly span: Span;
}

export type Stage = CallStage | RepeatStage | ForStage | IfStage;
/** `relu`, `dense(128)`, `layers.residual(3)`: the value so far is the first argument. */
export interface CallStage {
  readonly kind: 'call-stage';
  readonly namespace?: Identifier;
  readonly callee: Identifier;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface RepeatStage {
  readonly kind: 'repeat-stage';
  readonly count: Expression;
  readonly stages: readonly Stage[];
  readonly span: Span;
}

/** `for i in 1..3 { … }`, `for c in [256, 128] { … }` */
export interface ForStage {
  readonly kind: 'for-stage';
  readonly variable: Identifier;
  readonly over: Expression;
  readonly stages: readonly Stage[];
  readonly span: Span;
}

/** `if norm { batch_norm |> relu } else { relu }`; without an `else` the value passes on as it is. */
export interface IfStage {
  readonly kind: 'if-stage';
  readonly condition: Expression;
  readonly then: readonly Stage[];
  /** After `else if`, a single {@link IfStage}. */
  readonly otherwise?: readonly Stage[];
  readonly span: Span;
}

/** `[256, 128]` */
export interface ListExpression {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** `(validity: a, label: b)`: several named values, such as the result of a network. */
export interface TupleExpression {
  readonly kind: 'tuple';
  readonly fields: readonly TupleField[];
  readonly span: Span;
}

/** `validity: a` */
export interface TupleField {
  readonly kind: 'tuple-field';
  readonly name: Identifier;
  readonly value: Expression;
  readonly span: Span;
}

/** `(a + b)`: parentheses are kept as written, and the span includes them. */
export interface ParenthesizedExpression {
  readonly kind: 'parenthesized';
  readonly expression: Expression;
  readonly span: Span;
}

/** `if a { x + 1 } else { x }`, a choice made before training. */
export interface IfExpression {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Body;
  /** After `else if`, a body without bindings whose result is the next choice. */
  readonly otherwise: Body;
  readonly span: Span;
}

/** `scan x in xs from h = zeros(8) { update h <- f(h, x)  h }`: a loop in training, one step after the other. */
export interface ScanExpression {
  readonly kind: 'scan';
  readonly variable: Identifier;
  readonly over: Expression;
  readonly carried: readonly CarriedValue[];
  readonly body: Body;
  readonly span: Span;
}

/** `h = zeros(8)`: a value that each step hands to the next, and what it is before the first. */
export interface CarriedValue {
  readonly kind: 'carried-value';
  readonly name: Identifier;
  readonly value: Expression;
  readonly span: Span;
}

/** `-1..1`, both ends included. */
export interface RangeExpression {
  readonly kind: 'range';
  readonly low: Expression;
  readonly high: Expression;
  readonly span: Span;
}

/** `100 epochs`, `16 steps` */
export interface DurationExpression {
  readonly kind: 'duration';
  readonly count: Expression;
  readonly unit: 'steps' | 'epochs';
  readonly span: Span;
}

/** `2e-4 -> 0`: from one value to another, for schedules. */
export interface TransitionExpression {
  readonly kind: 'transition';
  readonly from: Expression;
  readonly to: Expression;
  readonly span: Span;
}

/** A place where an expression is expected but missing; the parser has reported it. */
export interface MissingExpression {
  readonly kind: 'missing';
  readonly span: Span;
}

// ── bodies ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The `{ … }` of a network, block or function, or of a choice: bindings, then the value. */
export interface Body {
  readonly kind: 'body';
  readonly bindings: readonly Binding[];
  readonly result: Expression;
  readonly span: Span;
}

export type Binding = LetBinding | DrawBinding | UpdateBinding | WeightBinding | StateBinding;

/** `let h = dense(x, 8)` in a body. */
export interface LetBinding {
  readonly kind: 'let-binding';
  readonly name: Identifier;
  readonly value: Expression;
  readonly span: Span;
}

/** `update h <- f(h, x)` in a body: what a carried value is in the next step, or a state from the next step of training on. */
export interface UpdateBinding {
  readonly kind: 'update-binding';
  readonly target: NameExpression;
  readonly value: Expression;
  readonly span: Span;
}

/** `weight k: tensor[3, 3, c, 8] init normal(0.02)` in a body. */
export interface WeightBinding {
  readonly kind: 'weight-binding';
  readonly name: Identifier;
  /** Missing only after a syntax error. */
  readonly type?: TypeNode;
  readonly initializer?: Expression;
  readonly span: Span;
}

/** `state u: tensor[8] init normal(1)`, `state k = 0` in a body. */
export interface StateBinding {
  readonly kind: 'state-binding';
  readonly name: Identifier;
  readonly type?: TypeNode;
  readonly initializer?: Expression;
  readonly value?: Expression;
  readonly span: Span;
}

/** `t ~ uniform(0, 1)[1]` in a body. */
export interface DrawBinding {
  readonly kind: 'draw-binding';
  readonly draw: Draw;
  readonly span: Span;
}

/** `t ~ uniform(0, 1)[1]`, `z ~ normal[100]`, `c ~ class(10)` (a categorical draw). */
export interface Draw {
  readonly kind: 'draw';
  readonly name: Identifier;
  readonly distribution: Identifier;
  readonly arguments: readonly Argument[];
  /** Per-example shape; `[]` for a scalar per example. */
  readonly shape: readonly Expression[];
  readonly span: Span;
}

// ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What parameters, results, weights and data are declared with. */
export type TypeNode = TensorTypeNode | TupleTypeNode;

/** `tensor[2]`, `image[28, 28, 1] in -1..1`, `logit[1]`, `class(10)`, `class(5000)[16]` */
export interface TensorTypeNode {
  readonly kind: 'tensor-type';
  /** `tensor`, `image`, `logit`, `prob`, `score`, `class`. */
  readonly name: Identifier;
  readonly arguments: readonly Expression[];
  readonly shape: readonly Expression[];
  readonly range?: RangeExpression;
  readonly span: Span;
}

/** `(validity: logit[1], label: logit[10])` */
export interface TupleTypeNode {
  readonly kind: 'tuple-type';
  readonly fields: readonly Field[];
  readonly span: Span;
}

/** `x: tensor[2]`: a field of data, or of a tuple type. */
export interface Field {
  readonly kind: 'field';
  readonly name: Identifier;
  readonly type: TypeNode;
  readonly span: Span;
}

/** `x: tensor[h, w, c]`, `channels`, `normalise = true` */
export interface Parameter {
  readonly kind: 'parameter';
  readonly name: Identifier;
  readonly type?: TypeNode;
  readonly default?: Expression;
  readonly span: Span;
}
