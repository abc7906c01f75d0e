/** Graphs of checked programs, as they are lowered, before any pass. */
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { lowerStep } from '../../src/compiler/lower/step.ts';
import { lowerValues } from '../../src/compiler/lower/values.ts';
import type { Program } from '../../src/compiler/program/program.ts';
import { Timeline } from '../../src/compiler/program/timeline.ts';

const timelineOf = ({ training }: Program) => new Timeline(training, () => 10);

/** The value that the spec calls `y`. */
export function graphOfY(program: Program, batch: number): Graph {
  return lowerValues('test', new Map([['y', program.values.get('y')!]]), timelineOf(program), { batch });
}

/** A step of the first phase. */
export function graphOfStep(program: Program): Graph {
  const timeline = timelineOf(program);
  return lowerStep(program, { timeline, current: timeline.phases[0]!, due: new Set() });
}
