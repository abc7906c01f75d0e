/** From expressions as written to values: names resolved, arithmetic done, pipes and loops unrolled. */
import type { Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { operatorFunctions } from '../words/functions/arithmetic.ts';
import { functions } from '../words/functions/table.ts';
import { evaluateInteger, evaluateNumber, staticBinary } from './arithmetic.ts';
import { call } from './calls.ts';
import { renameFix, report, reportUnknown, type Context } from './context.ts';
import { index } from './indexing.ts';
import { invoke } from './invoke.ts';
import { toTensor } from './lift.ts';
import type { MessageOptions } from '../../diagnostics/report.ts';
import { meant } from '../words/other-names.ts';
import { childScope, lookup, namesIn, type Scope } from './scope.ts';
import { evaluateRange } from './type-nodes.ts';
import { describe, errorValue, expressionValue, numberValue, type TensorExpression, type Value } from './values.ts';

export function evaluate(context: Context, e: Tree.Expression, scope: Scope): Value {
  switch (e.kind) {
    case 'number':
      return numberValue(e.value);
    case 'string':
      return { kind: 'string', value: e.value };
    case 'boolean':
      return { kind: 'boolean', value: e.value };
    case 'missing':
      return errorValue;
    case 'name':
      return name(context, e, scope);
    case 'call':
      return call(context, { callee: e.callee, arguments: e.arguments, scope, piped: null, span: e.span });
    case 'member':
      return member(context, e, scope);
    case 'index':
      return index(context, e, scope);
    case 'unary':
      return unary(context, e, scope);
    case 'binary':
      return binary(context, e, scope);
    case 'pipe':
      return stages(context, e.stages, context.evaluate(e.input, scope), scope, e.input.span);
    case 'list': {
      const items = e.items.map((item) => context.evaluate(item, scope));
      return items.some((item) => item.kind === 'error') ? errorValue : { kind: 'list', items };
    }
    case 'tuple':
      return tuple(context, e, scope);
    case 'range': {
      const range = evaluateRange(context, e, scope);
      return range ? { kind: 'range', low: range[0], high: range[1] } : errorValue;
    }
    case 'duration': {
      const count = evaluateInteger(context, e.count, scope, 'a duration');
      return count === null ? errorValue : { kind: 'duration', duration: { count, unit: e.unit } };
    }
    case 'transition': {
      const from = evaluateNumber(context, e.from, scope, 'the start of a schedule');
      const to = evaluateNumber(context, e.to, scope, 'the end of a schedule');
      return from === null || to === null ? errorValue : { kind: 'transition', from, to };
    }
  }
}

function name(context: Context, e: Tree.NameExpression, scope: Scope): Value {
  const value = lookup(scope, e.name) ?? context.top(e.name);
  if (value) return value;
  if (functions.has(e.name)) {
    report(
      context,
      'wrong-place',
      { name: e.name, is: 'a function', expected: 'a value', help: `call it: \`${e.name}(…)\`` },
      e.span,
    );
  } else {
    const choices = [
      ...new Set([...namesIn(scope), ...context.topNames('const', 'data', 'latent', 'let', 'loss', 'network')]),
    ];
    reportUnknown(context, { kind: 'identifier', name: e.name, span: e.span }, 'value', choices);
  }
  return errorValue;
}

function member(context: Context, e: Tree.MemberExpression, scope: Scope): Value {
  const object = context.evaluate(e.object, scope);
  if (object.kind === 'error' || e.member.name === '') return errorValue;
  if (object.kind !== 'tuple' || object.expression.type.kind !== 'tuple') {
    report(context, 'no-members', { type: describe(object), name: e.member.name }, e.member.span, dropMember(e));
    return errorValue;
  }
  const { fields } = object.expression.type;
  const field = fields.find((f) => f.name === e.member.name);
  if (!field) {
    const choices = fields.map((f) => f.name);
    const near = meant(e.member.name, choices);
    report(
      context,
      'unknown-member',
      { of: 'this value', name: e.member.name, near, choices },
      e.member.span,
      renameFix(e.member.span, near),
    );
    return errorValue;
  }
  const whole = object.expression;
  // A part of a tuple written in place is the part itself, so that `grad` finds it.
  const written = whole.kind === 'tuple' ? whole.fields.find((f) => f.name === field.name)?.value : undefined;
  return expressionValue(written ?? { kind: 'field', of: whole, name: field.name, type: field.type, span: e.span });
}

function dropMember(e: Tree.MemberExpression): MessageOptions {
  const span = { ...e.span, start: e.object.span.end };
  return { fix: { title: `Remove \`.${e.member.name}\``, edits: [{ span, replacement: '' }], safe: false } };
}

function tuple(context: Context, e: Tree.TupleExpression, scope: Scope): Value {
  const fields: { name: string; value: TensorExpression }[] = [];
  for (const field of e.fields) {
    const value = toTensor(
      context,
      context.evaluate(field.value, scope),
      field.value.span,
      `the result \`${field.name.name}\``,
    );
    if (value) fields.push({ name: field.name.name, value });
  }
  if (fields.length < e.fields.length) return errorValue;
  const type = { kind: 'tuple', fields: fields.map((f) => ({ name: f.name, type: f.value.type })) } as const;
  return { kind: 'tuple', expression: { kind: 'tuple', fields, type, span: e.span } };
}

function unary(context: Context, e: Tree.UnaryExpression, scope: Scope): Value {
  const operand = context.evaluate(e.operand, scope);
  if (operand.kind === 'error') return errorValue;
  if (e.operator === '!') {
    if (operand.kind === 'boolean') return { kind: 'boolean', value: !operand.value };
    report(context, 'wrong-kind', { expected: '`true` or `false`', found: describe(operand) }, e.operand.span);
    return errorValue;
  }
  if (operand.kind === 'number') return numberValue(-operand.value);
  const tensor = toTensor(context, operand, e.operand.span);
  const places = { callee: e.span, inputs: [e.operand.span] };
  return tensor ? invoke(context, functions.get('negate')!, [tensor], {}, scope, e.span, places) : errorValue;
}

function binary(context: Context, e: Tree.BinaryExpression, scope: Scope): Value {
  const left = context.evaluate(e.left, scope);
  const right = context.evaluate(e.right, scope);
  if (left.kind === 'error' || right.kind === 'error') return errorValue;
  if (left.kind === 'number' && right.kind === 'number') return staticBinary(context, e, left.value, right.value);
  const a = toTensor(context, left, e.left.span);
  const b = toTensor(context, right, e.right.span);
  if (!a || !b) return errorValue;
  const operator = operatorFunctions.get(e.operator);
  const places = { callee: e.span, inputs: [e.left.span, e.right.span] };
  if (operator) return invoke(context, functions.get(operator)!, [a, b], {}, scope, e.span, places);
  report(
    context,
    'not-a-constant',
    { what: `an operand of \`${e.operator}\`` },
    (left.kind === 'tensor' ? e.left : e.right).span,
  );
  return errorValue;
}

/** More rounds than these make a graph that no machine takes. */
const mostRounds = 10_000;

function fewEnough(context: Context, count: number, at: Span): boolean {
  if (count <= mostRounds) return true;
  report(context, 'too-many-repetitions', { count, most: mostRounds }, at);
  return false;
}

function stages(context: Context, all: readonly Tree.Stage[], input: Value, scope: Scope, inputSpan: Span): Value {
  let value = input;
  let made = inputSpan;
  for (const stage of all) {
    if (stage.kind === 'call-stage') {
      value = call(context, {
        callee: stage.callee,
        arguments: stage.arguments,
        scope,
        piped: { value, span: made },
        span: stage.span,
      });
    } else if (stage.kind === 'repeat-stage') {
      const count = evaluateInteger(context, stage.count, scope, 'the number of repetitions', 0);
      if (count === null || !fewEnough(context, count, stage.count.span)) return errorValue;
      for (let i = 0; i < count && value.kind !== 'error'; i++)
        value = stages(context, stage.stages, value, scope, made);
    } else {
      for (const item of loopValues(context, stage, scope)) {
        if (item.kind === 'error' || value.kind === 'error') return errorValue;
        const inner = childScope(scope);
        inner.bindings.set(stage.variable.name, item);
        value = stages(context, stage.stages, value, inner, made);
      }
    }
    made = stage.span;
  }
  return value;
}

function loopValues(context: Context, stage: Tree.ForStage, scope: Scope): readonly Value[] {
  const over = context.evaluate(stage.over, scope);
  if (over.kind === 'list') return over.items;
  if (over.kind === 'range' && Number.isInteger(over.low) && Number.isInteger(over.high)) {
    if (!fewEnough(context, over.high - over.low + 1, stage.over.span)) return [errorValue];
    return Array.from({ length: over.high - over.low + 1 }, (_, i) => numberValue(over.low + i));
  }
  if (over.kind !== 'error') {
    const help =
      over.kind === 'number'
        ? `write \`for ${stage.variable.name} in 1..${over.value} { … }\`, or \`repeat(${over.value}) { … }\``
        : undefined;
    const texts = {
      expected: 'a range such as `1..3` or a list such as `[256, 128]`',
      found: describe(over),
      ...(help && { help }),
    };
    report(context, 'wrong-kind', texts, stage.over.span);
  }
  return [errorValue];
}
