/** Arithmetic on what is known while checking: sizes, counts, rates. */
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { report, type Context } from './context.ts';
import type { Scope } from './scope.ts';
import { describe, errorValue, numberValue, type Value } from './values.ts';

const arithmetic: Partial<Record<Tree.BinaryOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a - b * Math.floor(a / b),
  '^': (a, b) => a ** b,
};

export const comparisons: Partial<Record<Tree.BinaryOperator, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export function staticBinary(context: Context, e: Tree.BinaryExpression, left: number, right: number): Value {
  const comparison = comparisons[e.operator];
  if (comparison) return { kind: 'boolean', value: comparison(left, right) };
  if ((e.operator === '/' || e.operator === '%') && right === 0) {
    report(context, 'division-by-zero', { dividend: left, operator: e.operator }, e.right.span);
    return errorValue;
  }
  return numberValue(arithmetic[e.operator]!(left, right));
}

/** A number that is known now, or null after a report. */
export function evaluateNumber(context: Context, e: Tree.Expression, scope: Scope, what: string): number | null {
  const value = context.evaluate(e, scope);
  if (value.kind === 'number') return value.value;
  if (value.kind === 'tensor') report(context, 'not-a-constant', { what }, e.span);
  else if (value.kind !== 'error') {
    const help =
      value.kind === 'string' && value.value.trim() !== '' && Number.isFinite(Number(value.value))
        ? { help: `write it without quotes: \`${value.value}\`` }
        : {};
    report(context, 'wrong-kind', { found: describe(value), expected: `a number, for ${what},`, ...help }, e.span);
  }
  return null;
}

/** A whole number of at least `least`, or null after a report that says which sizes would do. */
export function evaluateInteger(
  context: Context,
  e: Tree.Expression,
  scope: Scope,
  what: string,
  least = 1,
): number | null {
  const value = evaluateNumber(context, e, scope, what);
  if (value === null) return null;
  if (!Number.isInteger(value)) {
    reportFraction(context, e, scope, what, value);
    return null;
  }
  if (value < least) {
    report(context, 'bad-size', { what, value, least }, e.span);
    return null;
  }
  return value;
}

function reportFraction(context: Context, e: Tree.Expression, scope: Scope, what: string, value: number): void {
  const division = unevenDivision(context, e, scope);
  if (!division) {
    report(context, 'not-an-integer', { what, value }, e.span);
    return;
  }
  const { dividend, divisor, at } = division;
  const below = divisor * Math.floor(dividend / divisor);
  const sizes = [below, below + divisor].filter((size) => size > 0);
  const text = at.left.kind === 'number' ? 'this' : `\`${textOf(at.left.span)}\``;
  const texts = { dividend: text, divisor, value: dividend, sizes: `${sizes.join(' and ')} would be` };
  report(context, 'indivisible', texts, at.span);
}

/** The innermost, leftmost division of whole numbers that leaves a remainder: in `h / 8 * w / 8` that is `h / 8`. */
function unevenDivision(
  context: Context,
  e: Tree.Expression,
  scope: Scope,
): { dividend: number; divisor: number; at: Tree.BinaryExpression } | null {
  if (e.kind !== 'binary') return null;
  const inside = unevenDivision(context, e.left, scope) ?? unevenDivision(context, e.right, scope);
  if (inside || e.operator !== '/') return inside;
  const dividend = context.evaluate(e.left, scope);
  const divisor = context.evaluate(e.right, scope);
  if (dividend.kind !== 'number' || divisor.kind !== 'number') return null;
  const whole = Number.isInteger(dividend.value) && Number.isInteger(divisor.value);
  return whole && dividend.value % divisor.value !== 0
    ? { dividend: dividend.value, divisor: divisor.value, at: e }
    : null;
}
