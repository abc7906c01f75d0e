/** When the phases of a training begin and end, in steps and epochs, once the size of the data is known. */
import type { Duration } from '../types/duration.ts';
import type { Phase, Training } from './program.ts';
import { dataRounds } from './rounds.ts';

export interface TimedPhase {
  readonly phase: Phase;
  /** Its first step, counted from 0. */
  readonly start: number;
  readonly steps: number;
  /** How many of its passes it takes to see every example of the largest data set once. */
  readonly stepsPerEpoch: number;
  /** The rounds of its pass that take a minibatch, in order. */
  readonly dataRounds: readonly number[];
  /** How many examples of each data set the phases before it have taken. */
  readonly examplesBefore: number;
}

/** A duration in steps. */
export const inSteps = ({ count, unit }: Duration, stepsPerEpoch: number): number =>
  unit === 'steps' ? count : count * stepsPerEpoch;

/** Epochs of phases with different batches need not add up to whole numbers; what is so close is one. */
const nearly = 1e-6;

export class Timeline {
  readonly phases: readonly TimedPhase[];
  readonly totalSteps: number;

  constructor(training: Training | undefined, stepsPerEpochOf: (phase: Phase) => number) {
    const phases: TimedPhase[] = [];
    let [start, examplesBefore] = [0, 0];
    for (const phase of training?.phases ?? []) {
      const stepsPerEpoch = stepsPerEpochOf(phase);
      const steps = inSteps(phase.duration, stepsPerEpoch);
      const rounds = dataRounds(phase);
      phases.push({ phase, start, steps, stepsPerEpoch, dataRounds: rounds, examplesBefore });
      start += steps;
      examplesBefore += steps * rounds.length * phase.batch;
    }
    this.phases = phases;
    this.totalSteps = start;
  }

  /** The phase to which a step belongs; the last one goes on for as long as there are more steps. */
  phaseAt(step: number): TimedPhase {
    return this.phases.findLast(({ start }) => start <= step)!;
  }

  /** The first step by which so much time has passed since another one. */
  stepAfter(since: number, { count, unit }: Duration): number {
    return unit === 'steps' ? since + count : this.stepAtEpoch(this.epochsBefore(since) + count);
  }

  /** The first step after `step` by which a whole number of periods has passed since the beginning of the training. */
  nextDue(step: number, { count, unit }: Duration): number {
    const passed = unit === 'steps' ? step : this.epochsBefore(step);
    const next = (Math.floor(passed / count + nearly) + 1) * count;
    return unit === 'steps' ? next : this.stepAtEpoch(next);
  }

  private epochsBefore(step: number): number {
    return this.phases.reduce((epochs, { start, steps, stepsPerEpoch }, i) => {
      const within = Math.max(0, step - start);
      const isLast = i === this.phases.length - 1;
      return epochs + (isLast ? within : Math.min(within, steps)) / stepsPerEpoch;
    }, 0);
  }

  private stepAtEpoch(epochs: number): number {
    let left = epochs;
    for (const [i, { start, steps, stepsPerEpoch }] of this.phases.entries()) {
      const isLast = i === this.phases.length - 1;
      if (isLast || left * stepsPerEpoch <= steps + nearly) return start + Math.ceil(left * stepsPerEpoch - nearly);
      left -= steps / stepsPerEpoch;
    }
    // Without a training, nothing takes time.
    return 0;
  }
}
