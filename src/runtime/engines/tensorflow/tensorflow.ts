/** The `tensorflow` engine: a whole step as one call of TensorFlow's C library. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSavedModel, TAG } from '../../../compiler/emit/saved-model.ts';
import type { DType, Graph, TensorType } from '../../../compiler/graph/graph.ts';
import { bytesOf, formatType, sameShape, sizeOf } from '../../../compiler/graph/graph.ts';
import { planMemory } from '../../../compiler/passes/plan-memory.ts';
import type { DataSource } from '../../data/source.ts';
import { EngineError, EngineUnavailableError, OutOfMemoryError } from '../engine-error.ts';
import type {
  Engine,
  EngineDevice,
  Feed,
  Feeds,
  HostTensor,
  NodeTime,
  NonFinite,
  Program,
  RowsFeed,
} from '../engine.ts';
import type { Examination } from '../examination.ts';
import { hostValue } from '../feed.ts';
import { findBinding } from './binding.ts';
import { WORDS_OF_A_DRAW, wordsOfDraw } from './draws.ts';
import { eagerSteps, inputName } from './eager.ts';
import { emitModule, type EmittedProgram, type Module } from './module.ts';
import { TensorflowMessage, WorkerThread } from './worker-thread.ts';

export interface TensorflowOptions {
  /** Threads that compute; as many as there are cores if left out. */
  readonly threads?: number;
  readonly device?: 'cpu' | 'gpu';
  readonly deterministic?: boolean;
}

interface Description {
  readonly version: string;
  readonly isGpu: boolean;
}

/** A data set is kept on the device up to this size. */
const MOST_DATA_BYTES = 2 ** 30;

const MISSING = 'the TensorFlow binding is not installed';
const BUILD = 'npm run engine:tensorflow   (or: gan doctor, for the other engines)';

export async function examineTensorflow(): Promise<Examination> {
  const binding = findBinding();
  const gpuRemedy = 'npm run engine:tensorflow -- --cuda';
  if (binding === null) return { usable: false, why: MISSING, remedy: 'npm run engine:tensorflow', gpuRemedy };
  setEnvironment({});
  const thread = new WorkerThread(binding);
  try {
    const { version, isGpu } = await thread.ask<Description>('describe');
    const found = { usable: true, device: deviceName(isGpu), version, notes: [`from ${binding}`] } as const;
    return isGpu ? { ...found, hardware: 'GPU' } : { ...found, hardware: 'CPU', gpuRemedy };
  } catch (error) {
    const why = `its library does not load: ${(error as Error).message}`;
    return { usable: false, why, remedy: 'npm run engine:tensorflow -- --force', gpuRemedy };
  } finally {
    thread.stop();
  }
}

export async function openTensorflow(options: TensorflowOptions = {}): Promise<Engine> {
  const binding = findBinding();
  if (binding === null) throw new EngineUnavailableError(`no engine \`tensorflow\` here: ${MISSING}`, BUILD);
  setEnvironment(options);
  const thread = new WorkerThread(binding);
  try {
    const { version, isGpu } = await thread.ask<Description>('describe');
    return new TensorflowEngine(thread, {
      engine: 'tensorflow',
      device: deviceName(isGpu),
      hardware: isGpu ? 'GPU' : 'CPU',
      version,
    });
  } catch (error) {
    thread.stop();
    throw new EngineUnavailableError(
      `no engine \`tensorflow\` here: the library of ${binding} does not load: ${(error as Error).message}`,
      'npm run engine:tensorflow -- --force',
      { cause: error },
    );
  }
}

/** The binding takes no options, the library reads these when it first computes. What is set already stays. */
function setEnvironment({ threads, device, deterministic }: TensorflowOptions): void {
  const { env } = process;
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // The last GPU would get the uploads of all.
  env['CUDA_VISIBLE_DEVICES'] ??= '0';
  if (device === 'cpu') env['CUDA_VISIBLE_DEVICES'] = '-1';
  if (deterministic) {
    env['TF_DETERMINISTIC_OPS'] = '1';
    env['TF_CUDNN_DETERMINISTIC'] = '1';
  }
  if (threads === undefined) return;
  // For each op, and for ops beside one another: D(x) and D(fake) do not wait for each other.
  env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  env['TF_NUM_INTEROP_THREADS'] = String(threads);
}

function deviceName(isGpu: boolean): string {
  if (isGpu) return `GPU ${process.env['CUDA_VISIBLE_DEVICES']}`;
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS'] ?? availableParallelism());
  return `${threads} CPU ${threads === 1 ? 'thread' : 'threads'}`;
}

interface Prepared extends Program {
  readonly index: number;
}

interface Fed {
  readonly node: string;
  readonly value: HostTensor;
}

class TensorflowEngine implements Engine {
  readonly description: EngineDevice;
  private readonly thread: WorkerThread;
  private readonly programs: Prepared[] = [];
  private module: Module | null = null;
  /** Programs of `module`. */
  private loaded = 0;
  /** Variables that no graph of the module has, or that wait for it to be loaded. */
  private readonly onHost = new Map<string, HostTensor>();
  private readonly known = new Map<string, TensorType>();
  private readonly resident = new Map<string, DataSource>();
  /** The program whose new values wait for `commit` or `discard`. */
  private uncommitted: Prepared | null = null;
  /** Requests that nobody waits for, such as writes: the next one that is waited for brings their errors. */
  private background: Promise<void> = Promise.resolve();
  private disposed = false;

  constructor(thread: WorkerThread, description: EngineDevice) {
    this.thread = thread;
    this.description = description;
  }

  write(variables: ReadonlyMap<string, HostTensor>): void {
    const feeds: Fed[] = [];
    const fetches: string[] = [];
    for (const [name, value] of variables) {
      requireData(`variable \`${name}\``, value);
      this.known.set(name, value);
      const stored = this.module?.variables.get(name);
      if (stored) {
        feeds.push({ node: stored.value, value });
        fetches.push(stored.written);
      } else this.onHost.set(name, copyOf(value));
    }
    if (feeds.length > 0) this.inBackground(() => this.thread.ask('run', { feeds, fetches }));
  }

  async read(names: readonly string[] = [...this.known.keys()]): Promise<Map<string, HostTensor>> {
    await this.settled();
    names.forEach((name) => this.requireVariable(name));
    const onDevice = names.filter((name) => !this.onHost.has(name));
    const fetches = onDevice.map((name) => this.module!.variables.get(name)!.read);
    const values =
      fetches.length > 0 ? await this.asCommitted(() => this.ask<HostTensor[]>('run', { feeds: [], fetches })) : [];
    const found = new Map(onDevice.map((name, i) => [name, values[i]!]));
    return new Map(names.map((name) => [name, found.get(name) ?? copyOf(this.onHost.get(name)!)]));
  }

  prepare(graph: Graph): Program {
    // The values that a step replaces are kept until the next one.
    const kept = graph.outputs
      .filter(({ kind }) => kind === 'variable')
      .reduce((sum, { node }) => sum + bytesOf(graph.nodes[node]!.output), 0);
    const program = { graph, index: this.programs.length, plannedPeakBytes: planMemory(graph).peakBytes + kept };
    this.programs.push(program);
    return program;
  }

  async run(program: Program, feeds: Feeds): Promise<Map<string, HostTensor>> {
    return (await this.runAll(program, [feeds]))[0]!;
  }

  async runAll(program: Program, feeds: readonly Feeds[]): Promise<Map<string, HostTensor>[]> {
    const prepared = this.prepared(program);
    const { name, outputs } = prepared.graph;
    if (this.uncommitted && outputs.some(({ kind }) => kind === 'variable')) {
      throw new EngineError(
        `\`${name}\` would make new values of variables while those of the last run still wait: commit() or discard() them first`,
      );
    }
    this.requireInputs(prepared, feeds);
    this.makeNewVariables(prepared);
    const module = await this.load(prepared);
    const emitted = module.programs[prepared.index]!;
    for (const feed of feeds[0]!.values()) if (isRows(feed)) await this.keepOnDevice(feed);
    const runs = feeds.map((one) => this.fedTo(emitted, one));
    const fetches = [emitted.done, ...emitted.values.map((value) => value.name)];
    const results = await this.asCommitted(() => this.ask<HostTensor[][]>('runAll', { runs, fetches }));
    if (emitted.exchanged !== null) this.uncommitted = prepared;
    return results.map((values) => namedOutputs(prepared.graph, emitted, values));
  }

  commit(): void {
    this.uncommitted = null;
  }

  discard(): void {
    const exchange = this.exchange();
    this.uncommitted = null;
    if (exchange) this.inBackground(exchange);
  }

  /** Exchanges the values of the last run, if it waits to be committed, with those before it. */
  private exchange(): (() => Promise<unknown>) | null {
    const exchanged = this.uncommitted && this.module!.programs[this.uncommitted.index]!.exchanged;
    return exchanged ? () => this.thread.ask('run', { feeds: [], fetches: [exchanged] }) : null;
  }

  /** Does something with the variables as they are as long as nothing is committed. */
  private async asCommitted<Result>(action: () => Promise<Result>): Promise<Result> {
    const exchange = this.exchange();
    if (!exchange) return action();
    await exchange();
    try {
      return await action();
    } finally {
      await exchange();
    }
  }

  async trace(program: Program, feeds: Feeds): Promise<NonFinite | null> {
    const { graph } = this.prepared(program);
    const inputs = await this.inputValues(graph, feeds);
    const reads = {
      inputs: inputs.map(({ id, value }) => [id, value.data]),
      byNode: graph.nodes.map((node) => node.inputs),
    };
    return this.ask<NonFinite | null>('trace', { steps: eagerSteps(graph), inputs, reads });
  }

  async profile(program: Program, feeds: Feeds): Promise<NodeTime[]> {
    const { graph } = this.prepared(program);
    return this.ask<NodeTime[]>('profile', { steps: eagerSteps(graph), inputs: await this.inputValues(graph, feeds) });
  }

  liveTensors(): number {
    return this.thread.live;
  }

  peakBytes(): null {
    return null;
  }

  memoryBytes(): number | null {
    return this.description.hardware === 'GPU' ? null : process.availableMemory();
  }

  resetPeak(): void {
    // TensorFlow's C library does not tell.
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.programs.length = 0;
    this.thread.stop();
  }

  /** A module with all graphs that have been prepared. The variables of the one before move into it. */
  private async load(program: Prepared): Promise<Module> {
    await this.settled();
    if (this.module && program.index < this.loaded) return this.module;
    const values = await this.read();
    const module = emitModule(this.programs.map(({ graph }) => graph));
    const directory = mkdtempSync(join(tmpdir(), 'ganspec-'));
    try {
      writeFileSync(join(directory, 'saved_model.pb'), encodeSavedModel(module.nodes));
      await this.ask('load', { directory, tag: TAG });
    } finally {
      rmSync(directory, { recursive: true });
    }
    this.module = module;
    this.loaded = this.programs.length;
    this.resident.clear();
    this.onHost.clear();
    this.uncommitted = null;
    this.write(values);
    await this.settled();
    return module;
  }

  private async keepOnDevice({ source, field }: RowsFeed): Promise<void> {
    if (this.resident.get(field) === source) return;
    const stored = this.module!.data.get(field)!;
    const one = source.batch(Int32Array.of(0)).get(field)!;
    if (one.data.byteLength * source.size > MOST_DATA_BYTES) return;
    const all = source.batch(Int32Array.from({ length: source.size }, (_, i) => i)).get(field)!;
    await this.ask('run', { feeds: [{ node: stored.value, value: all }], fetches: [stored.written] });
    this.resident.set(field, source);
  }

  private fedTo(program: EmittedProgram, feeds: Feeds): Fed[] {
    const fed: Fed[] = [];
    const words = new Int32Array(program.draws.length * WORDS_OF_A_DRAW);
    let draws = 0;
    for (const [name, feed] of feeds) {
      const { name: node } = program.inputs.get(name)!;
      const row = program.draws.indexOf(name);
      const minibatch = program.rows.get(name);
      if (row >= 0 && 'kind' in feed && feed.kind === 'random') {
        words.set(wordsOfDraw(feed.key), row * WORDS_OF_A_DRAW);
        draws++;
      } else if (minibatch && isRows(feed) && this.resident.get(feed.field) === feed.source) {
        const { indices } = feed;
        fed.push({ node: minibatch.indices, value: { dtype: 'int32', shape: [indices.length], data: indices } });
      } else fed.push({ node, value: hostValue(feed) });
    }
    if (draws > 0) {
      const value: HostTensor = { dtype: 'int32', shape: [program.draws.length, WORDS_OF_A_DRAW], data: words };
      fed.push({ node: program.drawWords, value });
    }
    return fed;
  }

  /** Values of all inputs of a graph, as they are made on the host. */
  private async inputValues(graph: Graph, feeds: Feeds): Promise<{ node: string; id: number; value: HostTensor }[]> {
    const names = graph.inputs.flatMap(({ source }) => (source.kind === 'variable' ? [source.variable] : []));
    const variables = await this.read(names);
    return graph.inputs.map(({ node, name, source }) => {
      const value = source.kind === 'variable' ? variables.get(source.variable)! : hostValue(feeds.get(name)!);
      return { node: inputName(node), id: node, value };
    });
  }

  private requireInputs({ graph }: Prepared, feeds: readonly Feeds[]): void {
    const fed = graph.inputs.filter(({ source }) => source.kind !== 'variable');
    const known = new Set(fed.map(({ name }) => name));
    for (const one of feeds) {
      for (const name of one.keys()) {
        if (!known.has(name))
          throw new EngineError(`\`${graph.name}\` has no input \`${name}\` to feed; it has ${list([...known])}`);
      }
      for (const { node, name } of fed) {
        const type = graph.nodes[node]!.output;
        const feed = one.get(name);
        if (!feed) throw new EngineError(`\`${graph.name}\` must be fed \`${name}\`, ${formatType(type)}`);
        if ('kind' in feed) continue;
        requireType(`the feed \`${name}\` of \`${graph.name}\``, feed, type);
        requireData(`the feed \`${name}\``, feed);
      }
    }
    for (const { node, source } of graph.inputs) {
      if (source.kind !== 'variable') continue;
      const value = this.requireVariable(source.variable, graph.name);
      requireType(`variable \`${source.variable}\` of \`${graph.name}\``, value, graph.nodes[node]!.output);
    }
  }

  /** What a step writes without having been written: TensorFlow wants a value to exchange the new one for. */
  private makeNewVariables({ graph }: Prepared): void {
    for (const { kind, name, node } of graph.outputs) {
      if (kind !== 'variable' || this.known.has(name)) continue;
      const { dtype, shape } = graph.nodes[node]!.output;
      this.write(new Map([[name, { dtype, shape, data: new arrays[dtype](sizeOf(shape)) }]]));
    }
  }

  private requireVariable(name: string, reader?: string): TensorType {
    const type = this.known.get(name);
    if (type) return type;
    const whose = reader === undefined ? '' : ` that \`${reader}\` reads`;
    throw new EngineError(
      `variable \`${name}\`${whose} has no value: write() one first; there are ${list([...this.known.keys()])}`,
    );
  }

  private prepared(program: Program): Prepared {
    if (this.programs.includes(program as Prepared)) return program as Prepared;
    throw new EngineError(
      `\`${program.graph.name}\` was not prepared by this engine, or the engine is disposed: prepare() it here`,
    );
  }

  private inBackground(request: () => Promise<unknown>): void {
    this.background = this.background.then(async () => void (await request()));
    // Told by whoever asks next.
    this.background.catch(() => undefined);
  }

  private async settled(): Promise<void> {
    const { background } = this;
    this.background = Promise.resolve();
    await background.catch((error: unknown) => {
      throw this.explained(error);
    });
  }

  private async ask<Result>(request: string, given: object): Promise<Result> {
    await this.settled();
    try {
      return await this.thread.ask<Result>(request, given);
    } catch (error) {
      throw this.explained(error);
    }
  }

  /** What TensorFlow says is meant for its own users. */
  private explained(error: unknown): unknown {
    if (!(error instanceof TensorflowMessage)) return error;
    const text = error.message.replace(/^Session fail to run with error: /, '');
    if (/OOM|out of memory|ResourceExhausted|Failed to allocate/i.test(text)) {
      return new OutOfMemoryError(`${this.description.device} is out of memory`, null, { cause: error });
    }
    const index = /indices\[(\d+)\][^=]*= (-?\d+) is not in \[0, (\d+)\)/.exec(text);
    if (index) {
      return new EngineError(
        `index ${index[2]} at place ${index[1]} is not in 0 … ${Number(index[3]) - 1}; check the labels or tokens that are fed`,
      );
    }
    return new EngineUnavailableError(
      `the engine \`tensorflow\` failed: ${text}`,
      'the last checkpoint is whole: go on from it with `gan train --resume`, with `--engine wasm` if it fails again',
      { cause: error },
    );
  }
}

const isRows = (feed: Feed): feed is RowsFeed => 'kind' in feed && feed.kind === 'rows';

const copyOf = ({ dtype, shape, data }: HostTensor): HostTensor => ({ dtype, shape, data: data.slice() });

const list = (names: readonly string[]) => (names.length ? names.map((name) => `\`${name}\``).join(', ') : 'none');

function namedOutputs(graph: Graph, program: EmittedProgram, values: readonly HostTensor[]): Map<string, HostTensor> {
  const [numbers, ...others] = values;
  const found = new Map<string, HostTensor>();
  program.scalars.forEach((name, i) =>
    found.set(name, { dtype: 'float32', shape: [], data: (numbers!.data as Float32Array).slice(i, i + 1) }),
  );
  program.values.forEach(({ output, type }, i) => found.set(output, { ...others[i]!, shape: type.shape }));
  return new Map(graph.outputs.flatMap(({ name, kind }) => (kind === 'value' ? [[name, found.get(name)!]] : [])));
}

const arrays: Readonly<Record<DType, new (size: number) => HostTensor['data']>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

function requireData(what: string, { dtype, shape, data }: HostTensor): void {
  const size = sizeOf(shape);
  if (data.length === size && data instanceof arrays[dtype]) return;
  throw new EngineError(
    `${what} is ${formatType({ dtype, shape })}, which takes a ${arrays[dtype].name} of ${size} cells, ` +
      `but its data are a ${data.constructor.name} of ${data.length}`,
  );
}

function requireType(what: string, value: TensorType, type: TensorType): void {
  if (value.dtype === type.dtype && sameShape(value.shape, type.shape)) return;
  throw new EngineError(`${what} is ${formatType(value)}, but must be ${formatType(type)}`);
}
