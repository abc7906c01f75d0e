/**
 * Runs graphs on a TensorFlow.js backend: kernels one after the other in planned order, each value disposed at its last
 * use. No tape, no scopes, none of TensorFlow.js' own engine.
 */
import type { DType, Graph, Node, NodeId, TensorType } from '../../compiler/graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../../compiler/graph/graph.ts';
import { fuse, type FusedGraph } from '../../compiler/passes/fuse.ts';
import { aliasesInput, planMemory } from '../../compiler/passes/plan-memory.ts';
import { EngineError } from './engine-error.ts';
import type { Engine, EngineDevice, Feeds, HostTensor, NodeTime, NonFinite, Program } from './engine.ts';
import { allFinite, hostValue } from './feed.ts';
import type { Device, Kernel, Tensor, Values } from './kernels/kernel.ts';
import { kernelOf } from './kernels/table.ts';
import type { Ledger } from './ledger.ts';

export interface Backend {
  readonly device: Device;
  readonly ledger: Ledger;
  readonly description: EngineDevice;
  readonly close: () => void;
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

/** Sees each value right after it was computed; `true` ends the run. */
type Watch = (node: NodeId, value: Tensor, inputs: readonly Tensor[]) => boolean;

const arrays: Readonly<Record<DType, new (size: number) => Values>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

export class Executor implements Engine {
  readonly description: EngineDevice;
  private readonly device: Device;
  private readonly ledger: Ledger;
  private readonly close: () => void;
  private readonly variables = new Map<string, Tensor>();
  /** New values of variables, from a run that was neither committed nor discarded. */
  private readonly pending = new Map<string, Tensor>();
  private readonly programs = new Set<Prepared>();
  private disposed = false;

  constructor({ device, ledger, description, close }: Backend) {
    this.device = device;
    this.ledger = ledger;
    this.description = description;
    this.close = close;
  }

  write(variables: ReadonlyMap<string, HostTensor>): void {
    for (const [name, value] of variables) {
      const tensor = this.upload(`variable \`${name}\``, value);
      const old = this.variables.get(name);
      if (old) this.device.dispose(old);
      this.variables.set(name, tensor);
    }
  }

  async read(names: readonly string[] = [...this.variables.keys()]): Promise<Map<string, HostTensor>> {
    return new Map(names.map((name) => [name, this.download(this.variable(name))]));
  }

  prepare(graph: Graph): Program {
    const { fusing } = this.device;
    const prepared = this.prepareFused(graph, fusing ? fuse(graph, fusing.isElementwise) : unfused(graph));
    this.programs.add(prepared);
    return prepared;
  }

  private prepareFused(original: Graph, fused: FusedGraph): Prepared {
    const { device } = this;
    const { graph, fusions } = fused;
    const fusedNodes = [...fusions].map(([node, fusion]) => ({ node, fusion, output: graph.nodes[node]!.output }));
    const compiled = device.fusing?.compile(fusedNodes) ?? [];
    const fusedKernels = new Map(fusedNodes.map(({ node }, i) => [node, compiled[i]!]));
    const typesOf = (node: Node) => ({ ...node, inputs: node.inputs.map((id) => graph.nodes[id]!.output) });
    const plan = planMemory(graph, (node) => {
      if (node.op === 'Placeholder' || node.op === 'Const' || aliasesInput(graph, node)) return 0;
      if (fusions.has(node.id)) return 0;
      return kernelOf(node).workspace?.(device, typesOf(node)) ?? 0;
    });

    const released: NodeId[][] = graph.nodes.map(() => []);
    plan.lastUse.forEach((last, id) => released[last]?.push(id));
    const instructions = graph.nodes
      .filter(({ op }) => op !== 'Placeholder' && op !== 'Const')
      .map((node): Instruction => {
        const { output } = node;
        const share: Kernel = (inputs) => device.share(inputs[0]!, output.shape);
        const kernel = aliasesInput(graph, node)
          ? share
          : (fusedKernels.get(node.id) ?? kernelOf(node).build(device, typesOf(node)));
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
    const prepared = this.prepared(program);
    const { outputs, name } = prepared.fused.graph;
    if (this.pending.size > 0 && outputs.some(({ kind }) => kind === 'variable')) {
      throw new EngineError(
        `\`${name}\` would make new values of variables while those of the last run still wait: commit() or discard() them first`,
      );
    }
    const values = this.execute(prepared, feeds);
    const results = new Map<string, HostTensor>();
    for (const { node, name: output, kind } of outputs) {
      const value = values[node]!;
      if (kind === 'value') results.set(output, this.download(value));
      else this.pending.set(output, this.device.share(value, value.shape));
    }
    this.disposeAll(values);
    return results;
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
      if (old) this.device.dispose(old);
      this.variables.set(name, value);
    }
    this.pending.clear();
  }

  discard(): void {
    for (const value of this.pending.values()) this.device.dispose(value);
    this.pending.clear();
  }

  async trace(program: Program, feeds: Feeds): Promise<NonFinite | null> {
    const prepared = this.prepared(program);
    let found: NonFinite | null = null;
    const watch: Watch = (node, value, inputs) => {
      const kind = nonFinite(this.device.values(value));
      if (kind === null || inputs.some((input) => nonFinite(this.device.values(input)) !== null)) return false;
      found = { node, kind };
      return true;
    };
    // Node by node, to find the very one.
    const single = this.prepareFused(prepared.graph, unfused(prepared.graph));
    try {
      this.disposeAll(this.execute(single, feeds, watch));
    } finally {
      this.disposeConstants(single);
    }
    return found;
  }

  async profile(program: Program, feeds: Feeds): Promise<NodeTime[]> {
    const prepared = this.prepared(program);
    const times: NodeTime[] = [];
    const timed = prepared.instructions.map((instruction) => ({
      ...instruction,
      kernel: (inputs: readonly Tensor[]) => {
        const start = performance.now();
        const output = instruction.kernel(inputs);
        times.push({ node: prepared.fused.originals[instruction.node]!, milliseconds: performance.now() - start });
        return output;
      },
    }));
    this.disposeAll(this.execute({ ...prepared, instructions: timed }, feeds));
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
    for (const value of this.variables.values()) this.device.dispose(value);
    this.variables.clear();
    for (const program of this.programs) this.disposeConstants(program);
    this.programs.clear();
    this.close();
  }

  /** The values that are left when all instructions have run: those of outputs. Whoever calls disposes them. */
  private execute(program: Prepared, feeds: Feeds, watch?: Watch): (Tensor | undefined)[] {
    const { device } = this;
    const values = Array.from<Tensor | undefined>({ length: program.fused.graph.nodes.length });
    try {
      for (const [node, value] of program.constants) values[node] = device.share(value, value.shape);
      this.bindInputs(program, feeds, values);
      if (watch) {
        for (const { node } of program.fused.graph.inputs)
          if (values[node] && watch(node, values[node], [])) return values;
      }
      for (const { node, kernel, inputs, release } of program.instructions) {
        const read = inputs.map((id) => values[id]!);
        const value = kernel(read);
        values[node] = value;
        if (watch?.(node, value, read)) return values;
        for (const id of release) {
          device.dispose(values[id]!);
          values[id] = undefined;
        }
      }
      return values;
    } catch (error) {
      this.disposeAll(values);
      throw error;
    }
  }

  /** Puts fed values and variables in their places; what is fed and never read is not uploaded. */
  private bindInputs(program: Prepared, feeds: Feeds, values: (Tensor | undefined)[]): void {
    const { graph, fed, variables } = program;
    const known = new Set(fed.map(({ name }) => name));
    for (const name of feeds.keys()) {
      if (known.has(name)) continue;
      throw new EngineError(`\`${graph.name}\` has no input \`${name}\` to feed; it has ${list([...known])}`);
    }
    for (const { node, name, type } of variables) {
      const value = this.variable(name, graph.name);
      requireType(`variable \`${name}\` of \`${graph.name}\``, value, type);
      values[node] = this.device.share(value, value.shape);
    }
    for (const { node, name, type, unused } of fed) {
      const feed = feeds.get(name);
      if (!feed) throw new EngineError(`\`${graph.name}\` must be fed \`${name}\`, ${formatType(type)}`);
      if (unused && 'kind' in feed) continue;
      const value = hostValue(feed);
      requireType(`the feed \`${name}\` of \`${graph.name}\``, value, type);
      if (!unused) values[node] = this.upload(`the feed \`${name}\``, value);
    }
  }

  private uploadConstants(graph: Graph): Map<NodeId, Tensor> {
    const constants = new Map<NodeId, Tensor>();
    for (const { id, op, attributes, output } of graph.nodes) {
      if (op !== 'Const') continue;
      const tensor = this.device.make(output.shape, output.dtype);
      const value = attributes['value'] as number | readonly number[];
      const memory = this.device.values(tensor);
      if (typeof value === 'number') memory.fill(value);
      else memory.set(value);
      constants.set(id, tensor);
    }
    return constants;
  }

  private upload(what: string, { dtype, shape, data }: HostTensor): Tensor {
    const size = sizeOf(shape);
    if (data.length !== size || !(data instanceof arrays[dtype])) {
      throw new EngineError(
        `${what} is ${formatType({ dtype, shape })}, which takes a ${arrays[dtype].name} of ${size} cells, ` +
          `but its data are a ${data.constructor.name} of ${data.length}`,
      );
    }
    const tensor = this.device.make(shape, dtype);
    this.device.values(tensor).set(data);
    return tensor;
  }

  private download(tensor: Tensor): HostTensor {
    const dtype = tensor.dtype as DType;
    const data = new arrays[dtype](sizeOf(tensor.shape));
    data.set(this.device.values(tensor));
    return { dtype, shape: tensor.shape, data };
  }

  private variable(name: string, reader?: string): Tensor {
    const value = this.variables.get(name);
    if (value) return value;
    const whose = reader === undefined ? '' : ` that \`${reader}\` reads`;
    throw new EngineError(
      `variable \`${name}\`${whose} has no value: write() one first; there are ${list([...this.variables.keys()])}`,
    );
  }

  private prepared(program: Program): Prepared {
    if (this.programs.has(program as Prepared)) return program as Prepared;
    throw new EngineError(
      `\`${program.graph.name}\` was not prepared by this engine, or the engine is disposed: prepare() it here`,
    );
  }

  private disposeConstants({ constants }: Prepared): void {
    for (const value of constants.values()) this.device.dispose(value);
  }

  private disposeAll(values: (Tensor | undefined)[]): void {
    values.forEach((value) => value && this.device.dispose(value));
  }
}

const unfused = (graph: Graph): FusedGraph => ({
  graph,
  fusions: new Map(),
  originals: graph.nodes.map(({ id }) => id),
});

const list = (names: readonly string[]) => (names.length ? names.map((name) => `\`${name}\``).join(', ') : 'none');

function requireType(
  what: string,
  value: { readonly dtype: string; readonly shape: readonly number[] },
  type: TensorType,
): void {
  if (value.dtype === type.dtype && sameShape(value.shape, type.shape)) return;
  const found = formatType({ dtype: value.dtype as DType, shape: value.shape });
  throw new EngineError(`${what} is ${found}, but must be ${formatType(type)}`);
}

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
