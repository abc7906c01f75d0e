/** `-x`, `!x`, `a + b`, `a == b`: arithmetic on numbers is done at check time, on tensors in training. */
import { isReported } from '../../../../diagnostics/reported.ts';
import type * as Tree from '../../../../parser/tree.ts';
import {
  add,
  compare,
  divide,
  isKnown,
  multiply,
  negate,
  power,
  remainder,
  subtract,
  type Size,
} from '../../../types/size.ts';
import { operatorFunctions } from '../../../words/functions/arithmetic.ts';
import { comparisonsOfValues } from '../../../words/functions/comparisons.ts';
import { functions } from '../../../words/functions/table.ts';
import { invoke } from '../../calls/invoke.ts';
import { report, type Context } from '../../context.ts';
import { changesWithSteps } from '../changing.ts';
import type { Scope } from '../scope.ts';
import { toTensor } from '../to-tensor.ts';
import { booleanValue, describe, errorValue, numberValue, unknownValue, type Value } from '../value.ts';

type Arithmetic = Exclude<Tree.BinaryOperator, Comparison>;
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

const arithmetic: { readonly [O in Arithmetic]: (a: Size, b: Size) => Size } = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '^': power,
};

const comparisons: { readonly [O in Comparison]: (a: number, b: number) => boolean } = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export function isComparison(operator: Tree.BinaryOperator): operator is Comparison {
  return operator in comparisons;
}

export function unary(context: Context, e: Tree.UnaryExpression, scope: Scope): Value {
  const operand = context.evaluate(e.operand, scope);
  if (operand.kind === 'error') return operand;
  if (operand.kind === 'unknown') {
    const isNumber = e.operator === '-' && operand.size !== undefined;
    return isNumber ? { kind: 'unknown', size: negate(operand.size!) } : unknownValue;
  }
  if (e.operator === '!') {
    if (operand.kind === 'boolean') return booleanValue(!operand.value);
    const texts = { expected: '`true` or `false`', found: describe(operand) };
    return errorValue(report(context, 'wrong-kind', texts, e.operand.span));
  }
  if (operand.kind === 'number') return numberValue(negate(operand.value));
  const tensor = toTensor(context, operand, e.operand.span);
  if (isReported(tensor)) return errorValue(tensor);
  return invoke(context, functions.get('negate')!, [tensor], {}, scope, e.span, {
    callee: e.span,
    inputs: [e.operand.span],
  });
}

export function binary(context: Context, e: Tree.BinaryExpression, scope: Scope): Value {
  const left = context.evaluate(e.left, scope);
  const right = context.evaluate(e.right, scope);
  if (left.kind === 'error') return left;
  if (right.kind === 'error') return right;
  if (left.kind === 'number' && right.kind === 'number') return ofNumbers(context, e, left.value, right.value);
  if (isComparison(e.operator)) return ofConstants(context, e, e.operator, left, right);
  const asNumbers = ofOpenNumbers(context, e, left, right);
  if (asNumbers) return asNumbers;
  const a = toTensor(context, left, e.left.span);
  const b = toTensor(context, right, e.right.span);
  if (isReported(a)) return errorValue(a);
  if (isReported(b)) return errorValue(b);
  const operator = operatorFunctions.get(e.operator);
  const places = { callee: e.span, inputs: [e.left.span, e.right.span] };
  if (operator) return invoke(context, functions.get(operator)!, [a, b], {}, scope, e.span, places);
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknownValue;
  const [operand, at] = left.kind === 'tensor' || left.kind === 'schedule' ? [left, e.left] : [right, e.right];
  const texts = { what: `an operand of \`${e.operator}\``, changes: changesWithSteps(operand) };
  return errorValue(report(context, 'not-a-constant', texts, at.span));
}

function ofNumbers(context: Context, e: Tree.BinaryExpression, left: Size, right: Size): Value {
  const { operator } = e;
  if (isComparison(operator)) {
    if (isKnown(left) && isKnown(right)) return booleanValue(comparisons[operator](left, right));
    const decided = compare(left, right);
    if (decided === 'open' || (operator !== '==' && operator !== '!=')) return unknownValue;
    return booleanValue((decided === 'equal') === (operator === '=='));
  }
  if ((operator === '/' || operator === '%') && right === 0) {
    const texts = { dividend: isKnown(left) ? left : String(left), operator };
    return errorValue(report(context, 'division-by-zero', texts, e.right.span));
  }
  const value = arithmetic[operator](left, right);
  if (operator === '^' && left === 0 && isKnown(right) && right < 0) {
    return errorValue(report(context, 'division-by-zero', { dividend: left, operator }, e.left.span));
  }
  if (isKnown(value) && Number.isNaN(value)) {
    const doc = 'a negative number can only be raised to a whole power';
    const texts = { callee: operator, parameter: 'base', value: String(left), low: 0, high: undefined, doc };
    return errorValue(report(context, 'argument-out-of-range', texts, e.left.span));
  }
  if (isKnown(value) && !Number.isFinite(value)) {
    return errorValue(report(context, 'huge-number', { what: 'this', value }, e.span));
  }
  return numberValue(value);
}

/** Arithmetic on parameters of a template, which may turn out to be numbers; null if an operand cannot be one. */
function ofOpenNumbers(context: Context, e: Tree.BinaryExpression, left: Value, right: Value): Value | null {
  const [a, b] = [sizeOf(left), sizeOf(right)];
  if (a === undefined || b === undefined || b === 0) return null;
  const value = ofNumbers(context, e, a, b);
  return value.kind === 'number' ? { kind: 'unknown', size: value.value } : value;
}

function sizeOf(value: Value): Size | undefined {
  if (value.kind === 'number') return value.value;
  return value.kind === 'unknown' ? value.size : undefined;
}

/** Compares texts or booleans for equality; reports anything else. */
function ofConstants(
  context: Context,
  e: Tree.BinaryExpression,
  operator: Comparison,
  left: Value,
  right: Value,
): Value {
  if (left.kind === 'unknown' || right.kind === 'unknown') return unknownValue;
  const same = operator === '==' || operator === '!=';
  if (same && (left.kind === 'boolean' || left.kind === 'text') && left.kind === right.kind) {
    return booleanValue((left.value === right.value) === (operator === '=='));
  }
  const wrong = left.kind === 'number' ? { value: right, at: e.right } : { value: left, at: e.left };
  if (wrong.value.kind === 'tensor' || wrong.value.kind === 'schedule') {
    const help = `\`${comparisonsOfValues.get(operator)}(a, b)\` compares values element by element`;
    const told = { what: `an operand of \`${operator}\``, changes: changesWithSteps(wrong.value), help };
    return errorValue(report(context, 'not-a-constant', told, wrong.at.span));
  }
  const texts = { expected: 'a number known before training', found: describe(wrong.value) };
  return errorValue(report(context, 'wrong-kind', texts, wrong.at.span));
}
