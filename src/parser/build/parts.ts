/** Concrete → typed tree: the parts that several declarations share. */
import type { CstNode } from 'chevrotain';
import type { Span } from '../../diagnostics/source.ts';
import type { Expression, Parameter, TypeNode } from '../tree/expressions.ts';
import type { NameReference } from '../tree/names.ts';
import { identifier, nameReference, type Context } from './context.ts';
import { node, nodes, spanOfNode, token } from './cst.ts';
import { expression, expressions, schedule } from './expressions.ts';
import { type } from './types.ts';

export function parameters(context: Context, cst: CstNode | undefined, before: number): Parameter[] {
  return nodes(node(cst, 'parameters'), 'parameter').map((parameter): Parameter => {
    const at = spanOfNode(context.source, parameter, before);
    const typed = node(parameter, 'type');
    const value = node(parameter, 'expression');
    return {
      kind: 'parameter',
      name: identifier(context, token(parameter, 'Identifier'), at.start),
      ...(typed ? { type: type(context, typed, at.end) } : {}),
      ...(value ? { default: expression(context, value, at.end) } : {}),
      span: at,
    };
  });
}

export function result(context: Context, cst: CstNode | undefined, before: number): { result?: TypeNode } {
  const arrow = node(cst, 'result');
  return arrow ? { result: type(context, node(arrow, 'type'), spanOfNode(context.source, arrow, before).end) } : {};
}

export function names(context: Context, cst: CstNode | undefined, before: number): NameReference[] {
  return nodes(node(cst, 'names'), 'nameReference').map((name) => nameReference(context, name, before));
}

interface Observed {
  readonly every?: Expression;
  readonly using: readonly NameReference[];
  readonly items: readonly Expression[];
}

/** The parts that `evaluate` and `show` share. */
export function observed(context: Context, cst: CstNode | undefined, at: Span): Observed {
  const inner = node(cst, 'report');
  const every = node(inner, 'schedule');
  return {
    ...(every ? { every: schedule(context, every, at.end) } : {}),
    using: names(context, inner, at.end),
    items: expressions(context, inner, at.end),
  };
}
