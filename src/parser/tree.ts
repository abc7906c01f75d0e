/**
 * The syntax tree: what was written, nothing derived. Every node has a `kind` of its own and the span that it came from; a
 * half-typed file yields a tree too, in which what is missing is an `Identifier` named '' or an expression of kind
 * `missing`. `walk.ts` goes through it.
 */
import type { Span } from '../diagnostics/source.ts';
import type { Action } from './declarations/actions.ts';
import type { Declaration, DeclarationPart } from './declarations/index.ts';
import type { Comment } from './tree/comment.ts';
import type {
  Argument,
  Body,
  Draw,
  DrawBinding,
  Expression,
  IndexItem,
  LetBinding,
  Stage,
  TupleField,
} from './tree/expressions.ts';
import type { Identifier, NameReference } from './tree/names.ts';
import type { Field, Parameter, TypeNode } from './tree/types.ts';

export type * from './declarations/index.ts';
export type * from './tree/comment.ts';
export type * from './tree/expressions.ts';
export type * from './tree/names.ts';
export type * from './tree/types.ts';

/** Every node of the tree; comments lie beside it. */
export type Node =
  | Spec
  | Declaration
  | DeclarationPart
  | Parameter
  | Field
  | TypeNode
  | Body
  | LetBinding
  | DrawBinding
  | Draw
  | Action
  | Expression
  | Argument
  | IndexItem
  | TupleField
  | Stage
  | Identifier
  | NameReference;

/** Which node has that kind. */
export type NodeOfKind<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** A whole file. */
export interface Spec {
  readonly kind: 'spec';
  readonly declarations: readonly Declaration[];
  /** All comments, in order. */
  readonly comments: readonly Comment[];
  readonly span: Span;
}
