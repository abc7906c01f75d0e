/** Concrete → typed tree: types and draws. A missing type is a tensor type whose name is ''. */
import type { CstNode } from 'chevrotain';
import { callArguments, expressions, identifier, range, type Context } from './expressions.ts';
import { node, nodes, spanOfNode, token } from './cst.ts';
import type { DataField, Draw, TensorTypeNode, TypeNode } from '../tree.ts';

export function type(context: Context, cst: CstNode | undefined, before: number): TypeNode {
  const tuple = node(cst, 'tupleType');
  if (!tuple) return tensorType(context, node(cst, 'tensorType'), before);
  const at = spanOfNode(context.source, tuple, before);
  return { kind: 'tuple-type', fields: nodes(tuple, 'field').map((f) => field(context, f, at.end)), span: at };
}

function tensorType(context: Context, cst: CstNode | undefined, before: number): TensorTypeNode {
  const at = spanOfNode(context.source, cst, before);
  const bounds = node(cst, 'range');
  return {
    kind: 'tensor-type',
    name: identifier(context, token(cst, 'Identifier'), at.start),
    arguments: expressions(context, cst, at.end),
    shape: expressions(context, node(cst, 'shape'), at.end),
    ...(bounds ? { range: range(context, bounds, at.end) } : {}),
    span: at,
  };
}

/** `name: type` */
export function field(context: Context, cst: CstNode, before: number): DataField {
  const at = spanOfNode(context.source, cst, before);
  const name = identifier(context, token(cst, 'Identifier'), at.start);
  return { name, type: type(context, node(cst, 'type'), at.end), span: at };
}

export function draw(context: Context, cst: CstNode | undefined, before: number): Draw {
  const at = spanOfNode(context.source, cst, before);
  return {
    name: identifier(context, token(cst, 'name'), at.start),
    distribution: identifier(context, token(cst, 'distribution'), at.end),
    arguments: callArguments(context, node(cst, 'callArguments'), at.end),
    shape: expressions(context, node(cst, 'shape'), at.end),
    span: at,
  };
}
