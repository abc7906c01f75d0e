/**
 * Numbers of training that may change with its steps: those of an optimizer, the decay of an average, the bounds of a
 * `clip`. A schedule is one, and so is whatever is computed from schedules and known numbers alone.
 */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Rate } from '../../program/program.ts';
import { isKnown } from '../../types/size.ts';
import type { Parameter, Signature } from '../../words/signature.ts';
import { report, type Context } from '../context.ts';
import { changesWithSteps } from '../values/changing.ts';
import { requireNumber } from '../values/numbers.ts';
import type { Scope } from '../values/scope.ts';
import { scheduleTensor, type TensorValue, type Value } from '../values/value.ts';
import type { Bound } from './bind.ts';

/** What a rate is for, and the bounds that it has to keep. */
export interface RateUse {
  /** As a phrase for messages. */
  readonly what: string;
  readonly bounds?: Pick<Parameter, 'name' | 'doc' | 'min' | 'max'> & { readonly callee: string };
}

/** The rates among the arguments of a call; those that are left out are not among them. */
export function readRates(
  context: Context,
  { parameters }: Signature,
  callee: Tree.Identifier,
  bound: Bound,
  scope: Scope,
): OrReported<Readonly<Record<string, Rate>>> {
  const rates: Record<string, Rate> = {};
  let refused: OrReported<never> | null = null;
  for (const parameter of parameters) {
    const given = parameter.kind === 'rate' ? bound.get(parameter.name)?.[0] : undefined;
    if (!given) continue;
    const what = `\`${parameter.name}\` of \`${callee.name}\``;
    const rate = readRate(context, given.value, scope, { what, bounds: { ...parameter, callee: callee.name } });
    if (isReported(rate)) refused = rate;
    else rates[parameter.name] = rate;
  }
  return refused ?? rates;
}

/** In a template that is checked on its own, a rate may not be known yet: any will do, since it never runs. */
const anyRate = 0;

export function readRate(context: Context, e: Tree.Expression, scope: Scope, use: RateUse): OrReported<Rate> {
  const value = context.complete(context.evaluate(e, scope), e, scope);
  if (value.kind === 'schedule') return rateOf(context, scheduleTensor(value), e, use);
  if (value.kind === 'tensor') return rateOf(context, value, e, use);
  const number = requireNumber(context, constantOf(value), e, use.what);
  if (isReported(number)) return number;
  return isKnown(number) ? withinBounds(context, number, number, number, e, use) : anyRate;
}

/** `constant(0.3)`, an initialiser elsewhere, is a number that stays the same. */
function constantOf(value: Value): Value {
  const isConstant = value.kind === 'initializer' && value.initializer.definition === 'constant';
  return isConstant ? { kind: 'number', value: value.initializer.settings[0]! } : value;
}

function rateOf(context: Context, value: TensorValue, e: Tree.Expression, use: RateUse): OrReported<Rate> {
  const { type, expression } = value;
  if (!expression) return anyRate;
  if (!changesWithSteps(value)) return report(context, 'not-a-schedule', { what: use.what }, e.span);
  const [low, high] = type.range ?? [-Infinity, Infinity];
  return withinBounds(context, expression, low, high, e, use);
}

/** Refuses a rate that is certain to go beyond its bounds at some step: one end of its range is a number outside. */
function withinBounds(
  context: Context,
  rate: Rate,
  low: number,
  high: number,
  e: Tree.Expression,
  { bounds }: RateUse,
): OrReported<Rate> {
  if (!bounds) return rate;
  const { callee, name, doc, min = -Infinity, max = Infinity } = bounds;
  const outside = [low, high].find((end) => Number.isFinite(end) && (end < min || end > max));
  if (outside === undefined) return rate;
  const [least, most] = [min, max].map((bound) => (Number.isFinite(bound) ? bound : undefined));
  const texts = { callee, parameter: name, value: outside, low: least, high: most, doc };
  return report(context, 'argument-out-of-range', texts, e.span);
}
