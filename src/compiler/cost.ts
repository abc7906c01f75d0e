/** What a graph costs, as far as the graph alone can tell. `runtime/profile` measures the time it takes. */
import { bytesOf, type Graph, type Node } from './graph/graph.ts';
import { opOf } from './ops/table.ts';
import { aliasesInput, planMemory } from './passes/plan-memory.ts';

export interface GraphCost {
  /** Floating-point operations; a multiply-add counts as two. */
  readonly flops: number;
  /** The most bytes that values alive at the same time take. */
  readonly peakBytes: number;
}

export function costOf(graph: Graph): GraphCost {
  return {
    flops: graph.nodes.reduce((sum, node) => sum + flopsOf(graph, node), 0),
    peakBytes: planMemory(graph).peakBytes,
  };
}

export function flopsOf(graph: Graph, { op, inputs, attributes, output }: Node): number {
  const types = inputs.map((id) => graph.nodes[id]!.output);
  return opOf(op).flops(types, attributes, output);
}

/** The bytes that a node's value takes; 0 if it is only another name for its input. */
export function storedBytes(graph: Graph, node: Node): number {
  return aliasesInput(graph, node) ? 0 : bytesOf(node.output);
}
