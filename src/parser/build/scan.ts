/** Concrete → typed tree: `scan x in xs from h = zeros(8) { … }`, and the updates in its body. */
import type { CstNode } from 'chevrotain';
import type { Body, CarriedValue, Expression, ScanExpression, UpdateBinding } from '../tree/expressions.ts';
import { identifier, type Context } from './context.ts';
import { node, nodes, spanOfNode, token } from './cst.ts';

/** How the parts are built, which may contain scans themselves. */
export interface PartBuilders {
  readonly expression: (context: Context, cst: CstNode | undefined, before: number) => Expression;
  readonly rangeOrValue: (context: Context, cst: CstNode | undefined, before: number) => Expression;
  readonly body: (context: Context, cst: CstNode | undefined, before: number, what: string) => Body;
}

export function scan(context: Context, cst: CstNode, before: number, build: PartBuilders): ScanExpression {
  const { source } = context;
  const at = spanOfNode(source, cst, before);
  const carried = nodes(cst, 'assignment').map((assignment): CarriedValue => {
    const whole = spanOfNode(source, assignment, at.end);
    return {
      kind: 'carried-value',
      name: identifier(context, token(assignment, 'Identifier'), whole.start),
      value: build.expression(context, node(assignment, 'expression'), whole.end),
      span: whole,
    };
  });
  return {
    kind: 'scan',
    variable: identifier(context, token(cst, 'Identifier'), at.end),
    over: build.rangeOrValue(context, node(cst, 'rangeOrValue'), at.end),
    carried,
    body: build.body(context, node(cst, 'body'), at.end, 'scan'),
    span: at,
  };
}

export function update(context: Context, cst: CstNode, before: number, build: PartBuilders): UpdateBinding {
  const at = spanOfNode(context.source, cst, before);
  const { name, span } = identifier(context, token(cst, 'Identifier'), at.end);
  return {
    kind: 'update-binding',
    target: { kind: 'name', name, span },
    value: build.expression(context, node(cst, 'expression'), at.end),
    span: at,
  };
}
