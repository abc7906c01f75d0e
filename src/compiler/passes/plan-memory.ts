/** How long each value lives when the nodes run in their order, and how many bytes are alive at once when the most are. */
import type { Graph, Node, NodeId } from '../graph/graph.ts';
import { bytesOf } from '../graph/graph.ts';
import { ops } from '../ops/table.ts';

export interface MemoryPlan {
  /**
   * For each node, the last node that reads its value: itself if none does, `Infinity` if the value outlives the run.
   */
  readonly lastUse: readonly number[];
  readonly peakBytes: number;
  /** The node during which the peak is reached; −1 if that is before the first node. */
  readonly peakNode: NodeId;
  /** For a node, the position of the input whose memory its result takes over; the node is that input's last reader. */
  readonly inPlace: ReadonlyMap<NodeId, number>;
}

/** What an engine's kernels need beyond their inputs and outputs, and what they can do without. */
export interface KernelMemory {
  /** Bytes of scratch memory that a node's kernel uses while it runs. */
  readonly workspace?: (node: Node) => number;
  /** Positions of the inputs that a node's kernel may overwrite with its result, cell by cell. */
  readonly overwritable?: (node: Node) => readonly number[];
}

/** Whether an engine hands the node's input on instead of computing anything. */
export function aliasesInput(graph: Graph, node: Node): boolean {
  return ops.get(node.op)?.aliases?.(graph.nodes[node.inputs[0]!]!.output, node.output) ?? false;
}

/**
 * Counts what an engine holds: variables and constants throughout, fed inputs from the start to their last use, every
 * other value from its node to its last use, outputs to the end (a new variable waits for its commit).
 */
export function planMemory(
  graph: Graph,
  { workspace = () => 0, overwritable = () => [] }: KernelMemory = {},
): MemoryPlan {
  const { nodes } = graph;
  const isSource = (node: Node) => node.op === 'Placeholder' || node.op === 'Const';
  const lastUse = lastUses(graph);
  // A storage is identified by the node that made it, and lives as long as its longest-lived alias.
  const storage = nodes.map((node) => node.id);
  const freedAfter = [...lastUse];
  const inPlace = new Map<NodeId, number>();
  const takes = (node: Node, place: number) => {
    const root = storage[node.inputs[place]!]!;
    storage[node.id] = root;
    freedAfter[root] = Math.max(freedAfter[root]!, lastUse[node.id]!);
  };
  for (const node of nodes) {
    if (aliasesInput(graph, node)) {
      takes(node, 0);
      continue;
    }
    // The input's storage is not read again under any name, and does not belong to someone else, as feeds and variables
    // do.
    const place = overwritable(node).find((at) => {
      const root = nodes[storage[node.inputs[at]!]!]!;
      return freedAfter[root.id] === node.id && !isSource(root) && bytesOf(root.output) === bytesOf(node.output);
    });
    if (place === undefined) continue;
    takes(node, place);
    inPlace.set(node.id, place);
  }

  const owned = nodes.filter((node) => storage[node.id] === node.id);
  const dying = new Map<number, number>();
  for (const node of owned) {
    const after = freedAfter[node.id]!;
    dying.set(after, (dying.get(after) ?? 0) + bytesOf(node.output));
  }

  let live = owned.filter(isSource).reduce((sum, node) => sum + bytesOf(node.output), 0);
  let [peakBytes, peakNode] = [live, -1];
  for (const node of nodes) {
    if (!isSource(node)) {
      if (storage[node.id] === node.id) live += bytesOf(node.output);
      const during = live + workspace(node);
      if (during > peakBytes) [peakBytes, peakNode] = [during, node.id];
    }
    live -= dying.get(node.id) ?? 0;
  }
  return { lastUse, peakBytes, peakNode, inPlace };
}

/** For each node, the values that no later node reads. */
export function releasedAfter({ lastUse }: MemoryPlan): NodeId[][] {
  const released: NodeId[][] = lastUse.map(() => []);
  lastUse.forEach((last, id) => released[last]?.push(id));
  return released;
}

function lastUses(graph: Graph): number[] {
  const lastUse: number[] = graph.nodes.map((node) => (node.op === 'Const' ? Infinity : node.id));
  for (const node of graph.nodes) for (const input of node.inputs) lastUse[input] = Math.max(lastUse[input]!, node.id);
  for (const { node, source } of graph.inputs) if (source.kind === 'variable') lastUse[node] = Infinity;
  for (const { node } of graph.outputs) lastUse[node] = Infinity;
  return lastUse;
}
