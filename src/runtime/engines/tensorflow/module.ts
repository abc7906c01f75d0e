/**
 * All graphs of a run as one GraphDef that contains everything a step needs (variables, draws, minibatches, updates),
 * so that a step is a single call that takes a few integers and returns a few numbers.
 */
import { roundingFactors } from '../../../compiler/emit/bfloat16.ts';
import { emitNodes } from '../../../compiler/emit/tensorflow-loop.ts';
import { GraphDefBuilder, type NodeDef } from '../../../compiler/emit/graph-def.ts';
import type { Graph, NodeId, TensorType } from '../../../compiler/graph/graph.ts';
import type { Pack } from '../../../compiler/passes/pack.ts';
import type { Precision } from '../../precision.ts';
import { emitDraw, isDrawn, WORDS_OF_A_DRAW } from './draws.ts';
import { Slot, storedInPack, storedWhole, type StoredVariable } from './stored.ts';

/** Names of nodes to feed and to fetch. */
export interface EmittedProgram {
  /** Feed int32[draws.length, 6]: `wordsOfDraw` of each draw. */
  readonly drawWords: string;
  /** The inputs that the graph draws, in the order of the rows of `drawWords`. */
  readonly draws: readonly string[];
  /** Keyed by input: the node to feed with a value, which then replaces what would compute it. */
  readonly inputs: ReadonlyMap<string, { readonly name: string; readonly type: TensorType }>;
  readonly rows: ReadonlyMap<string, EmittedRows>;
  /** Fetch it to run the program; it holds the values of `scalars`, concatenated. */
  readonly done: string;
  readonly scalars: readonly string[];
  /** Outputs other than single float32 numbers. */
  readonly values: readonly { readonly output: string; readonly name: string; readonly type: TensorType }[];
  /** Fetch it to swap the variables' values with those before the last run; null if the program changes none. */
  readonly exchanged: string | null;
}

/** The rows of an input. */
export interface EmittedRows {
  readonly field: string;
  /** The node to feed with their indices in the stored data. */
  readonly indices: string;
  /** If the field is in bytes: the nodes to feed with the numbers that they stand for, and with the rows themselves. */
  readonly bytes: { readonly numbers: string; readonly rows: string } | null;
}

export interface Module {
  readonly nodes: readonly NodeDef[];
  /** Keyed by variable; packs are listed by their members. */
  readonly variables: ReadonlyMap<string, StoredVariable>;
  /** Whole data sets, keyed by field. */
  readonly data: ReadonlyMap<string, StoredVariable>;
  readonly programs: readonly EmittedProgram[];
}

/**
 * @param packs variables of the graphs that hold several of the program's
 * @param inBytes fields that are stored in bytes
 */
export function emitModule(
  graphs: readonly Graph[],
  packs: readonly Pack[],
  inBytes: ReadonlySet<string>,
  precision: Precision,
): Module {
  const slots = new Map<string, Slot>();
  const variables = new Map<string, StoredVariable>();
  const dataSlots = new Map<string, Slot>();
  const data = new Map<string, StoredVariable>();
  const keepVariable = (name: string, { dtype, shape }: TensorType) => {
    if (slots.has(name)) return;
    const slot = new Slot(`variables/${slots.size}`, name, dtype, shape);
    slots.set(name, slot);
    const pack = packs.find((one) => one.name === name);
    if (pack) for (const [member, stored] of storedInPack(slot, pack)) variables.set(member, stored);
    else variables.set(name, storedWhole(slot));
  };
  const keepData = (field: string, { dtype }: TensorType) => {
    if (dataSlots.has(field)) return;
    const stored = inBytes.has(field) ? 'uint8' : dtype;
    const slot = new Slot(`data/${dataSlots.size}`, `data/${field}`, stored, null);
    dataSlots.set(field, slot);
    data.set(field, storedWhole(slot));
  };
  for (const { nodes, inputs, outputs } of graphs) {
    for (const { node, source } of inputs) {
      const type = nodes[node]!.output;
      if (source.kind === 'variable') keepVariable(source.variable, type);
      if (source.kind === 'data') keepData(source.field, type);
    }
    for (const { kind, name, node } of outputs) if (kind === 'variable') keepVariable(name, nodes[node]!.output);
  }
  const emitters = graphs.map((graph, i) => new ProgramEmitter(`p${i}`, graph, slots, dataSlots));
  const programs = emitters.map((emitter) => emitter.emit());
  const nodes = [...slots.values(), ...dataSlots.values(), ...emitters].flatMap(({ builder }) => builder.nodes);
  return { nodes: precision === 'bf16' ? roundingFactors()(nodes) : nodes, variables, data, programs };
}

class ProgramEmitter {
  readonly builder: GraphDefBuilder;
  private readonly graph: Graph;
  private readonly variables: ReadonlyMap<string, Slot>;
  private readonly data: ReadonlyMap<string, Slot>;
  /** Maps a node of our graph to the name of its TensorFlow node. */
  private readonly names: string[] = [];
  /** Keyed by variable: the node that reads its value at the start of the run. */
  private readonly reads = new Map<string, string>();

  constructor(prefix: string, graph: Graph, variables: ReadonlyMap<string, Slot>, data: ReadonlyMap<string, Slot>) {
    this.builder = new GraphDefBuilder(prefix);
    this.graph = graph;
    this.variables = variables;
    this.data = data;
  }

  emit(): EmittedProgram {
    const { graph, builder: b } = this;
    const inputs = new Map<string, { readonly name: string; readonly type: TensorType }>();
    const rows = new Map<string, EmittedRows>();
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
        const { value, ...fed } = this.gather(source.field, type);
        this.names[node] = value;
        rows.set(name, fed);
      } else {
        this.names[node] = b.add('Placeholder', [], { dtype: { type: type.dtype }, shape: { shape: type.shape } });
      }
      inputs.set(name, { name: this.names[node]!, type });
    }
    emitNodes(this.builder, graph.nodes, this.names);
    return { drawWords, draws: drawn.map(({ name }) => name), inputs, rows, ...this.emitOutputs() };
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

  private gather(field: string, { dtype, shape }: TensorType): EmittedRows & { readonly value: string } {
    const b = this.builder;
    const int32 = { type: 'int32' } as const;
    const slot = this.data.get(field)!;
    const indices = b.add('Placeholder', [], { dtype: int32, shape: { shape: shape.slice(0, 1) } });
    const stored = { type: slot.dtype } as const;
    const found = b.add('ResourceGather', [slot.handle, indices], {
      dtype: stored,
      Tindices: int32,
      batch_dims: { i: 0 },
    });
    // This tells TensorFlow the shape.
    const rows = b.add('Reshape', [found, b.integers(shape)], { T: stored, Tshape: int32 });
    if (slot.dtype === dtype) return { field, indices, bytes: null, value: rows };
    const numbers = b.add('Placeholder', [], { dtype: { type: dtype }, shape: { shape: [256] } });
    const bytes = b.add('Cast', [rows], { SrcT: stored, DstT: int32 });
    const value = b.add('GatherV2', [numbers, bytes, b.integer(0)], {
      Tparams: { type: dtype },
      Tindices: int32,
      Taxis: int32,
      batch_dims: { i: 0 },
    });
    return { field, indices, bytes: { numbers, rows }, value };
  }

  private emitOutputs(): Pick<EmittedProgram, 'done' | 'scalars' | 'values' | 'exchanged'> {
    const { graph, builder: b } = this;
    const typeOf = (node: NodeId) => graph.nodes[node]!.output;
    const results = graph.outputs.filter(({ kind }) => kind === 'value');
    const isNumber = ({ node }: { node: NodeId }) =>
      typeOf(node).dtype === 'float32' && typeOf(node).shape.length === 0;
    const scalars = results.filter(isNumber);
    const changed = graph.outputs.filter(({ kind }) => kind === 'variable');
    const float32 = { type: 'float32' } as const;
    const numbers = scalars.map(({ node }) => this.names[node]!);
    const packed =
      numbers.length > 0
        ? b.add('Pack', numbers, { N: { i: numbers.length }, T: float32, axis: { i: 0 } })
        : b.constant('float32', [0], []);
    const values = results
      .filter((result) => !isNumber(result))
      .map(({ name: output, node }) => {
        const type = typeOf(node);
        return { output, name: b.add('Identity', [this.names[node]!], { T: { type: type.dtype } }), type };
      });
    const replaced = this.replace(changed, [packed, ...values.map(({ name }) => name)]);
    const done = b.add('Identity', [packed, ...replaced.map((name) => `^${name}`)], { T: float32 }, 'done');
    return {
      done,
      scalars: scalars.map(({ name }) => name),
      values,
      exchanged: changed.length === 0 ? null : this.exchange(changed.map(({ name }) => name)),
    };
  }

  /**
   * Replaces variables with their new values and keeps the old ones (the buffers, not copies): all at once, after
   * everything that can fail, so that a step is made completely or not at all.
   *
   * @param results the program's other results
   * @returns the nodes that have to run
   */
  private replace(changed: Graph['outputs'], results: readonly string[]): string[] {
    if (changed.length === 0) return [];
    const b = this.builder;
    const replacements = changed.map(({ name, node }) => ({
      slot: this.variables.get(name)!,
      before: this.readAtStart(name),
      after: this.names[node]!,
    }));
    const computed = new Set([...results, ...replacements.flatMap(({ before, after }) => [before, after])]);
    const allComputed = b.add(
      'NoOp',
      [...computed].map((name) => `^${name}`),
    );
    return replacements.flatMap(({ slot: { handle, previous, dtype }, before, after }) =>
      [
        [previous, before],
        [handle, after],
      ].map((pair) => b.add('AssignVariableOp', [...pair, `^${allComputed}`], { dtype: { type: dtype } })),
    );
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
