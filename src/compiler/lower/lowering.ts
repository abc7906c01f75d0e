/**
 * Lowers checked expressions to nodes. Equal nodes are one (see `graph/builder.ts`), so whatever has not changed is
 * shared.
 */
import { positionAt, type Span } from '../../diagnostics/source.ts';
import type { ApplyExpression, CallExpression, Expression, ScheduleExpression, Weight } from '../program/program.ts';
import { operands } from '../program/walk.ts';
import { graphType, type TensorType } from '../types/type.ts';
import { callReading, type Lowering } from '../words/functions/function.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Distribution, NodeId, Origin } from '../graph/graph.ts';
import { gradients } from '../passes/differentiate.ts';

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
  /** Networks to apply instead of others: averages, keyed by the label of the network that they follow. */
  readonly using?: ReadonlyMap<string, ApplyExpression['network']>;
}

type Lowered = NodeId | ReadonlyMap<string, NodeId>;

/** The environment of a network's body during one application. */
interface Frame {
  readonly parameters: readonly NodeId[];
  /** Prefix of the names of draws: the path of the application. */
  readonly prefix: string;
  /** `G/` in G: prefix of its layers' names in profiles. */
  readonly scope: string;
  readonly known: Map<Expression, Lowered>;
}

/** Lowers expressions evaluated at the same point of the step; every expression object is computed once. */
export function lowerer(site: LoweringSite): (expression: Expression) => NodeId {
  const root: Frame = { parameters: [], prefix: '', scope: '', known: new Map() };
  return (expression) => single(lower(site, expression, root));
}

function single(lowered: Lowered): NodeId {
  if (typeof lowered !== 'number') throw new Error('several values where one is expected');
  return lowered;
}

/**
 * Computes operands first. Deep networks are long chains, so the path is kept in an array rather than on the call
 * stack.
 */
function lower(site: LoweringSite, root: Expression, frame: Frame): Lowered {
  const path = [root];
  for (let e = path.at(-1); e; e = path.at(-1)) {
    const waiting = frame.known.has(e) ? [] : operands(e).filter((operand) => !frame.known.has(operand));
    if (waiting.length > 0) path.push(...waiting.toReversed());
    else {
      if (!frame.known.has(e)) frame.known.set(e, compute(site, e, frame));
      path.pop();
    }
  }
  return frame.known.get(root)!;
}

function compute(site: LoweringSite, e: Expression, frame: Frame): Lowered {
  const { builder } = site;
  switch (e.kind) {
    case 'constant':
      return builder.constant(e.value);
    case 'data':
      return builder.input(roundName(site, `data/${e.field}`), graphType(e.type, site.batch), {
        kind: 'data',
        field: e.field,
        round: site.round,
      });
    case 'draw':
      return drawn(site, frame.prefix + e.path, e.distribution, graphType(e.type, site.batch).shape);
    case 'parameter':
      return frame.parameters[e.index]!;
    case 'call':
      return lowerCall(site, e, frame);
    case 'apply':
      return lowerApply(site, e, frame);
    case 'tuple':
      return new Map(e.fields.map((f) => [f.name, single(lower(site, f.value, frame))]));
    case 'field':
      return (lower(site, e.of, frame) as ReadonlyMap<string, NodeId>).get(e.name)!;
    case 'retype':
      return lower(site, e.of, frame);
    case 'schedule':
      // The rate of an optimizer belongs to the update.
      return at(builder, e.span, builder.scope ?? frame.scope + e.schedule.kind, () => site.schedule(e));
    case 'gradient': {
      const wrt = single(lower(site, e.wrt, frame));
      const of = single(lower(site, e.of, frame));
      return at(builder, e.span, frame.scope, () => gradients(builder, of, [wrt])[0]!);
    }
  }
}

const roundName = (site: LoweringSite, name: string): string => (site.round === 0 ? name : `${name}@${site.round}`);

function drawn(site: LoweringSite, path: string, distribution: Distribution, shape: readonly number[]): NodeId {
  const stream = roundName(site, path);
  const dtype = distribution.kind === 'categorical' ? 'int32' : 'float32';
  return site.builder.input(`draw/${stream}`, { dtype, shape }, { kind: 'random', stream, distribution });
}

function lowerApply(site: LoweringSite, e: ApplyExpression, frame: Frame): Lowered {
  const network = site.using?.get(e.network.label) ?? e.network;
  const parameters = e.arguments.map((a, i) => {
    const value = single(lower(site, a, frame));
    const { type } = network.parameters[i]!;
    // A number or a schedule is the same for all examples.
    return type.batched && !(a.type as TensorType).batched ? stretched(site, value, type, e.span) : value;
  });
  const inner: Frame = { parameters, prefix: `${frame.prefix}${e.path}/`, scope: `${network.name}/`, known: new Map() };
  return lower(site, network.body, inner);
}

function stretched({ builder, batch }: LoweringSite, value: NodeId, type: TensorType, span: Span): NodeId {
  const { shape } = graphType(type, batch);
  return at(builder, span, '', () => builder.add('BroadcastTo', [value], { shape }));
}

function lowerCall(site: LoweringSite, e: CallExpression, frame: Frame): NodeId {
  const inputs = e.inputs.map((input) => single(lower(site, input, frame)));
  return at(site.builder, e.span, frame.scope + e.path, () => e.function.lower(lowering(site, e, frame), inputs));
}

function lowering(site: LoweringSite, e: CallExpression, frame: Frame): Lowering {
  const weight = (name: string): Weight => e.weights[name]!;
  return {
    ...callReading(
      e.inputs.map((input) => input.type as TensorType),
      e.settings,
    ),
    builder: site.builder,
    mode: site.mode,
    batch: site.batch,
    type: e.type,
    weight: (name) => site.variables.read(weight(name).path, weight(name).shape),
    hasWeight: (name) => name in e.weights,
    update(name, value) {
      const { path } = weight(name);
      if (site.trained.has(path.slice(0, path.indexOf('/')))) site.variables.write(path, value);
    },
    draw: (name, distribution, shape) => drawn(site, `${frame.prefix}${e.path}/${name}`, distribution, shape),
  };
}

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
