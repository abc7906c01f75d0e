/** What a graph costs, as far as the graph alone can tell. `runtime/profile` measures the time it takes. */
import { bytesOf, type Graph, type Node } from './graph/graph.ts';
import { isLoop, loopOf } from './ops/scan.ts';
import { opOf } from './ops/table.ts';
import { aliasesInput } from './passes/plan-memory.ts';

/** Floating-point operations of all nodes; a multiply-add counts as two. */
export const flopsOfGraph = (graph: Graph): number => graph.nodes.reduce((sum, node) => sum + flopsOf(graph, node), 0);

export function flopsOf(graph: Graph, { op, inputs, attributes, output }: Node): number {
  if (isLoop({ op })) {
    const { length, body } = loopOf(attributes);
    return length * flopsOfGraph(body);
  }
  const types = inputs.map((id) => graph.nodes[id]!.output);
  return opOf(op).flops(types, attributes, output);
}

/** The bytes that a node's value takes; 0 if it is only another name for its input. */
export function storedBytes(graph: Graph, node: Node): number {
  return aliasesInput(graph, node) ? 0 : bytesOf(node.output);
}
