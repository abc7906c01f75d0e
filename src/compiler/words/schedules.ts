/** Schedules, numbers that change as training goes on: from the step counter to a scalar, as part of a graph. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import { MOST_COUNTED, type Duration } from '../types/duration.ts';
import { intervals, unbounded, type Interval } from '../types/interval.ts';
import { defineSignatures, type Signature } from './signature.ts';
import type { Schedule, Settings, Stretch, Transition } from './settings.ts';

export interface ScheduleDefinition extends Signature {
  schedule(settings: Settings): Schedule;
}

const duration = (settings: Settings, name: string): Duration | undefined => settings[name] as Duration | undefined;

const between = (kind: 'linear' | 'cosine', doc: string): ScheduleDefinition => ({
  name: kind,
  doc,
  parameters: [
    { name: 'rate', kind: 'transition', doc: 'the first and the last number, `2e-4 -> 0`' },
    { name: 'from', kind: 'duration', default: null, doc: 'when it begins to change; by default, at the start' },
    {
      name: 'to',
      kind: 'duration',
      default: null,
      doc: 'when it gets there; by default, at the end of the training',
    },
    { name: 'over', kind: 'duration', default: null, doc: 'how long it takes, instead of `to`' },
  ],
  schedule(settings) {
    const { from, to } = settings['rate'] as Transition;
    const start = duration(settings, 'from') ?? { count: 0, unit: 'steps' };
    const over = duration(settings, 'over');
    return { kind, from, to, start, end: over ? { afterStart: over } : (duration(settings, 'to') ?? 'whole') };
  },
});

const rows: readonly ScheduleDefinition[] = [
  between(
    'linear',
    '`linear(2e-4 -> 0, from: 100 epochs)`: stays, then falls (or rises) on a straight line until the end, until `to:`, or for as long as `over:` says.',
  ),
  between(
    'cosine',
    '`cosine(1e-3 -> 0)`: half a cosine from one number to the other (Loshchilov & Hutter 2017, eq. 5, without restarts).',
  ),
  {
    name: 'step',
    doc: '`step(1e-3, every: 30 epochs, factor: 0.1)`: multiplied by the factor after every period.',
    parameters: [
      { name: 'rate', kind: 'number', doc: 'the first number' },
      { name: 'every', kind: 'duration', doc: 'how often it is multiplied' },
      { name: 'factor', kind: 'number', default: 0.1, doc: 'what it is multiplied by' },
    ],
    schedule: (settings) => ({
      kind: 'step',
      from: settings['rate'] as number,
      every: duration(settings, 'every')!,
      factor: settings['factor'] as number,
    }),
  },
  {
    name: 'warmup',
    doc: '`warmup(1e-3, over: 500 steps)`: rises from 0 on a straight line, then follows the schedule inside.',
    parameters: [
      { name: 'rate', kind: 'schedule', doc: 'the number or schedule to rise to' },
      { name: 'over', kind: 'duration', doc: 'how long it takes to rise' },
    ],
    schedule: (settings) => ({
      kind: 'warmup',
      over: duration(settings, 'over')!,
      peak: settings['rate'] as Schedule,
    }),
  },
];

export const schedules: ReadonlyMap<string, ScheduleDefinition> = defineSignatures(rows);

/** Between which numbers a schedule stays. */
export function rangeOf(schedule: Schedule): Interval {
  switch (schedule.kind) {
    case 'constant':
      return [schedule.value, schedule.value];
    case 'linear':
    case 'cosine':
      return [Math.min(schedule.from, schedule.to), Math.max(schedule.from, schedule.to)];
    case 'step': {
      const { from, factor } = schedule;
      if (Math.abs(factor) > 1) return unbounded;
      return intervals.multiply([from, from], [Math.min(0, factor), 1]);
    }
    case 'warmup':
      return intervals.multiply([0, 1], rangeOf(schedule.peak));
  }
}

/** The step at which a stretch of time is over that began at another step, by default at the first. */
export type StepAfter = (stretch: Stretch, since?: number) => number;

/**
 * Emits the number at the node `step` (an int32 scalar, 0 at the first step). Steps are added and subtracted as integers,
 * and only the result is rounded to float32, which could not hold steps beyond 16,777,216 exactly.
 */
export function emitSchedule(b: GraphBuilder, schedule: Schedule, step: NodeId, stepAfter: StepAfter): NodeId {
  const c = (value: number): NodeId => b.constant(value);
  const steps = (count: number): NodeId => b.constant(Math.min(count, MOST_COUNTED), [], 'int32');
  const rounded = (count: NodeId): NodeId => b.add('Cast', [count], { dtype: 'float32' });
  /** (step − start) / (end − start), clamped to 0 … 1 */
  const progress = (start: number, end: number): NodeId => {
    const done = b.add('RealDiv', [rounded(b.add('Sub', [step, steps(start)])), c(Math.max(1, end - start))]);
    return b.add('Minimum', [b.add('Maximum', [done, c(0)]), c(1)]);
  };
  switch (schedule.kind) {
    case 'constant':
      return c(schedule.value);
    case 'linear': {
      const done = progress(...changeOf(schedule, stepAfter));
      return b.add('AddV2', [c(schedule.from), b.add('Mul', [done, c(schedule.to - schedule.from)])]);
    }
    case 'cosine': {
      const angle = b.add('Mul', [progress(...changeOf(schedule, stepAfter)), c(Math.PI)]);
      const half = b.add('Mul', [b.add('AddV2', [b.add('Cos', [angle]), c(1)]), c((schedule.from - schedule.to) / 2)]);
      return b.add('AddV2', [c(schedule.to), half]);
    }
    case 'step': {
      const every = stepAfter(schedule.every);
      if (every > MOST_COUNTED) return c(schedule.from);
      // The quotient is a whole number but for rounding, which adding ½ and taking the floor corrects.
      const past = b.add('Sub', [step, b.add('FloorMod', [step, steps(every)])]);
      const times = b.add('Floor', [b.add('AddV2', [b.add('RealDiv', [rounded(past), c(every)]), c(0.5)])]);
      return b.add('Mul', [c(schedule.from), b.add('Pow', [c(schedule.factor), times])]);
    }
    case 'warmup': {
      const over = Math.max(1, stepAfter(schedule.over));
      const next = rounded(b.add('AddV2', [step, steps(1)]));
      const risen = b.add('Minimum', [b.add('RealDiv', [next, c(over)]), c(1)]);
      return b.add('Mul', [emitSchedule(b, schedule.peak, step, stepAfter), risen]);
    }
  }
}

/** The first step of a change, and the one at which it is complete. */
function changeOf(
  { start, end }: Extract<Schedule, { readonly kind: 'linear' | 'cosine' }>,
  stepAfter: StepAfter,
): [start: number, end: number] {
  const from = stepAfter(start);
  const after = typeof end === 'object' && 'afterStart' in end;
  return [from, after ? stepAfter(end.afterStart, from) : stepAfter(end)];
}
