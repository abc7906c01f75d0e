/**
 * Fuses connected elementwise nodes into one, so that values in between are never stored: Adam's update of a weight is
 * three passes over memory instead of a dozen, and a scalar schedule a single call.
 */
import type { Graph, Node, NodeId } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';

/** How an input is read while the result is traversed in row-major order. */
export type Reading =
  /** Element by element. */
  | 'element'
  /** Again from its start for each line of `columns` elements. */
  | 'line'
  /** Always the same element. */
  | 'scalar';

export interface FusedInput {
  /** A node of the fused graph. */
  readonly node: NodeId;
  readonly reading: Reading;
}

/** An operand: an input, the value of an earlier step, or a number. */
export type Operand = { readonly input: number } | { readonly step: number } | { readonly number: number };

export interface FusedStep {
  readonly op: string;
  readonly attributes: Node['attributes'];
  readonly operands: readonly Operand[];
}

/** What a fused node computes, for each element of its result; the last step is the result. */
export interface Fusion {
  readonly inputs: readonly FusedInput[];
  readonly steps: readonly FusedStep[];
  /** Elements per line; all those of the result if no input is read by lines. */
  readonly columns: number;
}

export interface FusedGraph {
  readonly graph: Graph;
  /** Keyed by node of the fused graph; its op is `Fused`. */
  readonly fusions: ReadonlyMap<NodeId, Fusion>;
  /** For each node of the fused graph, the node of the original graph that has its value. */
  readonly originals: readonly NodeId[];
}

/** For a node, the positions of the inputs that its result may overwrite: those read element by element. */
export const overwritableIn =
  ({ fusions }: FusedGraph) =>
  ({ id }: Node): number[] =>
    (fusions.get(id)?.inputs ?? []).flatMap(({ reading }, place) => (reading === 'element' ? [place] : []));

/** Ops that pass elements on in the same order: they may occur within a fusion, but cost nothing on their own. */
const passing: ReadonlySet<string> = new Set(['Reshape', 'StopGradient']);

interface Group {
  readonly size: number;
  columns: number | null;
  readonly nodes: NodeId[];
}

/** @param isElementwise whether the engine can compute the op element by element within a fusion */
export function fuse(graph: Graph, isElementwise: (op: string) => boolean): FusedGraph {
  const groups = findGroups(graph, isElementwise);
  const inside = new Set([...groups.values()].flatMap(({ nodes }) => nodes.slice(1)));
  const numbers = new Map<NodeId, number>();
  const renumbered = new Map<NodeId, NodeId>();
  const fusions = new Map<NodeId, Fusion>();
  const originals: NodeId[] = [];
  const nodes: Node[] = [];
  const readElsewhere = readOutside(graph, groups, inside);
  for (const node of graph.nodes) {
    const { value } = node.attributes;
    if (node.op === 'Const' && typeof value === 'number' && node.output.dtype === 'float32')
      numbers.set(node.id, value);
    if (inside.has(node.id) || (numbers.has(node.id) && !readElsewhere.has(node.id))) continue;
    const id = nodes.length;
    renumbered.set(node.id, id);
    originals.push(node.id);
    const group = groups.get(node.id);
    if (group) {
      const fusion = fusionOf(graph, group, renumbered, numbers);
      fusions.set(id, fusion);
      nodes.push({ ...node, id, op: 'Fused', attributes: {}, inputs: fusion.inputs.map((input) => input.node) });
    } else {
      nodes.push({ ...node, id, inputs: node.inputs.map((input) => renumbered.get(input)!) });
    }
  }
  const move = <T extends { readonly node: NodeId }>(items: readonly T[]): T[] =>
    items.map((item) => ({ ...item, node: renumbered.get(item.node)! }));
  return { graph: { ...graph, nodes, inputs: move(graph.inputs), outputs: move(graph.outputs) }, fusions, originals };
}

/**
 * Groups, keyed by the node whose value they compute; it comes first in its group, the others follow in descending
 * order.
 */
function findGroups(graph: Graph, isElementwise: (op: string) => boolean): Map<NodeId, Group> {
  const { nodes } = graph;
  const users: NodeId[][] = nodes.map(() => []);
  for (const { id, inputs } of nodes) for (const input of inputs) users[input]!.push(id);
  const outputs = new Set(graph.outputs.map(({ node }) => node));
  const groupOf = new Map<NodeId, Group>();
  const groups = new Map<NodeId, Group>();
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id]!;
    const columns = columnsOf(graph, node, isElementwise);
    if (columns === undefined) continue;
    const [first, ...others] = users[id]!.map((user) => groupOf.get(user));
    const joins =
      first &&
      !outputs.has(id) &&
      others.every((other) => other === first) &&
      first.size === sizeOf(node.output.shape) &&
      (columns === null || first.columns === null || columns === first.columns);
    if (joins) {
      first.nodes.push(id);
      first.columns ??= columns;
      groupOf.set(id, first);
    } else if (!passing.has(node.op)) {
      const group = { size: sizeOf(node.output.shape), columns, nodes: [id] };
      groups.set(id, group);
      groupOf.set(id, group);
    }
  }
  return groups;
}

/**
 * The length of the lines by which the node reads an input; null if there is no such input, undefined if it cannot be
 * fused.
 */
function columnsOf(graph: Graph, node: Node, isElementwise: (op: string) => boolean): number | null | undefined {
  if (!isElementwise(node.op) && !passing.has(node.op)) return undefined;
  const types = [node.output, ...node.inputs.map((id) => graph.nodes[id]!.output)];
  if (types.some(({ dtype }) => dtype !== 'float32') || sizeOf(node.output.shape) === 0) return undefined;
  let columns: number | null = null;
  for (const { shape } of types.slice(1)) {
    const size = sizeOf(shape);
    if (size === 1 || size === sizeOf(node.output.shape)) continue;
    const sides = shape.slice(shape.findIndex((side) => side !== 1));
    const isLine = sides.every((side, i) => side === node.output.shape.at(i - sides.length));
    if (!isLine || (columns !== null && columns !== size)) return undefined;
    columns = size;
  }
  return columns;
}

/** Nodes read outside of fusions (within one, uniform constants become numbers). */
function readOutside(graph: Graph, groups: ReadonlyMap<NodeId, Group>, inside: ReadonlySet<NodeId>): Set<NodeId> {
  const read = new Set(graph.outputs.map(({ node }) => node));
  for (const node of graph.nodes) {
    if (!groups.has(node.id) && !inside.has(node.id)) for (const input of node.inputs) read.add(input);
  }
  return read;
}

function fusionOf(
  graph: Graph,
  group: Group,
  renumbered: ReadonlyMap<NodeId, NodeId>,
  numbers: ReadonlyMap<NodeId, number>,
): Fusion {
  const inputs = new Map<NodeId, number>();
  const operands = new Map<NodeId, Operand>();
  const steps: FusedStep[] = [];
  const operandOf = (id: NodeId): Operand => {
    const known = operands.get(id);
    if (known) return known;
    const number = numbers.get(id);
    const operand = number === undefined ? { input: inputs.size } : { number };
    if (number === undefined) inputs.set(id, inputs.size);
    operands.set(id, operand);
    return operand;
  };
  for (const id of group.nodes.toReversed()) {
    const { op, attributes, inputs: read } = graph.nodes[id]!;
    const given = read.map(operandOf);
    if (passing.has(op)) {
      operands.set(id, given[0]!);
      continue;
    }
    operands.set(id, { step: steps.length });
    steps.push({ op, attributes, operands: given });
  }
  const readingOf = (id: NodeId): Reading => {
    const size = sizeOf(graph.nodes[id]!.output.shape);
    return size === group.size ? 'element' : size === 1 ? 'scalar' : 'line';
  };
  return {
    inputs: [...inputs.keys()].map((id) => ({ node: renumbered.get(id)!, reading: readingOf(id) })),
    steps,
    columns: group.columns ?? group.size,
  };
}
