/** Learning rates as written: a number, or `linear(2e-4 -> 0, from: 100 epochs)`. */
import type * as Tree from '../../parser/tree.ts';
import { scheduleDocs, type Schedule, type Stretch } from '../words/schedules.ts';
import { bindArguments, type Bound, type Formal } from './arguments.ts';
import { evaluateNumber } from './arithmetic.ts';
import { report, reportUnknown, type Context } from './context.ts';
import { readDuration } from './durations.ts';
import type { Scope } from './scope.ts';
import { describe } from './values.ts';

type ReadSchedule = (context: Context, bound: Bound, scope: Scope, optimizer: string) => Schedule | null;

interface Form {
  readonly formals: readonly Formal[];
  readonly read: ReadSchedule;
}

const argument = (bound: Bound, name: string): Tree.Expression | undefined => bound.get(name)?.[0]?.value;

function stretch(context: Context, e: Tree.Expression | undefined, otherwise: Stretch, scope: Scope): Stretch | null {
  return e ? readDuration(context, e, scope) : otherwise;
}

const falling = (kind: 'linear' | 'cosine'): Form => ({
  formals: [
    { name: 'rate', doc: 'from which to which rate, `2e-4 -> 0`', optional: false },
    { name: 'from', doc: 'when it begins to change', optional: true },
    { name: 'to', doc: 'when it has arrived', optional: true },
  ],
  read(context, bound, scope) {
    const rate = argument(bound, 'rate')!;
    const value = context.evaluate(rate, scope);
    const start = stretch(context, argument(bound, 'from'), { count: 0, unit: 'steps' }, scope);
    const end = stretch(context, argument(bound, 'to'), 'whole', scope);
    if (value.kind === 'transition') return start && end && { kind, from: value.from, to: value.to, start, end };
    if (value.kind !== 'error') {
      report(
        context,
        'wrong-argument',
        { callee: kind, parameter: 'rate', expected: 'a transition such as `2e-4 -> 0`', found: describe(value) },
        rate.span,
      );
    }
    return null;
  },
});

const forms: Readonly<Record<string, Form>> = {
  constant: {
    formals: [{ name: 'rate', doc: 'the learning rate', optional: false }],
    read: (context, bound, scope, optimizer) => readSchedule(context, argument(bound, 'rate')!, scope, optimizer),
  },
  linear: falling('linear'),
  cosine: falling('cosine'),
  step: {
    formals: [
      { name: 'rate', doc: 'the first rate', optional: false },
      { name: 'every', doc: 'after how long it is multiplied', optional: false },
      { name: 'factor', doc: 'what it is multiplied by', optional: true },
    ],
    read(context, bound, scope) {
      const from = evaluateNumber(context, argument(bound, 'rate')!, scope, 'a learning rate');
      const every = readDuration(context, argument(bound, 'every')!, scope);
      const given = argument(bound, 'factor');
      const factor = given ? evaluateNumber(context, given, scope, 'the factor of `step`') : 0.1;
      return from === null || !every || factor === null ? null : { kind: 'step', from, every, factor };
    },
  },
  warmup: {
    formals: [
      { name: 'rate', doc: 'the rate or schedule to rise to', optional: false },
      { name: 'over', doc: 'how long it rises', optional: false },
    ],
    read(context, bound, scope, optimizer) {
      const peak = readSchedule(context, argument(bound, 'rate')!, scope, optimizer);
      const over = readDuration(context, argument(bound, 'over')!, scope);
      return peak && over && { kind: 'warmup', over, peak };
    },
  },
};

/** Null after a report. */
export function readSchedule(context: Context, e: Tree.Expression, scope: Scope, optimizer: string): Schedule | null {
  if (e.kind !== 'call') return readConstant(context, e, scope, optimizer);
  const form = Object.hasOwn(forms, e.callee.name) ? forms[e.callee.name] : undefined;
  if (!form) {
    reportUnknown(context, e.callee, 'learning-rate schedule', Object.keys(scheduleDocs));
    return null;
  }
  const bound = bindArguments(context, e.callee, form.formals, e.arguments);
  return bound && form.read(context, bound, scope, optimizer);
}

function readConstant(context: Context, e: Tree.Expression, scope: Scope, optimizer: string): Schedule | null {
  const value = evaluateNumber(context, e, scope, 'a learning rate');
  if (value === null || value >= 0) return value === null ? null : { kind: 'constant', value };
  report(
    context,
    'argument-out-of-range',
    {
      callee: optimizer,
      parameter: 'learning_rate',
      value,
      low: 0,
      high: undefined,
      doc: 'how far a step goes; its direction is always downhill',
    },
    e.span,
  );
  return null;
}
