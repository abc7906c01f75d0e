/** How long each value lives when the nodes run in order, and how many bytes are alive at the peak. */
import type { Graph, Node, NodeId } from '../graph/graph.ts';
import { bytesOf } from '../graph/graph.ts';
import { ops } from '../ops/table.ts';

/** Bytes by purpose. */
export interface MemoryParts {
  /** Variables as they are at the start. */
  readonly variables: number;
  /** Feeds and constants. */
  readonly inputs: number;
  /** Activations, gradients and other intermediate values, and the values that are returned. */
  readonly values: number;
  /** New values of variables, until they are committed. */
  readonly updates: number;
  /** What the running kernel needs for itself. */
  readonly workspace: number;
}

export interface MemoryPlan {
  /**
   * For each node, the last node that reads its value: itself if none does, `Infinity` if the value outlives the run.
   */
  readonly lastUse: readonly number[];
  readonly peakBytes: number;
  /** What is alive at the peak; adds up to `peakBytes`. */
  readonly atPeak: MemoryParts;
  /** The node at which the peak is reached; −1 if the inputs alone are the peak. */
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

/** Whether an engine passes the node's input on instead of computing anything. */
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
  const partOf = partsOf(graph, storage);
  const dying = new Map<number, Node[]>();
  for (const node of owned) {
    const after = freedAfter[node.id]!;
    const others = dying.get(after);
    if (others) others.push(node);
    else dying.set(after, [node]);
  }

  const live: Record<keyof MemoryParts, number> = { variables: 0, inputs: 0, values: 0, updates: 0, workspace: 0 };
  for (const node of owned.filter(isSource)) live[partOf(node)] += bytesOf(node.output);
  let [atPeak, peakNode] = [{ ...live }, -1];
  for (const node of nodes) {
    if (!isSource(node)) {
      if (storage[node.id] === node.id) live[partOf(node)] += bytesOf(node.output);
      const during = { ...live, workspace: workspace(node) };
      if (bytesOfParts(during) > bytesOfParts(atPeak)) [atPeak, peakNode] = [during, node.id];
    }
    for (const dead of dying.get(node.id) ?? []) live[partOf(dead)] -= bytesOf(dead.output);
  }
  return { lastUse, peakBytes: bytesOfParts(atPeak), atPeak, peakNode, inPlace };
}

export const bytesOfParts = ({ variables, inputs, values, updates, workspace }: MemoryParts): number =>
  variables + inputs + values + updates + workspace;

/** What the memory allocated by a node is for; if several values share it, the use that lasts longest. */
function partsOf(graph: Graph, storage: readonly NodeId[]): (node: Node) => keyof MemoryParts {
  const variables = new Set(graph.inputs.flatMap(({ node, source }) => (source.kind === 'variable' ? [node] : [])));
  const updates = new Set(graph.outputs.flatMap(({ node, kind }) => (kind === 'variable' ? [storage[node]] : [])));
  return ({ id, op }) => {
    if (op === 'Placeholder' || op === 'Const') return variables.has(id) ? 'variables' : 'inputs';
    return updates.has(id) ? 'updates' : 'values';
  };
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
