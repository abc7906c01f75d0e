/** Concrete → typed tree: bodies, and the statements in them. */
import type { CstNode } from 'chevrotain';
import { diagnostic } from '../../diagnostics/report.ts';
import type { Span } from '../../diagnostics/source.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import type { Binding, Body, Draw, Expression, TypeNode, UpdateBinding } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import { identifier, type Context } from './context.ts';
import { node, nodes, spanOfNode, token } from './cst.ts';
import { callArguments, expression, expressions } from './expressions.ts';
import { type } from './types.ts';

/** `what` names the owner of the body in messages. */
export function body(context: Context, cst: CstNode | undefined, before: number, what: string): Body {
  const at = spanOfNode(context.source, cst, before);
  const bindings = nodes(cst, 'statement').map((statement) => binding(context, statement, at.end));
  const value = node(cst, 'expression');
  const close = token(cst, 'RCurly');
  if (close && !value) {
    const last = bindings.findLast((b) => b.kind === 'let-binding')?.name.name;
    const place = spanOfToken(context.source, close);
    context.diagnostics.push(diagnostic('missing-result', { what, ...(last ? { last } : {}) }, place));
  }
  const end = close ? close.startOffset : at.end;
  return { kind: 'body', bindings, result: expression(context, value, end), span: at };
}

function binding(context: Context, cst: CstNode, before: number): Binding {
  const at = spanOfNode(context.source, cst, before);
  const drawn = node(cst, 'draw');
  if (drawn) return { kind: 'draw-binding', draw: draw(context, drawn, at.end), span: at };
  const updated = node(cst, 'update');
  if (updated) return update(context, updated, before);
  const weight = node(cst, 'weight');
  if (weight) return { kind: 'weight-binding', ...stored(context, weight, at), span: at };
  const state = node(cst, 'state');
  if (state) return { kind: 'state-binding', ...stored(context, state, at), span: at };
  return { kind: 'let-binding', ...assigned(context, node(cst, 'binding'), at), span: at };
}

/** `name = value` */
export function assigned(
  context: Context,
  cst: CstNode | undefined,
  at: Span,
): { name: Identifier; value: Expression } {
  const assignment = node(cst, 'assignment');
  const end = spanOfNode(context.source, assignment, at.end).end;
  return {
    name: identifier(context, token(assignment, 'Identifier'), at.end),
    value: expression(context, node(assignment, 'expression'), end),
  };
}

export function draw(context: Context, cst: CstNode | undefined, before: number): Draw {
  const at = spanOfNode(context.source, cst, before);
  return {
    kind: 'draw',
    name: identifier(context, token(cst, 'name'), at.start),
    distribution: identifier(context, token(cst, 'distribution'), at.end),
    arguments: callArguments(context, node(cst, 'callArguments'), at.end),
    shape: expressions(context, node(cst, 'shape'), at.end),
    span: at,
  };
}

function update(context: Context, cst: CstNode, before: number): UpdateBinding {
  const at = spanOfNode(context.source, cst, before);
  return { kind: 'update-binding', ...updated(context, cst, at), span: at };
}

/** `name <- value` */
export function updated(context: Context, cst: CstNode, at: Span): Pick<UpdateBinding, 'target' | 'value'> {
  const { name, span } = identifier(context, token(cst, 'Identifier'), at.end);
  return { target: { kind: 'name', name, span }, value: expression(context, node(cst, 'expression'), at.end) };
}

interface Stored {
  readonly name: Identifier;
  readonly type?: TypeNode;
  readonly initializer?: Expression;
  readonly value?: Expression;
}

/** `name: type init initializer`, `name = value` */
export function stored(context: Context, cst: CstNode, at: Span): Stored {
  const [typed, starts, value] = [node(cst, 'type'), node(cst, 'initializer'), node(cst, 'value')];
  return {
    name: identifier(context, token(cst, 'Identifier'), at.end),
    ...(typed && { type: type(context, typed, at.end) }),
    ...(starts && { initializer: expression(context, starts, at.end) }),
    ...(value && { value: expression(context, value, at.end) }),
  };
}
