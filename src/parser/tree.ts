/**
 * The syntax tree: what was written, nothing derived. Every node has a `kind`, and the span that it was read from. A
 * half-typed file yields a tree, too; what is missing is then an `Identifier` named '' or an expression of kind
 * `missing`. `walk.ts` traverses it.
 */
import type { Span } from '../diagnostics/source.ts';
import type { Action } from './declarations/actions.ts';
import type { Declaration, DeclarationPart } from './declarations/index.ts';
import type { Comment } from './tree/comment.ts';
import type {
  Argument,
  Body,
  CarriedValue,
  Draw,
  DrawBinding,
  Expression,
  Field,
  IndexItem,
  LetBinding,
  Parameter,
  Stage,
  StateBinding,
  TupleField,
  TypeNode,
  UpdateBinding,
  WeightBinding,
} from './tree/expressions.ts';
import type { Identifier, NameReference } from './tree/names.ts';

export type * from './declarations/index.ts';
export type * from './tree/comment.ts';
export type * from './tree/expressions.ts';
export type * from './tree/names.ts';

/** Every node of the tree; comments are kept separately. */
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
  | UpdateBinding
  | WeightBinding
  | StateBinding
  | CarriedValue
  | Draw
  | Action
  | Expression
  | Argument
  | IndexItem
  | TupleField
  | Stage
  | Identifier
  | NameReference;

/** The type of the nodes of a kind. */
export type NodeOfKind<K extends Node['kind']> = Extract<Node, { readonly kind: K }>;

/** A whole file. */
export interface Spec {
  readonly kind: 'spec';
  readonly declarations: readonly Declaration[];
  /** All comments, in text order. */
  readonly comments: readonly Comment[];
  readonly span: Span;
}
