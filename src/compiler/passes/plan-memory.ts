/** How long each value lives when the nodes run in their order, and how many bytes are alive at once when the most are. */
import type { Graph, Node, NodeId, TensorType } from '../graph/graph.ts';
import { bytesOf, sameShape } from '../graph/graph.ts';

/** Bytes by what they are for. */
export interface MemoryParts {
  /** As they are at the start. */
  readonly variables: number;
  /** What is fed, and constants. */
  readonly inputs: number;
  /** Activations, gradients and all else that is computed on the way, and the values that are given back. */
  readonly values: number;
  /** New values of variables, which wait for their commit. */
  readonly updates: number;
  /** What the kernel that runs needs for itself. */
  readonly workspace: number;
}

export interface MemoryPlan {
  /** For each node the last node that reads its value: itself if none does, `Infinity` if the value outlives the run. */
  readonly lastUse: readonly number[];
  readonly peakBytes: number;
  /** What is alive at the peak: together `peakBytes`. */
  readonly atPeak: MemoryParts;
  /** The node during which the peak is reached; −1 if it is the inputs themselves. */
  readonly peakNode: NodeId;
  /** By node the place of the input whose memory its result takes: it is the last that reads it. */
  readonly inPlace: ReadonlyMap<NodeId, number>;
}

/** What an engine's kernels need besides their inputs and outputs, and what they can do without. */
export interface KernelMemory {
  /** Bytes that a node's kernel needs for itself while it runs. */
  readonly workspace?: (node: Node) => number;
  /** Places of inputs that a node's kernel may overwrite with its result, cell by cell. */
  readonly overwritable?: (node: Node) => readonly number[];
}

/** Ops whose result is their input under another type or name, and costs nothing. */
const aliasing: Readonly<Record<string, (input: TensorType, output: TensorType) => boolean>> = {
  Reshape: () => true,
  StopGradient: () => true,
  Cast: (input, output) => input.dtype === output.dtype,
  BroadcastTo: (input, output) => sameShape(input.shape, output.shape),
};

/** Whether an engine hands the node's input on instead of computing anything. */
export function aliasesInput(graph: Graph, node: Node): boolean {
  const test = aliasing[node.op];
  return test !== undefined && test(graph.nodes[node.inputs[0]!]!.output, node.output);
}

/**
 * Counts what an engine holds: variables and constants all the time, fed inputs from the start to their last use,
 * every other value from its node to its last use, outputs until the end (a new variable waits for its commit).
 */
export function planMemory(
  graph: Graph,
  { workspace = () => 0, overwritable = () => [] }: KernelMemory = {},
): MemoryPlan {
  const { nodes } = graph;
  const isSource = (node: Node) => node.op === 'Placeholder' || node.op === 'Const';
  const lastUse = lastUses(graph);
  // A storage is named by the node that made it; it lives as long as the longest of its aliases.
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
    // Under none of its names is the input read again, and it is nobody else's: what is fed is, and variables are.
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

/** What the memory that a node made is for; if it serves under several names, for the one that lasts. */
function partsOf(graph: Graph, storage: readonly NodeId[]): (node: Node) => keyof MemoryParts {
  const variables = new Set(graph.inputs.flatMap(({ node, source }) => (source.kind === 'variable' ? [node] : [])));
  const updates = new Set(graph.outputs.flatMap(({ node, kind }) => (kind === 'variable' ? [storage[node]] : [])));
  return ({ id, op }) => {
    if (op === 'Placeholder' || op === 'Const') return variables.has(id) ? 'variables' : 'inputs';
    return updates.has(id) ? 'updates' : 'values';
  };
}

/** For each node the values that nothing after it reads. */
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
