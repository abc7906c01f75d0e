/**
 * Lowers checked expressions to nodes. Equal nodes are one (see `graph/builder.ts`), so whatever has not changed is
 * shared.
 */
import type { ApplyExpression, CallExpression, Expression, ScanExpression, Weight } from '../program/program.ts';
import { given, operands } from '../program/walk.ts';
import { graphType, type TensorType } from '../types/type.ts';
import { callReading, type Lowering } from '../words/functions/function.ts';
import type { Distribution, NodeId, TensorType as GraphTensorType } from '../graph/graph.ts';
import { gradients } from '../passes/differentiate.ts';
import { lowerScan } from './scan.ts';
import { at, stretched, type Lowered, type LoweringSite } from './site.ts';
import { changedBy, isTrained } from './states.ts';
import { statePath } from './variables.ts';

/** The environment of a network's body during one application. */
interface Frame {
  readonly parameters: readonly NodeId[];
  /** Prefix of the names of draws: the path of the application. */
  readonly prefix: string;
  /** `G/` in G: prefix of its layers' names in profiles. */
  readonly scope: string;
  readonly known: Map<Expression, Lowered>;
  /** In the body of a scan: the value of an expression that is computed outside; undefined for any other. */
  readonly outside?: (e: Expression) => Lowered | undefined;
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
    const outside = frame.known.has(e) ? undefined : frame.outside?.(e);
    if (outside !== undefined) frame.known.set(e, outside);
    const waiting = frame.known.has(e) ? [] : neededFor(e).filter((operand) => !frame.known.has(operand));
    if (waiting.length > 0) path.push(...waiting.toReversed());
    else {
      if (!frame.known.has(e)) frame.known.set(e, compute(site, e, frame));
      path.pop();
    }
  }
  return frame.known.get(root)!;
}

/** The body of a scan is lowered with the scan. */
const neededFor = (e: Expression): readonly Expression[] => (e.kind === 'scan' ? given(e) : operands(e));

function compute(site: LoweringSite, e: Expression, frame: Frame): Lowered {
  const { builder } = site;
  switch (e.kind) {
    case 'constant':
      return builder.constant(e.value);
    case 'data':
      return dataInput(site, e.field, graphType(e.type, site.batch));
    case 'draw':
      return drawn(site, frame.prefix + e.path, e.distribution, graphType(e.type, site.batch).shape);
    case 'parameter':
      return frame.parameters[e.index]!;
    case 'weight':
      return site.variables.read(e.weight.path, e.weight.shape);
    case 'state':
      return site.variables.read(statePath(e.state), e.state.shape);
    case 'loop-variable':
      throw new Error(`\`${e.name}\` is used outside of its scan`);
    case 'scan':
      return lowerScanIn(site, e, frame);
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

function dataInput(site: LoweringSite, field: string, type: GraphTensorType): NodeId {
  if (site.loop) return site.loop.shared((outer) => dataInput(outer, field, type));
  const source = { kind: 'data', field, round: site.round } as const;
  return site.builder.input(roundName(site, `data/${field}`), type, source);
}

function drawn(site: LoweringSite, path: string, distribution: Distribution, shape: readonly number[]): NodeId {
  if (site.loop) return site.loop.each((outer, steps) => drawn(outer, path, distribution, [steps, ...shape]));
  const stream = roundName(site, path);
  const dtype = distribution.kind === 'categorical' ? 'int32' : 'float32';
  return site.builder.input(`draw/${stream}`, { dtype, shape }, { kind: 'random', stream, distribution });
}

function lowerScanIn(site: LoweringSite, e: ScanExpression, frame: Frame): Lowered {
  return lowerScan(site, e, frame.scope, {
    outside: (x) => lower(site, x, frame),
    inside: (inner, variables, outside, roots) => {
      const { prefix, scope } = frame;
      const within: Frame = { parameters: [], prefix, scope, known: new Map(variables), outside };
      return roots.map((root) => single(lower(inner, root, within)));
    },
  });
}

function lowerApply(site: LoweringSite, e: ApplyExpression, frame: Frame): Lowered {
  const network = site.using?.get(e.network.label) ?? e.network;
  const parameters = e.arguments.map((a, i) => {
    const value = single(lower(site, a, frame));
    const { type } = network.parameters[i]!;
    // A number or a schedule is the same for all examples.
    return type.batched && !(a.type as TensorType).batched
      ? at(site.builder, e.span, '', () => stretched(site.builder, value, graphType(type, site.batch)))
      : value;
  });
  const inner: Frame = { parameters, prefix: `${frame.prefix}${e.path}/`, scope: `${network.name}/`, known: new Map() };
  const result = lower(network.frozen ? { ...site, mode: 'inference' } : site, network.body, inner);
  const updates = network.updates.filter(({ state }) => isTrained(site, state.weight));
  // All of them before any is written: each is computed from the states as they were.
  const values = updates.map(({ value }) => single(lower(site, value, inner)));
  updates.forEach(({ state }, i) => site.variables.write(state.weight.path, values[i]!));
  return result;
}

function lowerCall(site: LoweringSite, e: CallExpression, frame: Frame): NodeId {
  const inputs = e.inputs.map((input) => single(lower(site, input, frame)));
  return at(site.builder, e.span, frame.scope + e.path, () => e.function.lower(lowering(site, e, frame), inputs));
}

function lowering(site: LoweringSite, e: CallExpression, frame: Frame): Lowering {
  const weight = (name: string): Weight => e.weights[name]!;
  const changed = new Set(changedBy(site, e));
  return {
    ...callReading(
      e.inputs.map((input) => input.type as TensorType),
      e.settings,
    ),
    builder: site.builder,
    mode: site.mode,
    batch: site.batch,
    type: e.type,
    weight(name) {
      const parametrized = e.parametrized?.[name];
      if (parametrized) return single(lower(site, parametrized, frame));
      return site.variables.read(weight(name).path, weight(name).shape);
    },
    hasWeight: (name) => name in e.weights,
    update(name, value) {
      if (changed.has(weight(name))) site.variables.write(weight(name).path, value);
    },
    draw: (name, distribution, shape) => drawn(site, `${frame.prefix}${e.path}/${name}`, distribution, shape),
  };
}
