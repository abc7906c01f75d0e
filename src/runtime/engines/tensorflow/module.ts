/**
 * All graphs of a run as one GraphDef that contains everything a step needs (variables, draws, minibatches, updates),
 * so that a step is a single call that takes a few integers and returns a few numbers.
 */
import { emitNode } from '../../../compiler/emit/tensorflow-ops.ts';
import { GraphDefBuilder, type NodeDef } from '../../../compiler/emit/graph-def.ts';
import type { DType, Graph, NodeId, TensorType } from '../../../compiler/graph/graph.ts';
import { emitDraw, isDrawn, WORDS_OF_A_DRAW } from './draws.ts';

/** Names of nodes to feed and to fetch. */
export interface StoredVariable {
  /** Feed `value` and fetch `written` to assign it. */
  readonly value: string;
  readonly written: string;
  readonly read: string;
}

export interface EmittedProgram {
  /** Feed int32[draws.length, 6]: `wordsOfDraw` of each draw. */
  readonly drawWords: string;
  /** The inputs that the graph draws, in the order of the rows of `drawWords`. */
  readonly draws: readonly string[];
  /** Keyed by input: the node to feed with a value, which then replaces what would compute it. */
  readonly inputs: ReadonlyMap<string, { readonly name: string; readonly type: TensorType }>;
  /** Keyed by input: the node to feed with row indices into the stored data of `field`. */
  readonly rows: ReadonlyMap<string, { readonly indices: string; readonly field: string }>;
  /** Fetch it to run the program; it holds the values of `scalars`, concatenated. */
  readonly done: string;
  readonly scalars: readonly string[];
  /** Outputs other than single float32 numbers. */
  readonly values: readonly { readonly output: string; readonly name: string; readonly type: TensorType }[];
  /** Fetch it to swap the variables' values with those before the last run; null if the program changes none. */
  readonly exchanged: string | null;
}

export interface Module {
  readonly nodes: readonly NodeDef[];
  readonly variables: ReadonlyMap<string, StoredVariable>;
  /** Whole data sets, keyed by field. */
  readonly data: ReadonlyMap<string, StoredVariable>;
  readonly programs: readonly EmittedProgram[];
}

export function emitModule(graphs: readonly Graph[]): Module {
  const nodes: NodeDef[] = [];
  const variables = new Map<string, Stored>();
  const data = new Map<string, Stored>();
  for (const { nodes: all, inputs, outputs } of graphs) {
    const store = (variable: string, { dtype, shape }: TensorType) => {
      if (variables.has(variable)) return;
      variables.set(variable, new Stored(`variables/${variables.size}`, variable, dtype, shape));
    };
    for (const { node, source } of inputs) {
      const type = all[node]!.output;
      if (source.kind === 'variable') store(source.variable, type);
      if (source.kind === 'data' && !data.has(source.field))
        data.set(source.field, new Stored(`data/${data.size}`, `data/${source.field}`, type.dtype, null));
    }
    for (const { kind, name, node } of outputs) if (kind === 'variable') store(name, all[node]!.output);
  }
  for (const stored of [...variables.values(), ...data.values()]) nodes.push(...stored.builder.nodes);
  const programs = graphs.map((graph, i) => {
    const emitter = new ProgramEmitter(`p${i}`, graph, variables, data);
    const program = emitter.emit();
    nodes.push(...emitter.builder.nodes);
    return program;
  });
  return { nodes, variables, data, programs };
}

/** A value that stays on the device, and the one that it replaced. */
class Stored implements StoredVariable {
  readonly builder: GraphDefBuilder;
  readonly handle: string;
  readonly previous: string;
  readonly dtype: DType;
  readonly value: string;
  readonly written: string;
  readonly read: string;

  /** @param shape null if it is not known in advance */
  constructor(prefix: string, name: string, dtype: DType, shape: readonly number[] | null) {
    const b = (this.builder = new GraphDefBuilder(prefix));
    const attrs = { dtype: { type: dtype }, shape: { shape } } as const;
    this.dtype = dtype;
    this.handle = b.add('VarHandleOp', [], { ...attrs, shared_name: { s: name } });
    this.previous = b.add('VarHandleOp', [], { ...attrs, shared_name: { s: `previous ${name}` } });
    this.value = b.add('Placeholder', [], attrs);
    const assign = b.add('AssignVariableOp', [this.handle, this.value], { dtype: attrs.dtype });
    this.written = b.add('Identity', [b.integer(1), `^${assign}`], { T: { type: 'int32' } });
    this.read = b.add('ReadVariableOp', [this.handle], { dtype: attrs.dtype });
  }
}

class ProgramEmitter {
  readonly builder: GraphDefBuilder;
  private readonly graph: Graph;
  private readonly variables: ReadonlyMap<string, Stored>;
  private readonly data: ReadonlyMap<string, Stored>;
  /** Node names in the GraphDef, indexed by node of our graph. */
  private readonly names: string[] = [];
  /** Keyed by variable: the node that reads its value at the start of the run. */
  private readonly reads = new Map<string, string>();

  constructor(prefix: string, graph: Graph, variables: ReadonlyMap<string, Stored>, data: ReadonlyMap<string, Stored>) {
    this.builder = new GraphDefBuilder(prefix);
    this.graph = graph;
    this.variables = variables;
    this.data = data;
  }

  emit(): EmittedProgram {
    const { graph, builder: b } = this;
    const inputs = new Map<string, { readonly name: string; readonly type: TensorType }>();
    const rows = new Map<string, { readonly indices: string; readonly field: string }>();
    const drawn = graph.inputs.filter(({ source }) => source.kind === 'random' && isDrawn(source.distribution));
    const drawWords = b.add('Placeholder', [], {
      dtype: { type: 'int32' },
      shape: { shape: [drawn.length, WORDS_OF_A_DRAW] },
    });
    for (const input of graph.inputs) {
      const { node, name, source } = input;
      const type = graph.nodes[node]!.output;
      if (source.kind === 'variable') {
        this.names[node] = this.readAtStart(source.variable);
        continue;
      }
      if (source.kind === 'random' && isDrawn(source.distribution)) {
        const row = this.rowOf(drawWords, drawn.indexOf(input));
        this.names[node] = emitDraw(b, source.distribution, type, row);
      } else if (source.kind === 'data') {
        const indices = b.add('Placeholder', [], {
          dtype: { type: 'int32' },
          shape: { shape: type.shape.slice(0, 1) },
        });
        this.names[node] = this.gather(source.field, indices, type);
        rows.set(name, { indices, field: source.field });
      } else {
        this.names[node] = b.add('Placeholder', [], { dtype: { type: type.dtype }, shape: { shape: type.shape } });
      }
      inputs.set(name, { name: this.names[node]!, type });
    }
    for (const node of graph.nodes) this.emitNode(node.id);
    return { drawWords, draws: drawn.map(({ name }) => name), inputs, rows, ...this.emitOutputs() };
  }

  private emitNode(id: NodeId): void {
    const { nodes } = this.graph;
    const node = nodes[id]!;
    if (node.op === 'Placeholder') return;
    this.names[id] = emitNode(
      this.builder,
      node,
      node.inputs.map((input) => nodes[input]!.output),
      node.inputs.map((input) => this.names[input]!),
    );
  }

  private readAtStart(variable: string): string {
    const known = this.reads.get(variable);
    if (known !== undefined) return known;
    const { handle, dtype } = this.variables.get(variable)!;
    const read = this.builder.add('ReadVariableOp', [handle], { dtype: { type: dtype } });
    this.reads.set(variable, read);
    return read;
  }

  private rowOf(words: string, row: number): string {
    const b = this.builder;
    const part = b.add('Slice', [words, b.integers([row, 0]), b.integers([1, WORDS_OF_A_DRAW])], {
      T: { type: 'int32' },
      Index: { type: 'int32' },
    });
    return b.add('Reshape', [part, b.integers([WORDS_OF_A_DRAW])], { T: { type: 'int32' }, Tshape: { type: 'int32' } });
  }

  private gather(field: string, indices: string, { dtype, shape }: TensorType): string {
    const b = this.builder;
    const found = b.add('ResourceGather', [this.data.get(field)!.handle, indices], {
      dtype: { type: dtype },
      Tindices: { type: 'int32' },
      batch_dims: { i: 0 },
    });
    // This tells TensorFlow the shape.
    return b.add('Reshape', [found, b.integers(shape)], { T: { type: dtype }, Tshape: { type: 'int32' } });
  }

  private emitOutputs(): Pick<EmittedProgram, 'done' | 'scalars' | 'values' | 'exchanged'> {
    const { graph, builder: b } = this;
    const typeOf = (node: NodeId) => graph.nodes[node]!.output;
    const results = graph.outputs.filter(({ kind }) => kind === 'value');
    const isNumber = ({ node }: { node: NodeId }) =>
      typeOf(node).dtype === 'float32' && typeOf(node).shape.length === 0;
    const scalars = results.filter(isNumber);
    const changed = graph.outputs.filter(({ kind }) => kind === 'variable');
    // A variable is assigned only once its new value is known, and the old one is kept (the buffer, not a copy).
    const assigned = changed.flatMap(({ name, node }) => {
      const { handle, previous, dtype } = this.variables.get(name)!;
      const before = this.readAtStart(name);
      const attrs = { dtype: { type: dtype } } as const;
      return [
        b.add('AssignVariableOp', [previous, before], attrs),
        b.add('AssignVariableOp', [handle, this.names[node]!, `^${before}`], attrs),
      ];
    });
    const float32 = { type: 'float32' } as const;
    const numbers = scalars.map(({ node }) => this.names[node]!);
    const packed =
      numbers.length > 0
        ? b.add('Pack', numbers, { N: { i: numbers.length }, T: float32, axis: { i: 0 } })
        : b.constant('float32', [0], []);
    const done = b.add('Identity', [packed, ...assigned.map((name) => `^${name}`)], { T: float32 }, 'done');
    const values = results
      .filter((result) => !isNumber(result))
      .map(({ name: output, node }) => {
        const type = typeOf(node);
        return { output, name: b.add('Identity', [this.names[node]!], { T: { type: type.dtype } }), type };
      });
    return {
      done,
      scalars: scalars.map(({ name }) => name),
      values,
      exchanged: changed.length === 0 ? null : this.exchange(changed.map(({ name }) => name)),
    };
  }

  private exchange(names: readonly string[]): string {
    const b = this.builder;
    const assigned = names.flatMap((name) => {
      const { handle, previous, dtype } = this.variables.get(name)!;
      const attrs = { dtype: { type: dtype } } as const;
      const [now, before] = [handle, previous].map((of) => b.add('ReadVariableOp', [of], attrs)) as [string, string];
      return [
        b.add('AssignVariableOp', [handle, before, `^${now}`], attrs),
        b.add('AssignVariableOp', [previous, now, `^${before}`], attrs),
      ];
    });
    return b.add(
      'Identity',
      [b.integer(1), ...assigned.map((name) => `^${name}`)],
      { T: { type: 'int32' } },
      'exchanged',
    );
  }
}
