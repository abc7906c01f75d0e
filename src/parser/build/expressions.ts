/** Concrete → typed tree: values. What is missing becomes `missing` or an identifier named ''. */
import type { CstNode, IToken } from 'chevrotain';
import { node, nodes, spanOfNode, token, tokens } from './cst.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { spanOfToken } from '../lexer/lex.ts';
import { numberValue, stringValue } from './literals.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { climb, precedence, type Operand } from './precedence.ts';
import { cover, span, textOf, type SourceFile, type Span } from '../../diagnostics/source.ts';
import { lookalikeOf } from '../lexer/tokens.ts';
import type {
  Argument,
  BinaryOperator,
  DurationExpression,
  Expression,
  Identifier,
  IndexItem,
  MissingExpression,
  RangeExpression,
  Stage,
} from '../tree.ts';

export interface Context {
  readonly source: SourceFile;
  /** Takes what the grammar lets through and the language does not. */
  readonly diagnostics: Diagnostic[];
}

/** More operators than this in one expression would overflow the stack of whoever walks the tree. */
export const operatorLimit = 400;

/** An expression and the text it came from, parentheses included; the expression's own span leaves them out. */
interface Placed {
  readonly value: Expression;
  readonly span: Span;
}

export function identifier(context: Context, from: IToken | undefined, before: number): Identifier {
  return from
    ? { kind: 'identifier', name: from.image, span: spanOfToken(context.source, from) }
    : { kind: 'identifier', name: '', span: span(context.source, before, before) };
}

function missing(context: Context, before: number): MissingExpression {
  return { kind: 'missing', span: span(context.source, before, before) };
}

// ── pipes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `before` is the offset to use when nothing stands there. */
export function expression(context: Context, cst: CstNode | undefined, before: number): Expression {
  const { source } = context;
  const operationNode = node(cst, 'operation');
  const links = nodes(cst, 'link');
  if (links.filter(isSlip).length > operatorLimit) return tooComplex(context, spanOfNode(source, cst, before));

  let left: Placed = {
    value: operation(context, operationNode, before),
    span: spanOfNode(source, operationNode, before),
  };
  for (let i = 0; i < links.length;) {
    if (isSlip(links[i]!)) {
      left = operatorAfterPipe(context, left, links[i++]!);
      continue;
    }
    const stages: Stage[] = [];
    let end = left.span;
    for (; i < links.length && !isSlip(links[i]!); i++) {
      end = spanOfNode(source, links[i], end.end);
      stages.push(stage(context, node(links[i], 'stage'), end.end));
    }
    const at = cover(left.span, end);
    left = { value: { kind: 'pipe', input: left.value, stages, span: at }, span: at };
  }
  return left.value;
}

const isSlip = (link: CstNode): boolean => tokens(link, 'BinaryOperator').length > 0;

/** `x |> f + y`: taken as `(x |> f) + y`, and reported. */
function operatorAfterPipe(context: Context, left: Placed, link: CstNode): Placed {
  const { source, diagnostics } = context;
  const operatorToken = token(link, 'BinaryOperator')!;
  const operator = operatorOf(operatorToken);
  const at = spanOfToken(source, operatorToken);
  const rightNode = node(link, 'operation');
  const right = operation(context, rightNode, at.end);
  const rest = spanOfNode(source, rightNode, at.end);
  const pipe = left.span;
  const edits = [
    { span: span(source, pipe.start, pipe.start), replacement: '(' },
    { span: span(source, pipe.end, pipe.end), replacement: ')' },
  ];
  diagnostics.push(
    diagnostic('operator-after-pipe', { operator, pipe: short(pipe), rest: short(rest) }, at, {
      labels: [{ span: pipe, text: 'the pipe' }],
      fix: { title: 'put the pipe in parentheses', edits, safe: false },
    }),
  );
  const whole = cover(pipe, rest);
  return { value: { kind: 'binary', operator, left: left.value, right, span: whole }, span: whole };
}

/** For messages: text on one line, its middle left out when it is long. */
function short(at: Span): string {
  const text = textOf(at).replaceAll(/\s+/g, ' ');
  return text.length <= 40 ? text : `${text.slice(0, 25)}…${text.slice(-12)}`;
}

function stage(context: Context, cst: CstNode | undefined, before: number): Stage {
  const at = spanOfNode(context.source, cst, before);
  const stages = (): Stage[] => nodes(node(cst, 'stages'), 'stage').map((s) => stage(context, s, at.end));
  if (cst?.children['Repeat']) {
    const count = expression(context, node(cst, 'expression'), at.end);
    return { kind: 'repeat-stage', count, stages: stages(), span: at };
  }
  if (cst?.children['For']) {
    const variable = identifier(context, token(cst, 'variable'), at.end);
    const over = rangeOrValue(context, node(cst, 'rangeOrValue'), at.end);
    return { kind: 'for-stage', variable, over, stages: stages(), span: at };
  }
  const callee = identifier(context, token(cst, 'callee'), at.end);
  return {
    kind: 'call-stage',
    callee,
    arguments: callArguments(context, node(cst, 'callArguments'), at.end),
    span: at,
  };
}

// ── operations ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A lookalike such as `−` or `**` is the operator that it stands for. */
function operatorOf(from: IToken): BinaryOperator {
  return (lookalikeOf.get(from.tokenType)?.meant ?? from.image) as BinaryOperator;
}

export function operation(context: Context, cst: CstNode | undefined, before: number): Expression {
  if (!cst) return missing(context, before);
  const { source } = context;
  const operandNodes = nodes(cst, 'operand');
  const operators = tokens(cst, 'BinaryOperator');
  const prefixes = operandNodes.map((operandNode) => tokens(operandNode, 'PrefixOperator'));
  // Most operations are a single operand.
  if (operators.length === 0 && !prefixes[0]?.length) return operand(context, operandNodes[0], before).value;
  if (operators.length + prefixes.flat().length > operatorLimit) {
    return tooComplex(context, spanOfNode(source, cst, before));
  }

  const operands: Operand<Placed>[] = [];
  for (let i = 0; i <= operators.length; i++) {
    const last = prefixes[i]?.at(-1) ?? operators[i - 1];
    const start = last ? last.endOffset! + 1 : before;
    operands.push({ prefixCount: prefixes[i]?.length ?? 0, value: operand(context, operandNodes[i], start) });
  }

  /** Comparisons that stand bare in this operation, and so may not be compared again. */
  const comparisons = new Set<Expression>();
  const whole = climb<Placed>(
    operands,
    operators.map(operatorOf),
    (at, prefix, { value, span: inner }) => {
      const sign = prefixes[at]![prefix]!;
      const place = cover(spanOfToken(source, sign), inner);
      const operator = sign.image === '!' ? '!' : '-';
      return { value: { kind: 'unary', operator, operand: value, span: place }, span: place };
    },
    (at, left, right) => {
      const operator = operatorOf(operators[at]!);
      const place = cover(left.span, right.span);
      const value: Expression = { kind: 'binary', operator, left: left.value, right: right.value, span: place };
      if (precedence[operator].associates === 'none') {
        if (comparisons.has(left.value) && left.value.kind === 'binary') {
          const second = `${short(left.value.right.span)} ${operator} ${short(right.span)}`;
          const parameters = { first: short(left.span), second };
          context.diagnostics.push(diagnostic('comparison-chain', parameters, spanOfToken(source, operators[at]!)));
        }
        comparisons.add(value);
      }
      return { value, span: place };
    },
  );
  return whole.value;
}

function tooComplex(context: Context, at: Span): MissingExpression {
  context.diagnostics.push(diagnostic('too-complex', { what: 'this expression', limit: operatorLimit }, at));
  return { kind: 'missing', span: at };
}

/** A primary with its postfixes, without its prefixes. */
function operand(context: Context, cst: CstNode | undefined, before: number): Placed {
  const { source } = context;
  const primaryNode = node(cst, 'primary');
  const postfixes = nodes(cst, 'postfix');
  let left: Placed = { value: primary(context, primaryNode, before), span: spanOfNode(source, primaryNode, before) };
  if (postfixes.length > operatorLimit) {
    const at = cover(left.span, spanOfNode(source, postfixes.at(-1), left.span.end));
    return { value: tooComplex(context, at), span: at };
  }
  for (const postfix of postfixes) {
    const at = cover(left.span, spanOfNode(source, postfix, left.span.end));
    if (postfix.children['Dot']) {
      const member = identifier(context, token(postfix, 'Identifier'), at.end);
      left = { value: { kind: 'member', object: left.value, member, span: at }, span: at };
    } else {
      const indices = nodes(postfix, 'indexItem').map((item) => indexItem(context, item, at.end));
      left = { value: { kind: 'index', object: left.value, indices, span: at }, span: at };
    }
  }
  return left;
}

function indexItem(context: Context, cst: CstNode, before: number): IndexItem {
  const at = spanOfNode(context.source, cst, before);
  if (cst.children['Colon']) return { kind: 'all', span: at };
  if (cst.children['NewAxis']) return { kind: 'new-axis', span: at };
  return { kind: 'at', value: rangeOrValue(context, node(cst, 'rangeOrValue'), before), span: at };
}

function primary(context: Context, cst: CstNode | undefined, before: number): Expression {
  const { source, diagnostics } = context;
  const at = spanOfNode(source, cst, before);
  const number = token(cst, 'NumberLiteral');
  if (number) return { kind: 'number', value: numberValue(source, number, diagnostics), span: at };
  const string = token(cst, 'StringLiteral');
  if (string) return { kind: 'string', value: stringValue(source, string, diagnostics), span: at };
  if (token(cst, 'True')) return { kind: 'boolean', value: true, span: at };
  if (token(cst, 'False')) return { kind: 'boolean', value: false, span: at };
  const name = token(cst, 'Identifier');
  if (name) {
    const call = node(cst, 'callArguments');
    if (!call) return { kind: 'name', name: name.image, span: at };
    const callee = identifier(context, name, before);
    return { kind: 'call', callee, arguments: callArguments(context, call, at.end), span: at };
  }
  const list = node(cst, 'list');
  if (list) return { kind: 'list', items: expressions(context, list, at.end), span: at };
  return parenthesised(context, node(cst, 'parenthesised'), before);
}

function parenthesised(context: Context, cst: CstNode | undefined, before: number): Expression {
  if (!cst) return missing(context, before);
  const at = spanOfNode(context.source, cst, before);
  const fields = nodes(cst, 'tupleField');
  if (fields.length === 0) return expression(context, node(cst, 'expression'), at.end);
  const built = fields.map((field) => {
    const place = spanOfNode(context.source, field, at.end);
    const name = identifier(context, token(field, 'Identifier'), place.start);
    return { name, value: expression(context, node(field, 'expression'), place.end), span: place };
  });
  return { kind: 'tuple', fields: built, span: at };
}

/** The `expression` children of a list, a shape, a type's arguments. */
export function expressions(context: Context, cst: CstNode | undefined, before: number): Expression[] {
  return nodes(cst, 'expression').map((e) => expression(context, e, before));
}

// ── arguments, ranges, durations ────────────────────────────────────────────────────────────────────────────────────

/** The `argument` children of a call, or of a network's `with`. */
export function callArguments(context: Context, cst: CstNode | undefined, before: number): Argument[] {
  return nodes(cst, 'argument').map((argument) => {
    const at = spanOfNode(context.source, argument, before);
    const name = token(argument, 'Identifier');
    const value = argumentValue(context, node(argument, 'argumentValue'), at.end);
    return { ...(name ? { name: identifier(context, name, before) } : {}), value, span: at };
  });
}

function argumentValue(context: Context, cst: CstNode | undefined, before: number): Expression {
  const at = spanOfNode(context.source, cst, before);
  const first = expression(context, node(cst, 'expression'), at.start);
  if (cst?.children['DotDot']) {
    return { kind: 'range', low: first, high: operation(context, node(cst, 'high'), at.end), span: at };
  }
  if (cst?.children['Arrow']) {
    return { kind: 'transition', from: first, to: operation(context, node(cst, 'to'), at.end), span: at };
  }
  const unit = token(cst, 'unit');
  return unit ? { kind: 'duration', count: first, unit: unitOf(unit), span: at } : first;
}

const unitOf = (unit: IToken): DurationExpression['unit'] => (unit.image === 'epochs' ? 'epochs' : 'steps');

/** `100 epochs`; the count alone when the unit is missing, which the grammar has reported. */
export function schedule(context: Context, cst: CstNode | undefined, before: number): Expression {
  const at = spanOfNode(context.source, cst, before);
  const count = operation(context, node(cst, 'operation'), at.start);
  const unit = token(cst, 'unit');
  return unit ? { kind: 'duration', count, unit: unitOf(unit), span: at } : count;
}

function rangeOrValue(context: Context, cst: CstNode | undefined, before: number): Expression {
  return cst?.children['DotDot'] ? range(context, cst, before) : operation(context, node(cst, 'operation'), before);
}

export function range(context: Context, cst: CstNode | undefined, before: number): RangeExpression {
  const at = spanOfNode(context.source, cst, before);
  const low = operation(context, node(cst, 'operation'), at.start);
  return { kind: 'range', low, high: operation(context, node(cst, 'high'), at.end), span: at };
}
