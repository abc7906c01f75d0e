/** What time it is in a step: from schedules, as written, to the nodes of their values. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import type { ScheduleExpression } from '../program/program.ts';
import { inSteps, type TimedPhase, type Timeline } from '../program/timeline.ts';
import { emitSchedule } from '../words/schedules.ts';
import { stepPath } from './variables.ts';

/**
 * Emits the values of schedules at the step that the counter is at: the one that is being made or, outside of training,
 * the next one. A schedule that is written in a phase counts from the beginning of the phase, and ends with it.
 */
export function clock(
  b: GraphBuilder,
  counted: (path: string) => NodeId,
  timeline: Timeline,
  current?: TimedPhase,
): (e: ScheduleExpression) => NodeId {
  return (e) => {
    const step = counted(stepPath);
    if (!current || !isWrittenIn(e, current)) {
      return emitSchedule(b, e.schedule, step, (stretch, since = 0) =>
        stretch === 'whole' ? timeline.totalSteps : timeline.stepAfter(since, stretch),
      );
    }
    const { start, steps, stepsPerEpoch } = current;
    const within = start === 0 ? step : b.add('Sub', [step, b.constant(start, [], 'int32')]);
    return emitSchedule(b, e.schedule, within, (stretch, since = 0) =>
      stretch === 'whole' ? steps : since + inSteps(stretch, stepsPerEpoch),
    );
  };
}

const isWrittenIn = ({ span }: ScheduleExpression, { phase }: TimedPhase): boolean =>
  span.source === phase.span.source && span.start >= phase.span.start && span.end <= phase.span.end;
