/** What time it is in a step: from schedules, as written, to the nodes of their values. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import type { ScheduleExpression } from '../program/program.ts';
import type { Duration } from '../types/duration.ts';
import { emitSchedule } from '../words/schedules.ts';
import { stepPath } from './variables.ts';

/** How long the training takes, once the size of the data is known. */
export interface Timeline {
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
}

/** A duration in steps. */
export const inSteps = ({ count, unit }: Duration, stepsPerEpoch: number): number =>
  unit === 'steps' ? count : count * stepsPerEpoch;

/**
 * Emits the values of schedules at the step that the counter is at: the one that is being made or, outside of training,
 * the next one.
 */
export function clock(
  builder: GraphBuilder,
  counted: (path: string) => NodeId,
  { totalSteps, stepsPerEpoch }: Timeline,
): (e: ScheduleExpression) => NodeId {
  return ({ schedule }) =>
    emitSchedule(builder, schedule, counted(stepPath), (stretch) =>
      stretch === 'whole' ? totalSteps : inSteps(stretch, stepsPerEpoch),
    );
}
