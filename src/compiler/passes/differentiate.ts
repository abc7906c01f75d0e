/**
 * Reverse-mode differentiation at compile time: the backward graph is more nodes in the same builder. Since every rule
 * is written in ops of the table, the result can be differentiated again, to any order.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import { formatType } from '../graph/graph.ts';
import type { GradientRule } from '../ops/op.ts';
import { isLoop } from '../ops/scan.ts';
import { opOf } from '../ops/table.ts';
import { formulaGradient } from './formula-gradient.ts';
import { LoopGradients, scanGradient, type Incoming } from './scan-gradient.ts';

/**
 * Adds the graph of ∂of/∂wrt to the builder.
 *
 * @param of a float32 scalar (shape `[]`)
 * @param wrt any float32 nodes; if one depends on another, each gets its total derivative
 * @returns for each of `wrt` a node of the same type; a zero constant if no gradient reaches it
 */
export function gradients(builder: GraphBuilder, of: NodeId, wrt: readonly NodeId[]): NodeId[] {
  const type = builder.type(of);
  if (type.dtype !== 'float32' || type.shape.length > 0) {
    throw new Error(`only a float32 scalar can be differentiated, not ${formatType(type)}`);
  }
  for (const id of wrt) {
    if (builder.type(id).dtype === 'float32') continue;
    throw new Error(`there is no gradient with respect to node %${id}, which is ${formatType(builder.type(id))}`);
  }
  return pullBack(builder, [{ node: of, gradient: builder.constant(1) }], wrt);
}

/**
 * The vector–Jacobian product of a whole graph: goes back from the gradients of several nodes, which add up.
 *
 * @returns as for `gradients`
 */
export function pullBack(builder: GraphBuilder, incoming: readonly Incoming[], wrt: readonly NodeId[]): NodeId[] {
  const last = incoming.reduce((most, { node }) => Math.max(most, node), -1);
  const varies = reachedFrom(builder, last, new Set(wrt), isDifferentiable);
  const accumulated = new Map<NodeId, NodeId>();
  const results = new LoopGradients(builder);
  const add = (id: NodeId, contribution: NodeId): void => {
    if (!varies[id]) return;
    const sum = accumulated.get(id);
    accumulated.set(id, sum === undefined ? contribution : builder.add('AddV2', [sum, contribution]));
  };
  for (const { node, gradient } of incoming) add(node, gradient);

  const { origin, scope } = builder;
  for (let id = last; id >= 0; id--) {
    const node = builder.node(id);
    if (isLoop(node)) results.whole(node, (gradient) => add(id, gradient));
    const gradient = accumulated.get(id);
    if (gradient === undefined || !node.inputs.some((input) => varies[input])) continue;
    if (results.keep(node, gradient)) continue;
    const rule = opOf(node.op).gradient;
    if (rule === 'zero' || rule === 'source') continue;
    builder.origin = node.origin;
    builder.scope = node.scope === undefined ? undefined : backwardScope(node.scope);
    const contributions = (typeof rule === 'string' ? derived[rule] : rule)(builder, node, gradient);
    contributions.forEach((contribution, position) => {
      if (contribution !== null) add(node.inputs[position]!, contribution);
    });
  }
  builder.origin = origin;
  builder.scope = scope;

  return wrt.map((id) => accumulated.get(id) ?? builder.constant(0, builder.shape(id)));
}

/** Rules that are derived from what the node computes. */
const derived = { formula: formulaGradient, scan: scanGradient(pullBack) } as const satisfies Record<
  string,
  GradientRule
>;

/** Whether the value of `of` is computed from `on` (gradient or not). */
export function dependsOn(builder: GraphBuilder, of: NodeId, on: NodeId): boolean {
  return Boolean(reachedFrom(builder, of, new Set([on]), () => true)[of]);
}

/** Whether a gradient flows from `of` back to `wrt`: it does not pass StopGradient, comparisons or integers. */
export function gradientReaches(builder: GraphBuilder, of: NodeId, wrt: NodeId): boolean {
  return Boolean(reachedFrom(builder, of, new Set([wrt]), isDifferentiable)[of]);
}

/** A gradient of a gradient is still "backward", to any order. */
const backwardScope = (scope: string) => (scope.endsWith(' (backward)') ? scope : `${scope} (backward)`);

const flat: ReadonlySet<unknown> = new Set(['zero', 'source']);

const isDifferentiable = (builder: GraphBuilder, id: NodeId) =>
  builder.type(id).dtype === 'float32' && !flat.has(opOf(builder.node(id).op).gradient);

/**
 * Marks, up to node `last`, the starting nodes and everything computed from them through nodes for which `pass` holds.
 */
function reachedFrom(
  builder: GraphBuilder,
  last: NodeId,
  start: ReadonlySet<NodeId>,
  pass: (builder: GraphBuilder, id: NodeId) => boolean,
): Uint8Array {
  const reached = new Uint8Array(last + 1);
  for (let id = 0; id <= last; id++) {
    const fromInputs = builder.node(id).inputs.some((input) => reached[input]);
    reached[id] = start.has(id) || (fromInputs && pass(builder, id)) ? 1 : 0;
  }
  return reached;
}
