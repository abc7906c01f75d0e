/**
 * Weights with the same update are kept as one vector, with one chain of ops for all of them: Adam over the twelve
 * weights of two small networks is 28 ops instead of 168, and six variables instead of 36. PyTorch calls this
 * "foreach".
 *
 * It is for engines with a cost per op, which makes up most of a step where networks are small. It takes all graphs of
 * a run together, since they must all find a variable in the same place.
 */
import { startGraph } from '../graph-semantics/build.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { sizeOf, type Graph, type Node, type NodeId } from '../graph/graph.ts';
import { opOf } from '../ops/table.ts';
import { prune } from './prune.ts';

/** A variable that holds several others, concatenated. */
export interface Pack {
  readonly name: string;
  readonly size: number;
  readonly members: readonly Member[];
}

export interface Member {
  readonly variable: string;
  readonly shape: readonly number[];
  /** Index of its first cell. */
  readonly start: number;
}

export interface Place {
  readonly pack: Pack;
  readonly member: Member;
}

/** Keyed by variable; those in no pack are left out. */
export function placesIn(packs: readonly Pack[]): Map<string, Place> {
  return new Map(packs.flatMap((pack) => pack.members.map((member) => [member.variable, { pack, member }] as const)));
}

export interface Packed {
  /** The given graphs, in order; their variables are the packs instead of the packs' members. */
  readonly graphs: readonly Graph[];
  readonly packs: readonly Pack[];
}

/** The largest weight worth packing, in cells: copying a larger one takes longer than starting an op. */
const MOST_CELLS = 65_536;
/** Parts that start at a multiple of this are views in TensorFlow, others are copied: odd sizes go last. */
const ALIGNMENT = 16;

export function pack(graphs: readonly Graph[]): Packed {
  const packs = choosePacks(graphs);
  if (packs.length === 0) return { graphs, packs };
  return { graphs: graphs.map((graph) => new Packing(graph, packs).run()), packs };
}

function choosePacks(graphs: readonly Graph[]): Pack[] {
  const packs: Pack[] = [];
  const taken = new Set<string>();
  for (const graph of graphs) {
    const classes = classesOf(graph);
    const alike = new Map<string, { readonly variable: string; readonly shape: readonly number[] }[]>();
    for (const { kind, name: variable, node } of graph.outputs) {
      const { output, origin } = graph.nodes[node]!;
      const isFit = kind === 'variable' && classes[node] !== null && sizeOf(output.shape) <= MOST_CELLS;
      if (!isFit || taken.has(variable)) continue;
      const key = `${classes[node]} ${origin?.start}`;
      alike.set(key, [...(alike.get(key) ?? []), { variable, shape: output.shape }]);
    }
    for (const found of alike.values()) {
      if (found.length < 2) continue;
      const isOdd = ({ shape }: { readonly shape: readonly number[] }) => sizeOf(shape) % ALIGNMENT !== 0;
      const inOrder = found.toSorted((a, b) => Number(isOdd(a)) - Number(isOdd(b)));
      const { starts, size } = inARow(inOrder.map(({ shape }) => shape));
      const members = inOrder.map((member, i) => ({ ...member, start: starts[i]! }));
      for (const { variable } of members) taken.add(variable);
      packs.push({ name: `pack ${packs.length}`, size, members });
    }
  }
  return packs;
}

/** The starting cells of values that are concatenated, and their total size. */
function inARow(shapes: readonly (readonly number[])[]): { readonly starts: readonly number[]; readonly size: number } {
  let size = 0;
  const starts = shapes.map((shape) => (size += sizeOf(shape)) - sizeOf(shape));
  return { starts, size };
}

/**
 * Nodes of one class are computed by the same elementwise ops from values of their own shape and from the same numbers;
 * null for nodes that cannot be packed. Values from outside the node's scope (an optimizer's, say) count as inputs.
 */
function classesOf({ nodes }: Graph): (number | null)[] {
  const known = new Map<string, number>();
  const classes: (number | null)[] = [];
  for (const node of nodes) {
    const { op, attributes, inputs, output, scope } = node;
    const read = inputs.map((id) => {
      const input = nodes[id]!;
      if (input.output.shape.length === 0) return `number ${id}`;
      if (input.output.shape.join() !== output.shape.join()) return null;
      return classes[id] !== null && input.scope === scope ? `class ${classes[id]}` : 'value';
    });
    const isFit = opOf(op).scalar && output.dtype === 'float32' && output.shape.length > 0 && !read.includes(null);
    if (!isFit) {
      classes.push(null);
      continue;
    }
    const key = JSON.stringify([op, attributes, scope, read]);
    if (!known.has(key)) known.set(key, known.size);
    classes.push(known.get(key)!);
  }
  return classes;
}

/** Nodes of one class that are computed as one node. */
interface Lanes {
  readonly nodes: readonly NodeId[];
  /** For each node, the index of its first cell in the vector. */
  readonly starts: readonly number[];
}

/** How many cells of which lanes a node adds up; a cell counts each time it is added. */
interface Addends {
  readonly lanes: Lanes;
  readonly count: number;
}

class Packing {
  private readonly graph: Graph;
  private readonly packs: readonly Pack[];
  private readonly b: GraphBuilder;
  private readonly classes: readonly (number | null)[];
  /** Keyed by node of the original graph. */
  private readonly lanesOf = new Map<NodeId, Lanes>();
  /** Sums over all cells of some lanes, as in the norm of a gradient; keyed by the node that holds the sum. */
  private readonly sums = new Map<NodeId, Lanes>();
  /** The new node of each original one; for lanes, keyed by their first node. */
  private readonly made = new Map<NodeId, NodeId>();
  private readonly places: ReadonlyMap<string, Place>;
  private readonly variables = new Map<NodeId, string>();

  constructor(graph: Graph, packs: readonly Pack[]) {
    this.graph = graph;
    this.packs = packs;
    this.b = startGraph(graph.name);
    this.classes = classesOf(graph);
    this.places = placesIn(packs);
    for (const { node, source } of graph.inputs)
      if (source.kind === 'variable') this.variables.set(node, source.variable);
  }

  run(): Graph {
    const { graph, packs, b } = this;
    const written = new Map(
      graph.outputs.flatMap(({ kind, name, node }) => (kind === 'variable' ? [[name, node]] : [])),
    );
    const results = packs.map((pack) => pack.members.map(({ variable }) => written.get(variable)));
    for (const nodes of results) if (this.isAlike(nodes)) this.join(nodes);
    const order = this.inOrder();
    this.findSums();
    for (const id of order) this.make(id);
    b.origin = undefined;
    b.scope = undefined;
    for (const { kind, name, node } of graph.outputs)
      if (kind === 'value' || !this.places.has(name)) b.output(name, this.valueOf(node), kind);
    for (const [i, pack] of packs.entries()) {
      const nodes = results[i]!;
      if (nodes.every((node) => node === undefined)) continue;
      const parts = pack.members.map((member, part) => {
        const node = nodes[part];
        return node === undefined ? this.partOf(this.inputOf(pack), member.start, member.shape) : this.valueOf(node);
      });
      b.output(pack.name, this.isAlike(nodes) ? this.vectorOf(nodes) : this.concat(parts), 'variable');
    }
    return prune(b.build());
  }

  private isAlike(nodes: readonly (NodeId | undefined)[]): nodes is readonly NodeId[] {
    const [first] = nodes;
    const found = first === undefined ? null : this.classes[first]!;
    return found !== null && nodes.every((node) => node !== undefined && this.classes[node] === found);
  }

  /** Turns these nodes into lanes, along with those in the same scope that they are computed from. */
  private join(nodes: readonly NodeId[]): void {
    if (nodes.some((node) => this.lanesOf.has(node)) || new Set(nodes).size < nodes.length) return;
    const { starts } = inARow(nodes.map((node) => this.graph.nodes[node]!.output.shape));
    const lanes = { nodes, starts };
    for (const node of nodes) this.lanesOf.set(node, lanes);
    const { inputs, scope } = this.graph.nodes[nodes[0]!]!;
    for (const i of inputs.keys()) {
      const read = nodes.map((node) => this.graph.nodes[node]!.inputs[i]!);
      if (this.isAlike(read) && this.graph.nodes[read[0]!]!.scope === scope) this.join(read);
    }
  }

  /** The nodes in an order in which each follows its inputs; lanes are represented by their first node. */
  private inOrder(): NodeId[] {
    const { nodes } = this.graph;
    const unitOf = (id: NodeId) => this.lanesOf.get(id)?.nodes[0] ?? id;
    const waitsFor = new Map<NodeId, Set<NodeId>>();
    const readers = new Map<NodeId, NodeId[]>();
    for (const { id, inputs } of nodes) {
      const unit = unitOf(id);
      const waits = waitsFor.get(unit) ?? new Set();
      waitsFor.set(unit, waits);
      for (const input of inputs.map(unitOf)) {
        if (waits.has(input)) continue;
        waits.add(input);
        readers.set(input, [...(readers.get(input) ?? []), unit]);
      }
    }
    const order = [...waitsFor].flatMap(([unit, waits]) => (waits.size === 0 ? [unit] : []));
    for (const unit of order) {
      for (const reader of readers.get(unit) ?? []) {
        const waits = waitsFor.get(reader)!;
        waits.delete(unit);
        if (waits.size === 0) order.push(reader);
      }
    }
    if (order.length === waitsFor.size) return order;
    // The lanes depend on each other in a cycle: compute every node by itself.
    this.lanesOf.clear();
    return nodes.map(({ id }) => id);
  }

  /** Finds the nodes that sum all cells of some lanes, as a sum of each lane's sum. */
  private findSums(): void {
    const found: (Addends | null)[] = [];
    for (const { id, op, inputs, output } of this.graph.nodes) {
      const isSum = op === 'AddV2' && output.shape.length === 0;
      const addends = isSum ? inputs.map((input) => found[input]!) : [this.ownCells(id)];
      const lanes = addends[0]?.lanes;
      const count = addends.reduce((sum, other) => sum + (other?.count ?? 0), 0);
      // A sum with more addends than there are lanes has some twice, as does every sum that includes it.
      const isWithin = lanes && addends.every((other) => other?.lanes === lanes) && count <= lanes.nodes.length;
      found.push(isWithin ? { lanes, count } : null);
      if (isSum && isWithin && count === lanes.nodes.length && this.isOfEach(id, lanes)) this.sums.set(id, lanes);
    }
  }

  /** The addends of a node that is not itself a sum of addends. */
  private ownCells(id: NodeId): Addends | null {
    const lanes = this.lanesOf.get(this.cellsOf(id));
    return lanes ? { lanes, count: 1 } : null;
  }

  /** The node whose cells are summed; a scalar is its own sum. */
  private cellsOf(id: NodeId): NodeId {
    const { op, inputs, output } = this.graph.nodes[id]!;
    return (op === 'Sum' || op === 'Reshape') && output.shape.length === 0 ? inputs[0]! : id;
  }

  private isOfEach(id: NodeId, { nodes }: Lanes): boolean {
    const cells = this.addends(id).map((part) => this.cellsOf(part));
    return isSame(cells.toSorted(inNumber), nodes.toSorted(inNumber));
  }

  /** All addends, repeated as often as they are added: only for sums that are known to have few. */
  private addends(id: NodeId): NodeId[] {
    const { op, inputs, output } = this.graph.nodes[id]!;
    return op === 'AddV2' && output.shape.length === 0 ? inputs.flatMap((input) => this.addends(input)) : [id];
  }

  private make(id: NodeId): void {
    const { graph, b } = this;
    const node = graph.nodes[id]!;
    const variable = this.variables.get(id);
    // Parts are sliced from the pack where they are read.
    if (variable !== undefined && this.places.has(variable)) return;
    b.origin = node.origin;
    b.scope = node.scope;
    const lanes = this.lanesOf.get(id);
    this.made.set(id, lanes ? this.makeLanes(node, lanes) : this.makeOne(node));
  }

  private makeOne({ id, op, attributes, inputs, output }: Node): NodeId {
    if (op === 'Placeholder') {
      const { name, source } = this.graph.inputs.find(({ node }) => node === id)!;
      return this.b.input(name, output, source);
    }
    const lanes = this.sums.get(id);
    if (lanes) return this.b.add('Sum', [this.vectorOf(lanes.nodes)], { axes: [0], keep_dims: false });
    const read = inputs.map((input) => this.valueOf(input));
    return this.b.add(op, read, attributes);
  }

  private makeLanes({ op, attributes, inputs }: Node, { nodes }: Lanes): NodeId {
    const read = inputs.map((input, i) => {
      if (this.graph.nodes[input]!.output.shape.length === 0) return this.valueOf(input);
      return this.vectorOf(nodes.map((node) => this.graph.nodes[node]!.inputs[i]!));
    });
    return this.b.add(op, read, attributes);
  }

  /** The values of these nodes, concatenated. */
  private vectorOf(nodes: readonly NodeId[]): NodeId {
    const lanes = this.lanesOf.get(nodes[0]!);
    if (lanes && isSame(lanes.nodes, nodes)) return this.made.get(nodes[0]!)!;
    const names = nodes.map((node) => this.variables.get(node));
    const pack = names[0] === undefined ? undefined : this.places.get(names[0])?.pack;
    if (
      pack &&
      isSame(
        names,
        pack.members.map(({ variable }) => variable),
      )
    )
      return this.inputOf(pack);
    return this.concat(nodes.map((node) => this.valueOf(node)));
  }

  private concat(values: readonly NodeId[]): NodeId {
    const lines = values.map((value) => this.shaped(value, [sizeOf(this.b.shape(value))]));
    return this.b.add('ConcatV2', lines, { axis: 0 });
  }

  private valueOf(id: NodeId): NodeId {
    const { shape } = this.graph.nodes[id]!.output;
    const lanes = this.lanesOf.get(id);
    if (lanes) return this.partOf(this.made.get(lanes.nodes[0]!)!, lanes.starts[lanes.nodes.indexOf(id)]!, shape);
    const place = this.places.get(this.variables.get(id) ?? '');
    return place ? this.partOf(this.inputOf(place.pack), place.member.start, shape) : this.made.get(id)!;
  }

  private partOf(vector: NodeId, start: number, shape: readonly number[]): NodeId {
    const part = this.b.add('Slice', [vector], { begin: [start], size: [sizeOf(shape)] });
    return this.shaped(part, shape);
  }

  private shaped(value: NodeId, shape: readonly number[]): NodeId {
    return isSame(this.b.shape(value), shape) ? value : this.b.add('Reshape', [value], { shape });
  }

  private inputOf({ name, size }: Pack): NodeId {
    return this.b.input(name, { dtype: 'float32', shape: [size] }, { kind: 'variable', variable: name });
  }
}

const inNumber = (a: number, b: number) => a - b;

const isSame = <Item>(a: readonly Item[], b: readonly Item[]) =>
  a.length === b.length && a.every((item, i) => item === b[i]);
