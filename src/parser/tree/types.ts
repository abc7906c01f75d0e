/** The types that parameters, results and data are declared with. */
import type { Span } from '../../diagnostics/source.ts';
import type { Expression, RangeExpression } from './expressions.ts';
import type { Identifier } from './names.ts';

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
