/** Learning-rate schedules: from the step counter to a scalar, as a graph, so that they are part of the step. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';

/** A learning rate as checked: stretches are in steps or epochs until the data set's size is known. */
export type Schedule =
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'linear' | 'cosine';
      readonly from: number;
      readonly to: number;
      readonly start: Stretch;
      readonly end: Stretch;
    }
  | { readonly kind: 'step'; readonly from: number; readonly every: Stretch; readonly factor: number }
  | { readonly kind: 'warmup'; readonly over: Stretch; readonly peak: Schedule };

/** A stretch of training; `whole` is the length of the training itself. */
export type Stretch = { readonly count: number; readonly unit: 'steps' | 'epochs' } | 'whole';

export const scheduleDocs: Readonly<Record<string, string>> = {
  constant: '`constant(1e-3)`: the same rate throughout; a plain number means this.',
  linear:
    '`linear(2e-4 -> 0, from: 100 epochs)`: stays, then falls (or rises) on a straight line until the end, or until `to:`.',
  cosine:
    '`cosine(1e-3 -> 0)`: half a cosine from one rate to the other (Loshchilov & Hutter 2017, eq. 5, without restarts).',
  step: '`step(1e-3, every: 30 epochs, factor: 0.1)`: multiplied by the factor after every period.',
  warmup: '`warmup(1e-3, over: 500 steps)`: rises from 0 on a straight line, then follows the schedule inside.',
};

/** Emits the rate at the node `step` (a float32 scalar, 0 at the first step). */
export function emitSchedule(
  b: GraphBuilder,
  schedule: Schedule,
  step: NodeId,
  inSteps: (stretch: Stretch) => number,
): NodeId {
  const c = (value: number): NodeId => b.constant(value);
  /** (step − start) / (end − start), held to 0 … 1 */
  const progress = (start: number, end: number): NodeId => {
    const done = b.add('RealDiv', [b.add('Sub', [step, c(start)]), c(Math.max(1, end - start))]);
    return b.add('Minimum', [b.add('Maximum', [done, c(0)]), c(1)]);
  };
  switch (schedule.kind) {
    case 'constant':
      return c(schedule.value);
    case 'linear': {
      const done = progress(inSteps(schedule.start), inSteps(schedule.end));
      return b.add('AddV2', [c(schedule.from), b.add('Mul', [done, c(schedule.to - schedule.from)])]);
    }
    case 'cosine': {
      const angle = b.add('Mul', [progress(inSteps(schedule.start), inSteps(schedule.end)), c(Math.PI)]);
      const half = b.add('Mul', [b.add('AddV2', [b.add('Cos', [angle]), c(1)]), c((schedule.from - schedule.to) / 2)]);
      return b.add('AddV2', [c(schedule.to), half]);
    }
    case 'step': {
      const times = b.add('Floor', [b.add('RealDiv', [step, c(inSteps(schedule.every))])]);
      return b.add('Mul', [c(schedule.from), b.add('Pow', [c(schedule.factor), times])]);
    }
    case 'warmup': {
      const over = Math.max(1, inSteps(schedule.over));
      const risen = b.add('Minimum', [b.add('RealDiv', [b.add('AddV2', [step, c(1)]), c(over)]), c(1)]);
      return b.add('Mul', [emitSchedule(b, schedule.peak, step, inSteps), risen]);
    }
  }
}
