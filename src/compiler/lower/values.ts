/**
 * Values computed outside of training (samples, evaluations) as a graph: no dropout, moving statistics, averages where
 * wanted.
 */
import { originalOf } from '../program/networks.ts';
import type { Expression, Network } from '../program/program.ts';
import { startGraph } from '../graph-semantics/build.ts';
import type { Graph } from '../graph/graph.ts';
import type { Timeline } from '../program/timeline.ts';
import { clock } from './clock.ts';
import { lowerer } from './lowering.ts';
import { GraphVariables } from './step.ts';

export interface ValuesOptions {
  readonly batch: number;
  /** Averages to apply instead of the networks that they follow. */
  readonly using?: readonly Network[];
}

/** A graph with one output for each named expression; schedules are where the training has come to. */
export function lowerValues(
  name: string,
  expressions: ReadonlyMap<string, Expression>,
  timeline: Timeline,
  options: ValuesOptions,
): Graph {
  const builder = startGraph(name);
  const variables = new GraphVariables(builder);
  const using = new Map((options.using ?? []).map((n) => [originalOf(n) ?? n.label, n]));
  const lower = lowerer({
    builder,
    variables,
    schedule: clock(builder, (path) => variables.counted(path), timeline),
    mode: 'inference',
    batch: options.batch,
    round: 0,
    trained: new Set(),
    using,
  });
  for (const [output, expression] of expressions) builder.output(output, lower(expression));
  return builder.build();
}
