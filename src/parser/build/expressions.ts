/** Concrete → typed tree: values. What is missing becomes `missing` or an identifier named ''. */
import type { CstNode, IToken } from 'chevrotain';
import { node, nodes, spanOfNode, token, tokens } from './cst.ts';
import { identifier, missing, qualified, type Context } from './context.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import { numberValue, stringValue } from './literals.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { scan } from './scan.ts';
import { climb, precedence, type Operand } from './precedence.ts';
import { cover, span, textOf, type Span } from '../../diagnostics/source.ts';
import { lookalikeOf } from '../tokens/tokens.ts';
import type {
  Argument,
  BinaryOperator,
  DurationExpression,
  Expression,
  IfExpression,
  IfStage,
  IndexItem,
  MissingExpression,
  RangeExpression,
  Stage,
  TupleField,
} from '../tree/expressions.ts';

/** More operators than this in one expression could overflow the stack when the tree is walked. */
export const operatorLimit = 400;

// ── pipes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** If there is no expression, one of kind `missing` at the offset `before`. */
export function expression(context: Context, cst: CstNode | undefined, before: number): Expression {
  const { source } = context;
  const links = nodes(cst, 'link');
  if (links.filter(isSlip).length > operatorLimit) return tooComplex(context, spanOfNode(source, cst, before));

  // An operand that is missing before a link belongs there, not at the end.
  const start = links.length > 0 ? spanOfNode(source, cst, before).start : before;
  let left = operation(context, node(cst, 'operation'), start);
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
    left = { kind: 'pipe', input: left, stages, span: cover(left.span, end) };
  }
  return left;
}

const isSlip = (link: CstNode): boolean => tokens(link, 'BinaryOperator').length > 0;

/** `x |> f + y`: treated as `(x |> f) + y`, and reported. */
function operatorAfterPipe(context: Context, left: Expression, link: CstNode): Expression {
  const { source, diagnostics } = context;
  const operatorToken = token(link, 'BinaryOperator')!;
  const operator = operatorOf(operatorToken);
  const at = spanOfToken(source, operatorToken);
  const right = operation(context, node(link, 'operation'), at.end);
  const pipe = left.span;
  const edits = [
    { span: span(source, pipe.start, pipe.start), replacement: '(' },
    { span: span(source, pipe.end, pipe.end), replacement: ')' },
  ];
  diagnostics.push(
    diagnostic('operator-after-pipe', { operator, pipe: short(pipe), rest: short(right.span) }, at, {
      labels: [{ span: pipe, text: 'the pipe' }],
      fix: { title: 'put the pipe in parentheses', edits, safe: false },
    }),
  );
  return { kind: 'binary', operator, left, right, span: cover(pipe, right.span) };
}

/** For messages: the text on one line, with the middle of a long one left out. */
function short(at: Span): string {
  const text = textOf(at).replaceAll(/\s+/g, ' ');
  return text.length <= 40 ? text : `${text.slice(0, 25)}…${text.slice(-12)}`;
}

function stage(context: Context, cst: CstNode | undefined, before: number): Stage {
  const at = spanOfNode(context.source, cst, before);
  if (cst?.children['Repeat']) {
    const count = expression(context, node(cst, 'expression'), at.end);
    return { kind: 'repeat-stage', count, stages: stages(context, node(cst, 'stages'), at.end), span: at };
  }
  const loop = node(cst, 'loop');
  if (loop) {
    const variable = identifier(context, token(loop, 'Identifier'), at.end);
    const over = rangeOrValue(context, node(loop, 'rangeOrValue'), at.end);
    return { kind: 'for-stage', variable, over, stages: stages(context, node(loop, 'stages'), at.end), span: at };
  }
  const choice = node(cst, 'stageChoice');
  if (choice) return stageChoice(context, choice, before);
  const { name, ...namespace } = qualified(context, cst, 'callee', at.end);
  return {
    kind: 'call-stage',
    ...namespace,
    callee: name,
    arguments: callArguments(context, node(cst, 'callArguments'), at.end),
    span: at,
  };
}

/** The stages of a `{ … }`. */
function stages(context: Context, cst: CstNode | undefined, before: number): Stage[] {
  return nodes(cst, 'stage').map((inner) => stage(context, inner, before));
}

function stageChoice(context: Context, cst: CstNode, before: number): IfStage {
  const at = spanOfNode(context.source, cst, before);
  const next = node(cst, 'stageChoice');
  const otherwise = next ? [stageChoice(context, next, at.end)] : stages(context, node(cst, 'otherwise'), at.end);
  return {
    kind: 'if-stage',
    condition: operation(context, node(cst, 'operation'), at.end),
    then: stages(context, node(cst, 'then'), at.end),
    ...(token(cst, 'Else') ? { otherwise } : {}),
    span: at,
  };
}

// ── operations ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A lookalike such as `−` or `**` counts as the operator that it is meant to be. */
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
  if (operators.length === 0 && !prefixes[0]?.length) return operand(context, operandNodes[0], before);
  if (operators.length + prefixes.flat().length > operatorLimit) {
    return tooComplex(context, spanOfNode(source, cst, before));
  }

  const operands: Operand<Expression>[] = [];
  for (let i = 0; i <= operators.length; i++) {
    const last = prefixes[i]?.at(-1) ?? operators[i - 1];
    const start = last ? last.endOffset! + 1 : spanOfNode(source, cst, before).start;
    operands.push({ prefixCount: prefixes[i]?.length ?? 0, value: operand(context, operandNodes[i], start) });
  }

  /** Comparisons in this operation without parentheses, which may not be compared again. */
  const comparisons = new Set<Expression>();
  return climb<Expression>(
    operands,
    operators.map(operatorOf),
    (at, prefix, value) => {
      const sign = prefixes[at]![prefix]!;
      const operator = sign.image === '!' ? '!' : '-';
      return { kind: 'unary', operator, operand: value, span: cover(spanOfToken(source, sign), value.span) };
    },
    (at, left, right) => {
      const operator = operatorOf(operators[at]!);
      const value: Expression = { kind: 'binary', operator, left, right, span: cover(left.span, right.span) };
      if (precedence[operator].associates === 'none') {
        if (comparisons.has(left) && left.kind === 'binary') {
          const second = `${short(left.right.span)} ${operator} ${short(right.span)}`;
          const parameters = { first: short(left.span), second };
          context.diagnostics.push(diagnostic('comparison-chain', parameters, spanOfToken(source, operators[at]!)));
        }
        comparisons.add(value);
      }
      return value;
    },
  );
}

function tooComplex(context: Context, at: Span): MissingExpression {
  context.diagnostics.push(diagnostic('too-complex', { what: 'this expression', limit: operatorLimit }, at));
  return { kind: 'missing', span: at };
}

/** A primary with its postfixes, without its prefixes. */
function operand(context: Context, cst: CstNode | undefined, before: number): Expression {
  const { source } = context;
  const postfixes = nodes(cst, 'postfix');
  const start = postfixes.length > 0 ? spanOfNode(source, cst, before).start : before;
  let left = primary(context, node(cst, 'primary'), start);
  if (postfixes.length > operatorLimit) {
    return tooComplex(context, cover(left.span, spanOfNode(source, postfixes.at(-1), left.span.end)));
  }
  for (const postfix of postfixes) {
    const at = cover(left.span, spanOfNode(source, postfix, left.span.end));
    if (postfix.children['Dot']) {
      left = {
        kind: 'member',
        object: left,
        member: identifier(context, token(postfix, 'Identifier'), at.end),
        span: at,
      };
    } else {
      const indices = nodes(postfix, 'indexItem').map((item) => indexItem(context, item, at.end));
      left = { kind: 'index', object: left, indices, span: at };
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
  const loop = node(cst, 'scan');
  if (loop) return scan(context, loop, before, { expression, rangeOrValue });
  const name = token(cst, 'Identifier');
  if (name) {
    const call = node(cst, 'callArguments');
    if (!call) return { kind: 'name', name: name.image, span: at };
    const { name: callee, ...namespace } = qualified(context, cst, 'Identifier', before);
    return { kind: 'call', ...namespace, callee, arguments: callArguments(context, call, at.end), span: at };
  }
  const choice = node(cst, 'choice');
  if (choice) return valueChoice(context, choice, before);
  const list = node(cst, 'list');
  if (list) return { kind: 'list', items: expressions(context, list, at.end), span: at };
  return parenthesized(context, node(cst, 'parenthesized'), before);
}

function parenthesized(context: Context, cst: CstNode | undefined, before: number): Expression {
  if (!cst) return missing(context, before);
  const at = spanOfNode(context.source, cst, before);
  const fields = nodes(cst, 'tupleField');
  if (fields.length === 0) {
    // A missing expression is placed right before the closing parenthesis.
    const inner = expression(context, node(cst, 'expression'), token(cst, 'RParen')?.startOffset ?? at.end);
    return { kind: 'parenthesized', expression: inner, span: at };
  }
  const built = fields.map((field): TupleField => {
    const place = spanOfNode(context.source, field, at.end);
    const name = identifier(context, token(field, 'Identifier'), place.start);
    return { kind: 'tuple-field', name, value: expression(context, node(field, 'expression'), place.end), span: place };
  });
  return { kind: 'tuple', fields: built, span: at };
}

function valueChoice(context: Context, cst: CstNode, before: number): IfExpression {
  const at = spanOfNode(context.source, cst, before);
  const next = node(cst, 'choice');
  return {
    kind: 'if',
    condition: operation(context, node(cst, 'operation'), at.end),
    then: context.body(context, node(cst, 'then'), at.end, 'branch'),
    otherwise: next
      ? {
          kind: 'body',
          bindings: [],
          result: valueChoice(context, next, at.end),
          span: spanOfNode(context.source, next, at.end),
        }
      : context.body(context, node(cst, 'otherwise'), at.end, 'branch'),
    span: at,
  };
}

/** The `expression` children of a list, a shape or the arguments of a type. */
export function expressions(context: Context, cst: CstNode | undefined, before: number): Expression[] {
  return nodes(cst, 'expression').map((e) => expression(context, e, before));
}

// ── arguments, ranges, durations ────────────────────────────────────────────────────────────────────────────────────

/** The `argument` children of a call, or of a network's `with`. */
export function callArguments(context: Context, cst: CstNode | undefined, before: number): Argument[] {
  return nodes(cst, 'argument').map((argument): Argument => {
    const at = spanOfNode(context.source, argument, before);
    const name = token(argument, 'Identifier');
    const value = argumentValue(context, node(argument, 'argumentValue'), at.end);
    return { kind: 'argument', ...(name ? { name: identifier(context, name, before) } : {}), value, span: at };
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

export function rangeOrValue(context: Context, cst: CstNode | undefined, before: number): Expression {
  return cst?.children['DotDot'] ? range(context, cst, before) : operation(context, node(cst, 'operation'), before);
}

export function range(context: Context, cst: CstNode | undefined, before: number): RangeExpression {
  const at = spanOfNode(context.source, cst, before);
  const low = operation(context, node(cst, 'operation'), at.start);
  return { kind: 'range', low, high: operation(context, node(cst, 'high'), at.end), span: at };
}
