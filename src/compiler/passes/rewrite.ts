/** How passes rewrite a graph: node by node, by rules that look at a node and its inputs. */
import type { Attributes, Graph, Node, NodeId, TensorType } from '../graph/graph.ts';
import { opOf } from '../ops/table.ts';
import { keep, movedTo } from './prune.ts';

/** The part of the new graph built so far. */
export interface Rewriting {
  node(id: NodeId): Node;
  /** Whether there is exactly one reader (a graph output counts as one), so that the node dies if that reader does. */
  isReadOnce(id: NodeId): boolean;
  /**
   * Adds a node. Its place in the spec is that of `origin`: where one node replaces several, the one that could be the
   * first to become NaN or infinite, so that the message still points to that line.
   */
  add(origin: Node, op: string, inputs: readonly NodeId[], attributes?: Attributes): NodeId;
}

/**
 * What replaces the node, whose inputs are already those of the new graph: the id of another node, or `null` to keep
 * it.
 */
export type Rule = (graph: Rewriting, node: Node) => NodeId | null;

/** @returns the graph itself if no rule fires; otherwise without the nodes that the rules left unread */
export function rewrite(graph: Graph, rule: Rule): Graph {
  const readers = countReaders(graph);
  const nodes: Node[] = [];
  /** For new nodes. Readers about to die are counted too, which only makes rules wait for the next round. */
  const newReaders: number[] = [];
  const push = (node: Node): NodeId => {
    newReaders.push(0);
    return nodes.push(node) - 1;
  };
  const site: Rewriting = {
    node: (id) => nodes[id]!,
    isReadOnce: (id) => newReaders[id] === 1,
    add(origin, op, inputs, attributes = {}) {
      for (const input of inputs) newReaders[input]!++;
      return push({ ...placed(origin, op, inputs, attributes, typeOf), id: nodes.length });
    },
  };
  const typeOf = (id: NodeId) => nodes[id]!.output;

  const replaced: NodeId[] = [];
  let changed = false;
  for (const node of graph.nodes) {
    const moved = movedTo(nodes.length, node, (input) => replaced[input]!);
    const found = rule(site, moved);
    changed ||= found !== null;
    // A rule that keeps the node may have added others before it.
    const stands = found ?? push(moved.id === nodes.length ? moved : { ...moved, id: nodes.length });
    newReaders[stands]! += readers[node.id]!;
    replaced.push(stands);
  }
  if (!changed) return graph;
  const move = <T extends { readonly node: NodeId }>(items: readonly T[]): T[] =>
    items.map((item) => ({ ...item, node: replaced[item.node]! }));
  // Nodes that had no readers to begin with are not for a rule to drop.
  const unread = replaced.filter((_, id) => readers[id] === 0);
  return keep({ ...graph, nodes, inputs: move(graph.inputs), outputs: move(graph.outputs) }, unread);
}

/** A rule for nodes of certain ops, and the identity that it applies. */
export interface Law {
  readonly law: string;
  readonly ops: readonly string[];
  readonly rule: Rule;
}

/** A rule that applies the first law that holds for the node. */
export function anyOf(laws: readonly Law[]): Rule {
  const rules = new Map<string, Rule[]>();
  for (const { ops, rule } of laws) for (const op of ops) rules.set(op, [...(rules.get(op) ?? []), rule]);
  return (graph, node) => {
    for (const rule of rules.get(node.op) ?? []) {
      const found = rule(graph, node);
      if (found !== null) return found;
    }
    return null;
  };
}

/** The number that fills a constant; null for any other node. */
export function numberIn(graph: Rewriting, id: NodeId): number | null {
  const { op, attributes } = graph.node(id);
  return op === 'Const' && typeof attributes['value'] === 'number' ? attributes['value'] : null;
}

function countReaders(graph: Graph): number[] {
  const readers = graph.nodes.map(() => 0);
  for (const { inputs } of graph.nodes) for (const input of inputs) readers[input]!++;
  for (const { node } of graph.outputs) readers[node]!++;
  return readers;
}

function placed(
  { origin, scope }: Node,
  op: string,
  inputs: readonly NodeId[],
  attributes: Attributes,
  typeOf: (id: NodeId) => TensorType,
): Omit<Node, 'id'> {
  const output = opOf(op).infer(inputs.map(typeOf), attributes);
  return { op, inputs, attributes, output, ...(origin && { origin }), ...(scope !== undefined && { scope }) };
}
