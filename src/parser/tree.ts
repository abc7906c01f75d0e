/**
 * The syntax tree: what was written, nothing derived. Every node has the span it came from; a half-typed file yields a
 * tree too, in which what is missing is an `Identifier` named '' or an expression of kind `missing`.
 */
import type { Span } from '../diagnostics/source.ts';

export interface Identifier {
  readonly kind: 'identifier';
  readonly name: string;
  readonly span: Span;
}

export interface Comment {
  readonly kind: 'comment';
  /** With its slashes, without the line break. */
  readonly text: string;
  /** `///` */
  readonly documentation: boolean;
  readonly span: Span;
}

/** A whole file. */
export interface Spec {
  readonly kind: 'spec';
  readonly declarations: readonly Declaration[];
  /** All comments, in order. */
  readonly comments: readonly Comment[];
  readonly span: Span;
}

// ── declarations ────────────────────────────────────────────────────────────────────────────────────────────────────

export type Declaration =
  | ModelDeclaration
  | ConstDeclaration
  | DataDeclaration
  | LatentDeclaration
  | NetworkDeclaration
  | BlockDeclaration
  | FunctionDeclaration
  | LetDeclaration
  | LossDeclaration
  | TrainDeclaration
  | EvaluateDeclaration
  | ShowDeclaration
  | ExpectDeclaration
  | UnknownDeclaration;

interface Declared {
  /** The `///` lines above, joined by line breaks, without slashes. */
  readonly documentation?: string;
  /** Its text has mistakes that have been reported; from this offset on, what it holds is guesswork. */
  readonly broken?: { readonly from: number };
  readonly span: Span;
}

/** `model ring` */
export interface ModelDeclaration extends Declared {
  readonly kind: 'model';
  readonly name: Identifier;
}

/** `const width = 64` */
export interface ConstDeclaration extends Declared {
  readonly kind: 'const';
  readonly name: Identifier;
  readonly value: Expression;
}

/** `data x: tensor[2] from ring(modes: 8)` or `data digits { x: image[28, 28, 1] in -1..1  label: class(10) } from digits()` */
export interface DataDeclaration extends Declared {
  readonly kind: 'data';
  /** Set for the form with braces only. */
  readonly name?: Identifier;
  readonly fields: readonly DataField[];
  readonly source: Expression;
}
export interface DataField {
  readonly name: Identifier;
  readonly type: TypeNode;
  readonly span: Span;
}

/** `latent z ~ normal[100]`, `latent z ~ uniform(-1, 1)[100]`; a file's latents and a body's draws are one form. */
export interface LatentDeclaration extends Declared {
  readonly kind: 'latent';
  readonly draw: Draw;
}

/** `network G(z: tensor[2]) -> tensor[2] with init: normal(0.02) { … }` or `network G_BA like G_AB` */
export interface NetworkDeclaration extends Declared {
  readonly kind: 'network';
  readonly name: Identifier;
  readonly like?: Identifier;
  readonly parameters: readonly Parameter[];
  readonly result?: TypeNode;
  /** Layer options for every layer of the network that takes them. */
  readonly defaults: readonly Argument[];
  readonly body?: Body;
}

/** `block down(x: tensor[h, w, c], channels, normalise = true) -> tensor[h / 2, w / 2, channels] { … }` */
export interface BlockDeclaration extends Declared {
  readonly kind: 'block';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly result?: TypeNode;
  readonly body: Body;
}

/** `fn gradient_penalty(D, real, fake, target = 1.0) { … }` */
export interface FunctionDeclaration extends Declared {
  readonly kind: 'fn';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export interface Parameter {
  readonly name: Identifier;
  readonly type?: TypeNode;
  readonly default?: Expression;
  readonly span: Span;
}

/** `let fake = G(z)` */
export interface LetDeclaration extends Declared {
  readonly kind: 'let';
  readonly name: Identifier;
  readonly value: Expression;
}

/** `loss d = …` */
export interface LossDeclaration extends Declared {
  readonly kind: 'loss';
  readonly name: Identifier;
  readonly value: Expression;
}

/** `train for 5_000 steps, batch 256 { … }` */
export interface TrainDeclaration extends Declared {
  readonly kind: 'train';
  /** Usually a {@link DurationExpression}. */
  readonly duration: Expression;
  readonly batch?: Expression;
  readonly actions: readonly Action[];
}

/** `evaluate every 1_000 steps using G_ema { modes(fake, x) }` */
export interface EvaluateDeclaration extends Declared {
  readonly kind: 'evaluate';
  readonly every?: Expression;
  readonly using: readonly Identifier[];
  readonly items: readonly Expression[];
}

/** `show every 1 epochs using G_ema { grid(fake, 8, 8) }` */
export interface ShowDeclaration extends Declared {
  readonly kind: 'show';
  readonly every?: Expression;
  readonly using: readonly Identifier[];
  readonly items: readonly Expression[];
}

/** `expect parameters(G) == 3_576_704` */
export interface ExpectDeclaration extends Declared {
  readonly kind: 'expect';
  readonly condition: Expression;
}

/** A declaration whose head is no keyword (`netwrk G(…) { … }`), skipped to its end; the parser has reported it. */
export interface UnknownDeclaration extends Declared {
  readonly kind: 'unknown';
  readonly head: Identifier;
}

/** A network's, block's or function's `{ … }`: bindings, then the value. */
export interface Body {
  readonly kind: 'body';
  readonly bindings: readonly (LetBinding | DrawBinding)[];
  readonly result: Expression;
  readonly span: Span;
}
export interface LetBinding {
  readonly kind: 'let';
  readonly name: Identifier;
  readonly value: Expression;
  readonly span: Span;
}
export interface DrawBinding {
  readonly kind: 'draw';
  readonly draw: Draw;
  readonly span: Span;
}
/** `t ~ uniform(0, 1)[1]`, `z ~ normal[100]`, `c ~ class(10)` (a categorical draw). */
export interface Draw {
  readonly name: Identifier;
  readonly distribution: Identifier;
  readonly arguments: readonly Argument[];
  /** Per-example shape; `[]` for a scalar per example. */
  readonly shape: readonly Expression[];
  readonly span: Span;
}

// ── the training program ────────────────────────────────────────────────────────────────────────────────────────────

export type Action = MinimizeAction | RepeatAction | EveryAction | ClipAction | AverageAction;

/** `minimize d over D, E using adam(1e-3, beta1: 0.5)` */
export interface MinimizeAction {
  readonly kind: 'minimize';
  readonly loss: Expression;
  readonly over: readonly Identifier[];
  readonly using?: Expression;
  readonly span: Span;
}
/** `repeat 5 { … }` */
export interface RepeatAction {
  readonly kind: 'repeat';
  readonly count: Expression;
  readonly actions: readonly Action[];
  readonly span: Span;
}
/** `every 16 steps { … }` */
export interface EveryAction {
  readonly kind: 'every';
  readonly period: Expression;
  readonly actions: readonly Action[];
  readonly span: Span;
}
/** `clip D to -0.01..0.01` */
export interface ClipAction {
  readonly kind: 'clip';
  readonly network: Identifier;
  readonly range: Expression;
  readonly span: Span;
}
/** `average G as G_ema decay 0.999` */
export interface AverageAction {
  readonly kind: 'average';
  readonly network: Identifier;
  readonly as: Identifier;
  readonly decay: Expression;
  readonly span: Span;
}

// ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  readonly fields: readonly { readonly name: Identifier; readonly type: TypeNode; readonly span: Span }[];
  readonly span: Span;
}

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

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
/** `dense(128, bias: false)` */
export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Identifier;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}
export interface Argument {
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
/** `x[0, 1..4, :, _]`: an index, a range (both ends included), everything, a new axis. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly object: Expression;
  readonly indices: readonly IndexItem[];
  readonly span: Span;
}
export type IndexItem =
  | { readonly kind: 'all'; readonly span: Span }
  | { readonly kind: 'new-axis'; readonly span: Span }
  | { readonly kind: 'at'; readonly value: Expression; readonly span: Span };

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
export type Stage = CallStage | RepeatStage | ForStage;
/** `relu`, `dense(128)`: the value so far is the first argument. */
export interface CallStage {
  readonly kind: 'call-stage';
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
/** `[256, 128]` */
export interface ListExpression {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}
/** `(validity: a, label: b)`: a network's result of several values. */
export interface TupleExpression {
  readonly kind: 'tuple';
  readonly fields: readonly { readonly name: Identifier; readonly value: Expression; readonly span: Span }[];
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
/** Where an expression should stand and none does; the parser has reported it. */
export interface MissingExpression {
  readonly kind: 'missing';
  readonly span: Span;
}
