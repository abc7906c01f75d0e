/** Concrete → typed tree: `scan x in xs from h = full(8) { … }`. */
import type { CstNode } from 'chevrotain';
import type { CarriedValue, Expression, ScanExpression } from '../tree/expressions.ts';
import { identifier, type Context } from './context.ts';
import { node, nodes, spanOfNode, token } from './cst.ts';

/** How the parts are built, which may contain scans themselves. */
export interface PartBuilders {
  readonly expression: (context: Context, cst: CstNode | undefined, before: number) => Expression;
  readonly rangeOrValue: (context: Context, cst: CstNode | undefined, before: number) => Expression;
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
    body: context.body(context, node(cst, 'body'), at.end, 'scan'),
    span: at,
  };
}
