/**
 * Equal nodes become one. The builder finds those written twice; this pass finds those that other passes have made
 * equal, and those that differ only in the order of the operands of a sum or product, or of their attributes: `D(fake)`
 * of a loss with `stop_gradient(fake)` and of one without is computed once, as is whatever neither update has changed.
 *
 * Exact: the same op on the same values. Inputs are never equal to one another, so two draws remain two.
 */
import type { Graph, Node, NodeId } from '../graph/graph.ts';
import { opOf } from '../ops/table.ts';
import { rewrite } from './rewrite.ts';

export function share(graph: Graph): Graph {
  const known = new Map<string, NodeId>();
  return rewrite(graph, (_, node) => {
    if (node.op === 'Placeholder') return null;
    const key = keyOf(node);
    const found = known.get(key);
    if (found === undefined) known.set(key, node.id);
    return found ?? null;
  });
}

function keyOf({ op, inputs, attributes }: Node): string {
  const operands = opOf(op).commutative ? inputs.toSorted((a, b) => a - b) : inputs;
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${op}|${operands.join()}|${JSON.stringify(sorted)}`;
}
