import type { Graph, Node, NodeId } from '../graph/graph.ts';

/** Drops what no output needs, such as gradients that a rule computed for inputs for which none was wanted. */
export const prune = (graph: Graph): Graph => keep(graph, []);

/** The node at another place, with its inputs at theirs; the node itself if nothing of it moves. */
export function movedTo(id: NodeId, node: Node, place: (input: NodeId) => NodeId): Node {
  if (id === node.id && node.inputs.every((input) => place(input) === input)) return node;
  return { ...node, id, inputs: node.inputs.map(place) };
}

/** The graph of what its outputs and the nodes in `also` need. */
export function keep(graph: Graph, also: readonly NodeId[]): Graph {
  const needed = new Set<NodeId>([...graph.outputs.map((o) => o.node), ...also]);
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (needed.has(id)) for (const input of graph.nodes[id]!.inputs) needed.add(input);
  }
  if (needed.size === graph.nodes.length) return graph;
  const renumbered = new Map<NodeId, NodeId>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    if (!needed.has(node.id)) continue;
    const id = nodes.length;
    renumbered.set(node.id, id);
    nodes.push(movedTo(id, node, (input) => renumbered.get(input)!));
  }
  const move = <T extends { readonly node: NodeId }>(items: readonly T[]): T[] =>
    items.filter((item) => needed.has(item.node)).map((item) => ({ ...item, node: renumbered.get(item.node)! }));
  return { ...graph, nodes, inputs: move(graph.inputs), outputs: move(graph.outputs) };
}
