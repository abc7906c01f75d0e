/** Arithmetic on what is known while checking: sizes, counts, rates. */
import { textOf } from '../../parser/source.ts';
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
  else if (value.kind !== 'error') report(context, 'wrong-kind', { found: describe(value), expected: `a number, for ${what},` }, e.span);
  return null;
}

/** A whole number of at least `least`, or null after a report that says which sizes would do. */
export function evaluateInteger(context: Context, e: Tree.Expression, scope: Scope, what: string, least = 1): number | null {
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
  if (e.kind === 'binary' && e.operator === '/') {
    const dividend = context.evaluate(e.left, scope);
    const divisor = context.evaluate(e.right, scope);
    if (dividend.kind === 'number' && divisor.kind === 'number' && Number.isInteger(dividend.value) && Number.isInteger(divisor.value)) {
      const below = divisor.value * Math.floor(dividend.value / divisor.value);
      const sizes = [below, below + divisor.value].filter((size) => size > 0);
      const text = e.left.kind === 'number' ? 'this' : `\`${textOf(e.left.span)}\``;
      const way = `${sizes.join(' and ')} would divide`;
      report(context, 'indivisible', { dividend: text, divisor: divisor.value, value: dividend.value, sizes: way }, e.span);
      return;
    }
  }
  report(context, 'not-an-integer', { what, value }, e.span);
}
