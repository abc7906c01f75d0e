/** Where expressions are lowered: into which graph, at which point of the step, and from which line of the spec. */
import { positionAt, type Span } from '../../diagnostics/source.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { sameShape, type NodeId, type Origin, type TensorType } from '../graph/graph.ts';
import type { ApplyExpression, ScheduleExpression } from '../program/program.ts';

/** Weights, moving statistics and slots, as they are at this point of the step. */
export interface Variables {
  read(path: string, shape: readonly number[]): NodeId;
  write(path: string, value: NodeId): void;
}

export interface LoweringSite {
  readonly builder: GraphBuilder;
  readonly variables: Variables;
  readonly mode: 'training' | 'inference';
  readonly batch: number;
  /** The round of the pass, which determines minibatch and draws: each iteration of `repeat` is a round. */
  readonly round: number;
  /** The value of a schedule at this step. */
  readonly schedule: (e: ScheduleExpression) => NodeId;
  /** Networks being trained, whose moving statistics therefore follow the batch. */
  readonly trained: ReadonlySet<string>;
  /** Set in the body of a scan, where whatever comes from outside comes through the loop. */
  readonly loop?: LoopInputs;
  /** Networks to apply instead of others: averages, keyed by the label of the network that they follow. */
  readonly using?: ReadonlyMap<string, ApplyExpression['network']>;
}

/** What is reached from the body of a scan. */
export interface LoopInputs {
  /** A value that is the same in all steps; `make` adds it outside of the loop. */
  shared(make: (outer: LoweringSite) => NodeId): NodeId;
  /** A value of its own for each step; `make` adds all of them, along a new first axis. */
  each(make: (outer: LoweringSite, steps: number) => NodeId): NodeId;
}

/** A node, or one for each part of several values. */
export type Lowered = NodeId | ReadonlyMap<string, NodeId>;

/** Records `span` and `scope` as the origin of the nodes that `make` adds. */
export function at<T>(builder: GraphBuilder, span: Span, scope: string, make: () => T): T {
  const { origin, scope: outer } = builder;
  builder.origin = originOf(span);
  builder.scope = scope;
  try {
    return make();
  } finally {
    builder.origin = origin;
    builder.scope = outer;
  }
}

export function originOf(span: Span): Origin {
  const { line } = positionAt(span.source, span.start);
  return { file: span.source.name, start: span.start, end: span.end, line };
}

/** A value that is the same for every example, repeated if each is to have its own. */
export function stretched(b: GraphBuilder, value: NodeId, { shape }: TensorType): NodeId {
  return sameShape(b.shape(value), shape) ? value : b.add('BroadcastTo', [value], { shape });
}
