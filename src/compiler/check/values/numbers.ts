/** Numbers that must be known at check time: sizes, counts, rates. */
import { isReported, type OrReported, type Reported } from '../../../diagnostics/reported.ts';
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { withoutParentheses } from '../../../parser/walk.ts';
import type { Interval } from '../../types/interval.ts';
import { isKnown, numberVariable, type Size } from '../../types/size.ts';
import type { MessageOptions } from '../../../diagnostics/report.ts';
import { report, type Context } from '../context.ts';
import { changesWithSteps } from './changing.ts';
import type { Scope } from './scope.ts';
import { describe, type Value } from './value.ts';

/** A number that is known now, or will be when its template is used. */
export function evaluateNumber(context: Context, e: Tree.Expression, scope: Scope, what: string): OrReported<Size> {
  return requireNumber(context, context.evaluate(e, scope), e, what);
}

export function requireNumber(context: Context, value: Value, e: Tree.Expression, what: string): OrReported<Size> {
  if (value.kind === 'number') return value.value;
  if (value.kind === 'error') return value.reported;
  if (value.kind === 'unknown') return value.size ?? numberVariable(textOf(e.span));
  if (value.kind === 'tensor' || value.kind === 'schedule')
    return report(context, 'not-a-constant', { what, changes: changesWithSteps(value) }, e.span);
  const help =
    value.kind === 'text' && value.value.trim() !== '' && Number.isFinite(Number(value.value))
      ? { help: `write it without quotes: \`${value.value}\`` }
      : {};
  return report(context, 'wrong-kind', { found: describe(value), expected: `a number, for ${what},`, ...help }, e.span);
}

/** A whole number of at least `least`. If a division leaves a remainder, the report suggests sizes that fit. */
export function evaluateInteger(
  context: Context,
  e: Tree.Expression,
  scope: Scope,
  what: string,
  least = 1,
): OrReported<Size> {
  const value = evaluateNumber(context, e, scope, what);
  return isReported(value) ? value : requireInteger(context, value, e, scope, what, least);
}

export function requireInteger(
  context: Context,
  value: Size,
  e: Tree.Expression,
  scope: Scope,
  what: string,
  least: number,
): OrReported<Size> {
  if (!isKnown(value)) return value;
  if (!Number.isInteger(value)) return reportFraction(context, e, scope, what, value);
  if (value < least) return report(context, 'bad-size', { what, value, least }, e.span);
  if (value > Number.MAX_SAFE_INTEGER) return report(context, 'huge-number', { what, value }, e.span);
  return value;
}

/** A whole number as a plain `number`; a placeholder if it is not known, in a template checked on its own. */
export function evaluateKnownInteger(
  context: Context,
  e: Tree.Expression,
  scope: Scope,
  what: string,
  least = 1,
): OrReported<number> {
  const value = evaluateInteger(context, e, scope, what, least);
  return isReported(value) || isKnown(value) ? value : Math.max(1, least);
}

function reportFraction(context: Context, e: Tree.Expression, scope: Scope, what: string, value: number): Reported {
  const division = unevenDivision(context, e, scope);
  if (!division) return report(context, 'not-an-integer', { what, value }, e.span);
  const { dividend, divisor, at } = division;
  const below = divisor * Math.floor(dividend / divisor);
  const sizes = [below, below + divisor].filter((size) => size > 0);
  const text = at.left.kind === 'number' ? 'this' : `\`${textOf(at.left.span)}\``;
  const texts = { dividend: text, divisor, value: dividend, sizes: `${sizes.join(' and ')} would be` };
  return report(context, 'indivisible', texts, at.span);
}

/** The innermost, leftmost division of whole numbers that leaves a remainder: in `h / 8 * w / 8` that is `h / 8`. */
function unevenDivision(
  context: Context,
  written: Tree.Expression,
  scope: Scope,
): { dividend: number; divisor: number; at: Tree.BinaryExpression } | null {
  const e = withoutParentheses(written);
  if (e.kind !== 'binary') return null;
  const inside = unevenDivision(context, e.left, scope) ?? unevenDivision(context, e.right, scope);
  if (inside || e.operator !== '/') return inside;
  const dividend = context.evaluate(e.left, scope);
  const divisor = context.evaluate(e.right, scope);
  if (dividend.kind !== 'number' || divisor.kind !== 'number') return null;
  const [a, b] = [dividend.value, divisor.value];
  if (!isKnown(a) || !isKnown(b)) return null;
  return Number.isInteger(a) && Number.isInteger(b) && a % b !== 0 ? { dividend: a, divisor: b, at: e } : null;
}

/** Both ends of a range; symbolic only in templates. With `mayBeEmpty`, a range may end just before it begins. */
export function evaluateRange(
  context: Context,
  e: Tree.RangeExpression,
  scope: Scope,
  mayBeEmpty = false,
): OrReported<{ readonly low: Size; readonly high: Size }> {
  const low = evaluateNumber(context, e.low, scope, 'the low end of a range');
  const high = evaluateNumber(context, e.high, scope, 'the high end of a range');
  if (isReported(low)) return low;
  if (isReported(high)) return high;
  const isUpwards = !isKnown(low) || !isKnown(high) || low <= high + Number(mayBeEmpty);
  return isUpwards ? { low, high } : reportDownwards(context, e, low, high);
}

/** Reports a range that ends before it begins. */
export function reportDownwards(context: Context, e: Tree.RangeExpression, low: number, high: number): Reported {
  const written = `${textOf(e.high.span)}..${textOf(e.low.span)}`;
  return report(context, 'bad-range', { low, high, written }, e.span, swapFix(e));
}

/** The interval of a range; undefined if an end is not known yet. */
export function intervalOf({ low, high }: { readonly low: Size; readonly high: Size }): Interval | undefined {
  return isKnown(low) && isKnown(high) ? [low, high] : undefined;
}

function swapFix({ low, high }: Tree.RangeExpression): MessageOptions {
  const edits = [
    { span: low.span, replacement: textOf(high.span) },
    { span: high.span, replacement: textOf(low.span) },
  ];
  return { fix: { title: 'Swap the ends', edits, safe: false } };
}
