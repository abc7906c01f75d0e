/** Concrete → typed tree: types. A missing type is a tensor type whose name is ''. */
import type { CstNode } from 'chevrotain';
import { identifier, type Context } from './context.ts';
import { expressions, range } from './expressions.ts';
import { node, nodes, spanOfNode, token } from './cst.ts';
import type { Field, TensorTypeNode, TypeNode } from '../tree/expressions.ts';

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
export function field(context: Context, cst: CstNode, before: number): Field {
  const at = spanOfNode(context.source, cst, before);
  const name = identifier(context, token(cst, 'Identifier'), at.start);
  return { kind: 'field', name, type: type(context, node(cst, 'type'), at.end), span: at };
}
