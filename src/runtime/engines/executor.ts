/**
 * Runs graphs: kernels one after the other in planned order, each value disposed at its last use. No tape, no scopes,
 * none of TensorFlow.js' own engine.
 */
import type { DType, Graph, Node, NodeId, TensorType } from '../../compiler/graph/graph.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import { fuse, overwritableInputs, type FusedGraph } from '../../compiler/passes/fuse.ts';
import { aliasesInput, planMemory, releasedAfter } from '../../compiler/passes/plan-memory.ts';
import type { Engine, EngineDevice, Feeds, HostTensor, NodeTime, NonFinite, Program } from './engine.ts';
import { allFinite, hostValue } from './feed.ts';
import type { Kernel, Target, Tensor, Values } from './kernels/kernel.ts';
import type { Ledger } from './ledger.ts';
import {
  hostArrays,
  requireCommitted,
  requireData,
  requireFeeds,
  requirePrepared,
  requireType,
  requireVariable,
} from './requirements.ts';

export interface Backend {
  readonly target: Target;
  readonly ledger: Ledger;
  readonly description: EngineDevice;
  readonly close: () => void;
  /** What `Engine.memoryBytes` says; left out where nobody can tell. */
  readonly memoryBytes?: () => number;
}

/** One kernel call, with everything decided but the values. */
interface Instruction {
  readonly node: NodeId;
  readonly kernel: Kernel;
  readonly inputs: readonly NodeId[];
  /** Values that nothing after this reads. */
  readonly release: readonly NodeId[];
}

interface Prepared extends Program {
  /** What is really run: `graph`, with runs of elementwise nodes as one where the device can do so. */
  readonly fused: FusedGraph;
  readonly instructions: readonly Instruction[];
  readonly constants: ReadonlyMap<NodeId, Tensor>;
  readonly fed: readonly {
    readonly node: NodeId;
    readonly name: string;
    readonly type: TensorType;
    readonly unused: boolean;
  }[];
  readonly variables: readonly { readonly node: NodeId; readonly name: string; readonly type: TensorType }[];
}

/** A value right after it was computed, or fed; it lives until the next one is asked for. */
interface Computed {
  readonly node: NodeId;
  readonly value: Tensor;
  readonly inputs: readonly Tensor[];
}

type Live = (Tensor | undefined)[];

export class Executor implements Engine {
  readonly description: EngineDevice;
  private readonly target: Target;
  private readonly ledger: Ledger;
  readonly memoryBytes: () => number | null;
  private readonly close: () => void;
  private readonly variables = new Map<string, Tensor>();
  /** New values of variables, from a run that was neither committed nor discarded. */
  private readonly pending = new Map<string, Tensor>();
  private readonly programs = new Set<Prepared>();
  private disposed = false;

  constructor({ target, ledger, description, close, memoryBytes }: Backend) {
    this.target = target;
    this.ledger = ledger;
    this.description = description;
    this.close = close;
    this.memoryBytes = memoryBytes ?? (() => null);
  }

  write(variables: ReadonlyMap<string, HostTensor>): void {
    for (const [name, value] of variables) {
      const tensor = this.upload(`variable \`${name}\``, value);
      const old = this.variables.get(name);
      if (old) this.target.dispose(old);
      this.variables.set(name, tensor);
    }
  }

  async read(names: readonly string[] = [...this.variables.keys()]): Promise<Map<string, HostTensor>> {
    const values = await this.download(names.map((name) => requireVariable(this.variables, name)));
    return new Map(names.map((name, i) => [name, values[i]!]));
  }

  prepare(graph: Graph): Program {
    const { fusing } = this.target;
    const fused = fusing ? fuse(graph, fusing.isElementwise) : unfused(graph);
    const prepared = this.prepareFused(graph, fused, fusing?.overwrites ?? false);
    this.programs.add(prepared);
    return prepared;
  }

  private prepareFused(original: Graph, fused: FusedGraph, overwrites: boolean): Prepared {
    const { target } = this;
    const { graph, fusions } = fused;
    const fusedNodes = [...fusions].map(([node, fusion]) => ({ node, fusion, output: graph.nodes[node]!.output }));
    const compiled = target.fusing?.compile(fusedNodes) ?? [];
    const fusedKernels = new Map(fusedNodes.map(({ node }, i) => [node, compiled[i]!]));
    const typesOf = (node: Node) => ({ ...node, inputs: node.inputs.map((id) => graph.nodes[id]!.output) });
    const plan = planMemory(graph, {
      workspace(node) {
        if (node.op === 'Placeholder' || node.op === 'Const' || aliasesInput(graph, node)) return 0;
        return fusions.has(node.id) ? 0 : target.kernelOf(node).workspace(typesOf(node));
      },
      overwritable(node) {
        const fusion = overwrites ? fusions.get(node.id) : undefined;
        return fusion ? overwritableInputs(fusion) : [];
      },
    });

    const released = releasedAfter(plan);
    const instructions = graph.nodes
      .filter(({ op }) => op !== 'Placeholder' && op !== 'Const')
      .map((node): Instruction => {
        const { output } = node;
        const share: Kernel = (inputs) => target.share(inputs[0]!, output.shape);
        const fusedKernel = fusedKernels.get(node.id);
        const over = plan.inPlace.get(node.id);
        const kernel = aliasesInput(graph, node)
          ? share
          : fusedKernel
            ? (inputs: readonly Tensor[]) => fusedKernel(inputs, over)
            : target.kernelOf(node).build(typesOf(node));
        return { node: node.id, kernel, inputs: node.inputs, release: released[node.id]! };
      });
    const inputs = graph.inputs.map(({ node, name, source }) => ({
      node,
      name: source.kind === 'variable' ? source.variable : name,
      type: graph.nodes[node]!.output,
      unused: plan.lastUse[node] === node,
      isVariable: source.kind === 'variable',
    }));
    return {
      graph: original,
      fused,
      plannedPeakBytes: plan.peakBytes,
      instructions,
      constants: this.uploadConstants(graph),
      fed: inputs.filter((input) => !input.isVariable),
      variables: inputs.filter((input) => input.isVariable),
    };
  }

  async run(program: Program, feeds: Feeds): Promise<Map<string, HostTensor>> {
    const prepared = requirePrepared(this.programs, program);
    const { outputs } = prepared.fused.graph;
    requireCommitted(prepared.graph, this.pending.size > 0);
    if (this.target.ready) await this.target.ready();
    const values = this.live(prepared);
    this.execute(prepared, feeds, values);
    const read = outputs.filter(({ kind }) => kind === 'value');
    const downloading = this.download(read.map(({ node }) => values[node]!));
    const made = outputs.filter(({ kind }) => kind === 'variable');
    for (const { node, name: variable } of made) {
      this.pending.set(variable, this.target.share(values[node]!, values[node]!.shape));
    }
    this.disposeAll(values);
    try {
      const results = await downloading;
      return new Map(read.map(({ name: output }, i) => [output, results[i]!]));
    } catch (error) {
      if (made.length > 0) this.discard();
      throw error;
    }
  }

  async runAll(program: Program, feeds: readonly Feeds[]): Promise<Map<string, HostTensor>[]> {
    const results: Map<string, HostTensor>[] = [];
    for (const feed of feeds) {
      if (results.length > 0) this.commit();
      const outputs = await this.run(program, feed);
      results.push(outputs);
      if (!allFinite(outputs)) break;
    }
    return results;
  }

  commit(): void {
    for (const [name, value] of this.pending) {
      const old = this.variables.get(name);
      if (old) this.target.dispose(old);
      this.variables.set(name, value);
    }
    this.pending.clear();
  }

  discard(): void {
    for (const value of this.pending.values()) this.target.dispose(value);
    this.pending.clear();
  }

  async trace(program: Program, feeds: Feeds): Promise<NonFinite | null> {
    const prepared = requirePrepared(this.programs, program);
    const look = async (values: readonly Tensor[]) => (await this.target.download(values)).map(nonFinite);
    // Node by node, to find the very one, and with its inputs as it found them.
    const single = this.prepareFused(prepared.graph, unfused(prepared.graph), false);
    const values = this.live(single);
    try {
      if (this.target.ready) await this.target.ready();
      for (const { node, value, inputs } of this.steps(single, feeds, values)) {
        const kind = (await look([value]))[0]!;
        if (kind !== null && (await look(inputs)).every((found) => found === null)) return { node, kind };
      }
      return null;
    } finally {
      this.disposeAll(values);
      this.disposeConstants(single);
    }
  }

  async profile(program: Program, feeds: Feeds): Promise<NodeTime[]> {
    const prepared = requirePrepared(this.programs, program);
    const { fused } = prepared;
    const { target } = this;
    const times: NodeTime[] = [];
    const values = this.live(prepared);
    try {
      if (target.ready) await target.ready();
      let start = performance.now();
      for (const { node } of this.steps(prepared, feeds, values)) {
        if (target.settled) await target.settled();
        const milliseconds = performance.now() - start;
        if (fused.graph.nodes[node]!.op !== 'Placeholder') times.push({ node: fused.originals[node]!, milliseconds });
        start = performance.now();
      }
    } finally {
      this.disposeAll(values);
    }
    return times;
  }

  liveTensors(): number {
    return this.ledger.values;
  }

  peakBytes(): number {
    return this.ledger.peakBytes;
  }

  resetPeak(): void {
    this.ledger.resetPeak();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.discard();
    for (const value of this.variables.values()) this.target.dispose(value);
    this.variables.clear();
    for (const program of this.programs) this.disposeConstants(program);
    this.programs.clear();
    this.close();
  }

  private live({ fused }: Prepared): Live {
    return Array.from<Tensor | undefined>({ length: fused.graph.nodes.length });
  }

  /** Leaves the values of outputs in `values`; whoever calls disposes them. If it throws, none is left. */
  private execute(program: Prepared, feeds: Feeds, values: Live): void {
    try {
      for (const _ of this.steps(program, feeds, values));
    } catch (error) {
      this.disposeAll(values);
      throw error;
    }
  }

  /** Runs the program as far as its steps are asked for. Whoever calls disposes what is then left in `values`. */
  private *steps(program: Prepared, feeds: Feeds, values: Live): Generator<Computed> {
    const { target } = this;
    for (const [node, value] of program.constants) values[node] = target.share(value, value.shape);
    this.bindInputs(program, feeds, values);
    for (const { node } of program.fused.graph.inputs) {
      if (values[node]) yield { node, value: values[node], inputs: [] };
    }
    for (const { node, kernel, inputs, release } of program.instructions) {
      const read = inputs.map((id) => values[id]!);
      const value = kernel(read);
      values[node] = value;
      yield { node, value, inputs: read };
      for (const id of release) {
        target.dispose(values[id]!);
        values[id] = undefined;
      }
    }
  }

  /** Puts fed values and variables in their places; what is fed and never read is not uploaded. */
  private bindInputs(program: Prepared, feeds: Feeds, values: Live): void {
    const { graph, fed, variables } = program;
    const given = requireFeeds(graph, feeds);
    for (const { node, name, type } of variables) {
      const value = requireVariable(this.variables, name, graph);
      requireType(`variable \`${name}\` of \`${graph.name}\``, value, type);
      values[node] = this.target.share(value, value.shape);
    }
    for (const { node, name, type, unused } of fed) {
      if (unused) continue;
      const value = hostValue(given.get(name)!);
      requireType(`the feed \`${name}\` of \`${graph.name}\``, value, type);
      values[node] = this.upload(`the feed \`${name}\``, value);
    }
  }

  private uploadConstants(graph: Graph): Map<NodeId, Tensor> {
    const constants = new Map<NodeId, Tensor>();
    for (const { id, op, attributes, output } of graph.nodes) {
      if (op !== 'Const') continue;
      const value = attributes['value'] as number | readonly number[];
      const data = new hostArrays[output.dtype](sizeOf(output.shape));
      if (typeof value === 'number') data.fill(value);
      else data.set(value);
      constants.set(id, this.target.upload({ ...output, data }));
    }
    return constants;
  }

  private upload(what: string, value: HostTensor): Tensor {
    requireData(what, value);
    return this.target.upload(value);
  }

  private async download(tensors: readonly Tensor[]): Promise<HostTensor[]> {
    const types = tensors.map(({ dtype, shape }) => ({ dtype: dtype as DType, shape }));
    const values = await this.target.download(tensors);
    return types.map((type, i) => ({ ...type, data: values[i]! }));
  }

  private disposeConstants({ constants }: Prepared): void {
    for (const value of constants.values()) this.target.dispose(value);
  }

  private disposeAll(values: Live): void {
    values.forEach((value, id) => {
      if (value) this.target.dispose(value);
      values[id] = undefined;
    });
  }
}

const unfused = (graph: Graph): FusedGraph => ({
  graph,
  fusions: new Map(),
  originals: graph.nodes.map(({ id }) => id),
});

function nonFinite(values: Values): NonFinite['kind'] | null {
  if (!(values instanceof Float32Array)) return null;
  let infinite = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) return 'NaN';
    if (!Number.isFinite(value)) infinite = true;
  }
  return infinite ? 'infinity' : null;
}
