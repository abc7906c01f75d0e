/**
 * Fuses connected elementwise nodes into one, so that values in between are never stored: Adam's update of a weight is
 * three passes over memory instead of a dozen, and a scalar schedule a single call.
 */
import type { Graph, Node, NodeId } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { ScalarBuilder, type ScalarProgram, type Term } from '../ops/scalar/program.ts';
import { opOf } from '../ops/table.ts';
import { aliasesInput } from './plan-memory.ts';
import { cutsOf, joinedCuts, movesOver, sidesOf, type Cuts } from './stretches.ts';

export interface FusedInput {
  /** A node of the fused graph. */
  readonly node: NodeId;
  /** For each side of the result, whether the input moves along it or is stretched, the same cells being read again. */
  readonly moves: readonly boolean[];
}

/** What a fused node computes for each element of its result. */
export interface Fusion {
  readonly inputs: readonly FusedInput[];
  /** Its operands are `inputs`. */
  readonly program: ScalarProgram;
  /**
   * The result's elements in row-major order, as a box with these sides: neighbouring axes along which every input
   * either moves or is stretched are merged. There is at least one side; an input that moves along all of them is read
   * element by element.
   */
  readonly sides: readonly number[];
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
    (fusions.get(id)?.inputs ?? []).flatMap(({ moves }, place) => (moves.every(Boolean) ? [place] : []));

interface Group {
  readonly size: number;
  cuts: Cuts;
  readonly nodes: NodeId[];
}

/** A single node as a fusion, for engines whose kernels are fusions; null if it is not elementwise on floats. */
export function fusionOfNode(op: string, attributes: Node['attributes'], types: Types): Fusion | null {
  const program = opOf(op).scalar?.(attributes);
  const cuts = program && cutsIn(types);
  if (!program || !cuts) return null;
  const sides = sidesOf(cuts, sizeOf(types.output.shape));
  const inputs = types.inputs.map(({ shape }, node) => ({ node, moves: movesOver(sides, shape, types.output.shape) }));
  return { inputs, program, sides };
}

type Types = Pick<Graph['nodes'][number], 'output'> & { readonly inputs: readonly Node['output'][] };

export function fuse(graph: Graph): FusedGraph {
  const groups = findGroups(graph);
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

/** Groups by the node whose value they compute; it comes first in its group, the others follow in descending order. */
function findGroups(graph: Graph): Map<NodeId, Group> {
  const { nodes } = graph;
  const users: NodeId[][] = nodes.map(() => []);
  for (const { id, inputs } of nodes) for (const input of inputs) users[input]!.push(id);
  const outputs = new Set(graph.outputs.map(({ node }) => node));
  const groupOf = new Map<NodeId, Group>();
  const groups = new Map<NodeId, Group>();
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id]!;
    const size = sizeOf(node.output.shape);
    const isPassing = aliasesInput(graph, node);
    const cuts = isPassing || opOf(node.op).scalar ? cutsIn(typesOf(graph, node)) : null;
    if (!cuts) continue;
    const [first, ...others] = users[id]!.map((user) => groupOf.get(user));
    const joined =
      first && !outputs.has(id) && others.every((other) => other === first) && first.size === size
        ? joinedCuts(first.cuts, cuts)
        : null;
    if (first && joined) {
      first.nodes.push(id);
      first.cuts = joined;
      groupOf.set(id, first);
    } else if (!isPassing) {
      const group = { size, cuts, nodes: [id] };
      groups.set(id, group);
      groupOf.set(id, group);
    }
  }
  return groups;
}

const typesOf = ({ nodes }: Graph, { output, inputs }: Node): Types => ({
  output,
  inputs: inputs.map((id) => nodes[id]!.output),
});

/** Where stretches of inputs begin and end; null if the node cannot be fused because not everything is a float. */
function cutsIn({ output, inputs }: Types): Cuts | null {
  const isFloat = [output, ...inputs].every(({ dtype }) => dtype === 'float32');
  if (!isFloat || sizeOf(output.shape) === 0) return null;
  let cuts: Cuts | null = [];
  for (const { shape } of inputs) {
    if (sizeOf(shape) !== sizeOf(output.shape)) cuts = cuts && joinedCuts(cuts, cutsOf(shape, output.shape));
  }
  return cuts;
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
  const sides = sidesOf(group.cuts, group.size);
  const inputs = new Map<string, FusedInput & { readonly place: number }>();
  const made = new Map<NodeId, Term>();
  const builder = new ScalarBuilder();
  const termOf = (id: NodeId, reader: Node): Term => {
    const known = made.get(id);
    if (known) return known;
    const number = numbers.get(id);
    if (number !== undefined) return { number };
    const moves = movesOver(sides, graph.nodes[id]!.output.shape, reader.output.shape);
    // Nodes of different shapes may stretch the same input differently.
    const key = `${id} ${moves.join()}`;
    const input = inputs.get(key) ?? { node: renumbered.get(id)!, moves, place: inputs.size };
    inputs.set(key, input);
    return { input: input.place };
  };
  for (const id of group.nodes.toReversed()) {
    const node = graph.nodes[id]!;
    const operands = node.inputs.map((input) => termOf(input, node));
    const program = opOf(node.op).scalar?.(node.attributes);
    made.set(id, program ? builder.inline(program, operands) : operands[0]!);
  }
  return {
    inputs: [...inputs.values()].map(({ node, moves }) => ({ node, moves })),
    program: { steps: builder.steps, result: made.get(group.nodes[0]!)! },
    sides,
  };
}
