/** Concrete → typed tree: declarations, bodies, the training program. */
import type { CstNode, IToken, TokenType } from 'chevrotain';
import {
  callArguments,
  expression,
  expressions,
  identifier,
  operation,
  range,
  schedule,
  type Context,
} from './expressions.ts';
import { draw, field, type } from './types.ts';
import { node, nodes, spanOfNode, token, tokens } from './cst.ts';
import { spanOfToken } from '../lexer/lex.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type Span } from '../../diagnostics/source.ts';
import * as t from '../lexer/tokens.ts';
import type {
  Action,
  Body,
  DataDeclaration,
  Declaration,
  DrawBinding,
  EvaluateDeclaration,
  Expression,
  Identifier,
  LetBinding,
  NetworkDeclaration,
  Parameter,
  TrainDeclaration,
  TypeNode,
} from '../tree.ts';

/** A declaration whose head is `head`, from its `declaration` node and the span of all its tokens. */
export function declaration(context: Context, head: IToken, cst: CstNode | undefined, at: Span): Declaration {
  const row = builders.get(head.tokenType);
  if (!row) return { kind: 'unknown', head: identifier(context, head, at.start), span: at };
  return row.build(context, node(cst, row.rule), at);
}

type Build = (context: Context, cst: CstNode | undefined, at: Span) => Declaration;
interface Row {
  readonly rule: string;
  readonly build: Build;
}

const builders: ReadonlyMap<TokenType, Row> = new Map<TokenType, Row>([
  [t.Model, { rule: 'model', build: (c, cst, at) => ({ kind: 'model', name: named(c, cst, at), span: at }) }],
  [t.Const, { rule: 'constant', build: (c, cst, at) => ({ kind: 'const', ...assigned(c, cst, at), span: at }) }],
  [t.Let, { rule: 'binding', build: (c, cst, at) => ({ kind: 'let', ...assigned(c, cst, at), span: at }) }],
  [t.Loss, { rule: 'loss', build: (c, cst, at) => ({ kind: 'loss', ...assigned(c, cst, at), span: at }) }],
  [t.Data, { rule: 'data', build: data }],
  [t.Latent, { rule: 'latent', build: latent }],
  [t.Network, { rule: 'network', build: network }],
  [t.Block, { rule: 'block', build: block }],
  [t.Fn, { rule: 'fn', build: fn }],
  [t.Train, { rule: 'train', build: train }],
  [t.Evaluate, { rule: 'evaluate', build: (c, cst, at) => ({ kind: 'evaluate', ...items(c, cst, at), span: at }) }],
  [t.Show, { rule: 'show', build: (c, cst, at) => ({ kind: 'show', ...items(c, cst, at), span: at }) }],
  [t.Expect, { rule: 'expect', build: expectation }],
]);

function named(context: Context, cst: CstNode | undefined, at: Span): Identifier {
  return identifier(context, token(cst, 'Identifier'), at.end);
}

/** `name = value` */
function assigned(context: Context, cst: CstNode | undefined, at: Span): { name: Identifier; value: Expression } {
  const assignment = node(cst, 'assignment');
  const end = spanOfNode(context.source, assignment, at.end).end;
  return { name: named(context, assignment, at), value: expression(context, node(assignment, 'expression'), end) };
}

function data(context: Context, cst: CstNode | undefined, at: Span): DataDeclaration {
  const nameToken = token(cst, 'Identifier');
  const name = identifier(context, nameToken, at.end);
  const source = expression(context, node(cst, 'expression'), at.end);
  if (cst?.children['LCurly']) {
    const fields = nodes(cst, 'field').map((f) => field(context, f, at.end));
    return { kind: 'data', ...(nameToken ? { name } : {}), fields, source, span: at };
  }
  const fieldType = type(context, node(cst, 'type'), name.span.end);
  const only = { name, type: fieldType, span: span(context.source, name.span.start, fieldType.span.end) };
  return { kind: 'data', fields: [only], source, span: at };
}

function latent(context: Context, cst: CstNode | undefined, at: Span): Declaration {
  return { kind: 'latent', draw: draw(context, node(cst, 'draw'), at.end), span: at };
}

function expectation(context: Context, cst: CstNode | undefined, at: Span): Declaration {
  return { kind: 'expect', condition: expression(context, node(cst, 'expression'), at.end), span: at };
}

// ── networks, blocks, functions ─────────────────────────────────────────────────────────────────────────────────────

function network(context: Context, cst: CstNode | undefined, at: Span): NetworkDeclaration {
  const name = identifier(context, token(cst, 'name'), at.end);
  if (cst?.children['Like']) {
    const like = identifier(context, token(cst, 'like'), at.end);
    return { kind: 'network', name, like, parameters: [], defaults: [], span: at };
  }
  return {
    kind: 'network',
    name,
    parameters: parameters(context, cst, at.end),
    ...result(context, cst, at.end),
    defaults: callArguments(context, cst, at.end),
    body: body(context, node(cst, 'body'), at.end, 'network'),
    span: at,
  };
}

function block(context: Context, cst: CstNode | undefined, at: Span): Declaration {
  return {
    kind: 'block',
    name: named(context, cst, at),
    parameters: parameters(context, cst, at.end),
    ...result(context, cst, at.end),
    body: body(context, node(cst, 'body'), at.end, 'block'),
    span: at,
  };
}

function fn(context: Context, cst: CstNode | undefined, at: Span): Declaration {
  return {
    kind: 'fn',
    name: named(context, cst, at),
    parameters: parameters(context, cst, at.end),
    body: body(context, node(cst, 'body'), at.end, 'function'),
    span: at,
  };
}

function parameters(context: Context, cst: CstNode | undefined, before: number): Parameter[] {
  return nodes(node(cst, 'parameters'), 'parameter').map((parameter) => {
    const at = spanOfNode(context.source, parameter, before);
    const typed = node(parameter, 'type');
    const value = node(parameter, 'expression');
    return {
      name: identifier(context, token(parameter, 'Identifier'), at.start),
      ...(typed ? { type: type(context, typed, at.end) } : {}),
      ...(value ? { default: expression(context, value, at.end) } : {}),
      span: at,
    };
  });
}

function result(context: Context, cst: CstNode | undefined, before: number): { result?: TypeNode } {
  const arrow = node(cst, 'result');
  return arrow ? { result: type(context, node(arrow, 'type'), spanOfNode(context.source, arrow, before).end) } : {};
}

function body(context: Context, cst: CstNode | undefined, before: number, what: string): Body {
  const at = spanOfNode(context.source, cst, before);
  const bindings = nodes(cst, 'statement').map((statement) => binding(context, statement, at.end));
  const value = node(cst, 'expression');
  const close = token(cst, 'RCurly');
  if (close && !value) {
    const last = bindings.findLast((b) => b.kind === 'let')?.name.name;
    const place = spanOfToken(context.source, close);
    context.diagnostics.push(diagnostic('missing-result', { what, ...(last ? { last } : {}) }, place));
  }
  const end = close ? close.startOffset : at.end;
  return { kind: 'body', bindings, result: expression(context, value, end), span: at };
}

function binding(context: Context, cst: CstNode, before: number): LetBinding | DrawBinding {
  const at = spanOfNode(context.source, cst, before);
  const drawn = node(cst, 'draw');
  if (drawn) return { kind: 'draw', draw: draw(context, drawn, at.end), span: at };
  return { kind: 'let', ...assigned(context, node(cst, 'binding'), at), span: at };
}

// ── the training program, evaluation ────────────────────────────────────────────────────────────────────────────────

function train(context: Context, cst: CstNode | undefined, at: Span): TrainDeclaration {
  const batch = node(cst, 'batch');
  return {
    kind: 'train',
    duration: schedule(context, node(cst, 'schedule'), at.end),
    ...(batch ? { batch: operation(context, batch, at.end) } : {}),
    actions: actions(context, cst, at.end),
    span: at,
  };
}

function actions(context: Context, cst: CstNode | undefined, before: number): Action[] {
  return nodes(node(cst, 'actions'), 'action').flatMap((alternatives) => {
    for (const [rule, build] of Object.entries(actionBuilders)) {
      const found = node(alternatives, rule);
      if (found) return [build(context, found, spanOfNode(context.source, found, before))];
    }
    return [];
  });
}

const actionBuilders: Readonly<Record<Action['kind'], (context: Context, cst: CstNode, at: Span) => Action>> = {
  minimize(context, cst, at) {
    const using = node(cst, 'using');
    return {
      kind: 'minimize',
      loss: expression(context, node(cst, 'loss'), at.end),
      over: names(context, cst, at.end),
      ...(using ? { using: expression(context, using, at.end) } : {}),
      span: at,
    };
  },
  repeat: (context, cst, at) => ({
    kind: 'repeat',
    count: operation(context, node(cst, 'operation'), at.end),
    actions: actions(context, cst, at.end),
    span: at,
  }),
  every: (context, cst, at) => ({
    kind: 'every',
    period: schedule(context, node(cst, 'schedule'), at.end),
    actions: actions(context, cst, at.end),
    span: at,
  }),
  clip: (context, cst, at) => ({
    kind: 'clip',
    network: named(context, cst, at),
    range: range(context, node(cst, 'range'), at.end),
    span: at,
  }),
  average: (context, cst, at) => ({
    kind: 'average',
    network: identifier(context, token(cst, 'network'), at.end),
    as: identifier(context, token(cst, 'as'), at.end),
    decay: expression(context, node(cst, 'expression'), at.end),
    span: at,
  }),
};

function names(context: Context, cst: CstNode | undefined, before: number): Identifier[] {
  return tokens(node(cst, 'names'), 'Identifier').map((name) => identifier(context, name, before));
}

/** What `evaluate` and `show` have in common. */
function items(
  context: Context,
  cst: CstNode | undefined,
  at: Span,
): Pick<EvaluateDeclaration, 'every' | 'using' | 'items'> {
  const inner = node(cst, 'report');
  const every = node(inner, 'schedule');
  return {
    ...(every ? { every: schedule(context, every, at.end) } : {}),
    using: names(context, inner, at.end),
    items: expressions(context, inner, at.end),
  };
}
