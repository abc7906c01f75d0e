/**
 * Reverse-mode differentiation at compile time: the backward graph is more nodes in the same builder. Since every rule
 * is written in ops of the table, the result can be differentiated again, to any order.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import { formatType } from '../graph/graph.ts';
import { opOf } from '../ops/table.ts';
import { formulaGradient } from './formula-gradient.ts';

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

  const varies = reachedFrom(builder, of, new Set(wrt), isDifferentiable);
  const accumulated = new Map<NodeId, NodeId>();
  if (varies[of]) accumulated.set(of, builder.constant(1));

  const { origin, scope } = builder;
  for (let id = of; id >= 0; id--) {
    const gradient = accumulated.get(id);
    const node = builder.node(id);
    if (gradient === undefined || !node.inputs.some((input) => varies[input])) continue;
    const rule = opOf(node.op).gradient;
    if (rule === 'zero' || rule === 'source') continue;
    builder.origin = node.origin;
    builder.scope = node.scope === undefined ? undefined : backwardScope(node.scope);
    const contributions = rule === 'formula' ? formulaGradient(builder, node, gradient) : rule(builder, node, gradient);
    contributions.forEach((contribution, position) => {
      const input = node.inputs[position]!;
      if (contribution === null || !varies[input]) return;
      const sum = accumulated.get(input);
      accumulated.set(input, sum === undefined ? contribution : builder.add('AddV2', [sum, contribution]));
    });
  }
  builder.origin = origin;
  builder.scope = scope;

  return wrt.map((id) => accumulated.get(id) ?? builder.constant(0, builder.shape(id)));
}

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
