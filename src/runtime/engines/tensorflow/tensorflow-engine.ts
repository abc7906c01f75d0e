/** The open `tensorflow` engine: what is on the device, and the requests to the worker thread. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSavedModel, TAG } from '../../../compiler/emit/saved-model.ts';
import type { Graph, TensorType } from '../../../compiler/graph/graph.ts';
import { bytesOf } from '../../../compiler/graph/graph.ts';
import { pack } from '../../../compiler/passes/pack.ts';
import { bytesOfParts, planMemory, type MemoryParts } from '../../../compiler/passes/plan-memory.ts';
import type {
  Engine,
  EngineDevice,
  Feeds,
  HostTensor,
  NodeTime,
  NonFinite,
  Program,
  RowsFeed,
  Snapshot,
  Timing,
} from '../engine.ts';
import { Interrupted } from '../../interrupted.ts';
import { hostValue, isRows } from '../feed.ts';
import {
  requireCommitted,
  requireData,
  requireFeeds,
  requirePrepared,
  requireType,
  requireVariable,
} from '../requirements.ts';
import { DataSets } from './data-sets.ts';
import { WORDS_OF_A_DRAW, wordsOfDraw } from './draws.ts';
import { eagerCalls, inputName } from './eager.ts';
import { fillings } from './filling.ts';
import { explained } from './messages.ts';
import { emitModule, type EmittedProgram, type Module } from './module.ts';
import { TensorflowMessage, type Fed, type Made, type WorkerThread } from './worker-thread.ts';

interface Prepared extends Program {
  readonly index: number;
}

export class TensorflowEngine implements Engine {
  readonly description: EngineDevice;
  readonly keepsData = true;
  private readonly thread: WorkerThread;
  private readonly programs: Prepared[] = [];
  private module: Module | null = null;
  /** Whether the pass `pack` runs. */
  private readonly packs: boolean;
  /** How many programs are in `module`. */
  private loaded = 0;
  /** Variables that no graph of the module has. */
  private readonly onHost = new Map<string, HostTensor>();
  /** Variables that have been written or committed. */
  private readonly known = new Map<string, TensorType>();
  private readonly dataSets = new DataSets();
  /** The program whose new values wait for `commit` or `discard`. */
  private uncommitted: Prepared | null = null;
  /** Requests without a caller who waits, such as writes; their errors surface in the next request that has one. */
  private background: Promise<void> = Promise.resolve();
  private disposed = false;

  constructor(thread: WorkerThread, description: EngineDevice, packs: boolean) {
    this.thread = thread;
    this.packs = packs;
    this.description = description;
  }

  write(variables: ReadonlyMap<string, HostTensor>): void {
    const { module } = this;
    for (const [name, value] of variables) {
      const what = `variable \`${name}\``;
      requireData(what, value);
      const type = module?.variables.get(name)?.type;
      // In a pack, a value of another size would displace its neighbours.
      if (type) requireType(what, value, type);
    }
    const onDevice = new Map<string, HostTensor>();
    for (const [name, value] of variables) {
      this.known.set(name, { dtype: value.dtype, shape: value.shape });
      (module?.variables.has(name) ? onDevice : this.onHost).set(name, copyOf(value));
    }
    if (onDevice.size === 0) return;
    const stored = [...onDevice].map(([name, value]) => ({ ...module!.variables.get(name)!, given: value }));
    const feeds = stored.map(({ value, given }): Fed => ({ node: value, value: given }));
    const fetches = [...new Set(stored.map(({ written }) => written))];
    this.inBackground(() => this.thread.ask('run', { feeds, fetches }));
  }

  async read(names: readonly string[] = [...this.known.keys()]): Promise<Map<string, HostTensor>> {
    await this.settled();
    names.forEach((name) => requireVariable(this.known, name));
    const onDevice = names.filter((name) => !this.onHost.has(name));
    const fetches = onDevice.map((name) => this.module!.variables.get(name)!.read);
    const values =
      fetches.length > 0 ? await this.asCommitted(() => this.ask<HostTensor[]>('run', { feeds: [], fetches })) : [];
    const found = new Map(onDevice.map((name, i) => [name, values[i]!]));
    return new Map(names.map((name) => [name, found.get(name) ?? copyOf(this.onHost.get(name)!)]));
  }

  /** A run exchanges the variables' buffers, so they are read at once, on the thread that computes. */
  async snapshot(): Promise<Snapshot> {
    const values = await this.read();
    return {
      names: [...values.keys()],
      read: async (name) => requireVariable(values, name),
      dispose: () => values.clear(),
    };
  }

  plan(graph: Graph): MemoryParts {
    // The values that a step replaces are kept until the next step.
    const kept = graph.outputs
      .filter(({ kind }) => kind === 'variable')
      .reduce((sum, { node }) => sum + bytesOf(graph.nodes[node]!.output), 0);
    const { atPeak } = planMemory(graph);
    return { ...atPeak, updates: atPeak.updates + kept };
  }

  prepare(graph: Graph): Program {
    const plannedPeakBytes = bytesOfParts(this.plan(graph));
    const program = { graph, index: this.programs.length, plannedPeakBytes };
    this.programs.push(program);
    return program;
  }

  async run(program: Program, feeds: Feeds): Promise<Map<string, HostTensor>> {
    return (await this.runAll(program, [feeds]))[0]!;
  }

  async runAll(program: Program, feeds: readonly Feeds[]): Promise<Map<string, HostTensor>[]> {
    const prepared = requirePrepared(this.programs, program);
    requireCommitted(prepared.graph, this.uncommitted !== null);
    this.requireInputs(prepared, feeds);
    if (this.dataSets.learn(feeds[0]!)) this.loaded = 0;
    const module = await this.load(prepared);
    const emitted = module.programs[prepared.index]!;
    for (const feed of feeds[0]!.values()) if (isRows(feed)) await this.keepOnDevice(feed);
    const runs = await Promise.all(feeds.map((one) => this.fedTo(emitted, one)));
    const fetches = [emitted.done, ...emitted.values.map((value) => value.name)];
    const { results, error } = await this.asCommitted(() => this.ask<Made>('runAll', { runs, fetches }));
    const outputs = results.map((values) => namedOutputs(prepared.graph, emitted, values));
    if (emitted.exchanged !== null) {
      // Each run is committed when the next one begins, whether or not that one succeeds.
      if (outputs.length > (error === undefined ? 1 : 0)) this.learn(prepared);
      this.uncommitted = error === undefined ? prepared : null;
    }
    if (error === undefined) return outputs;
    throw Interrupted.after(outputs, explained(new TensorflowMessage(error), this.description.device));
  }

  commit(): void {
    if (this.uncommitted) this.learn(this.uncommitted);
    this.uncommitted = null;
  }

  /** Registers the variables that the program gives a value, some of them for the first time. */
  private learn({ graph }: Prepared): void {
    for (const { kind, name, node } of graph.outputs)
      if (kind === 'variable') this.known.set(name, graph.nodes[node]!.output);
  }

  discard(): void {
    const exchange = this.exchange();
    this.uncommitted = null;
    if (exchange) this.inBackground(exchange);
  }

  /** Swaps the values of a run that waits for `commit` with those before it; null if none waits. */
  private exchange(): (() => Promise<unknown>) | null {
    const exchanged = this.uncommitted && this.module!.programs[this.uncommitted.index]!.exchanged;
    return exchanged ? () => this.thread.ask('run', { feeds: [], fetches: [exchanged] }) : null;
  }

  /** Runs `action` on the committed values of the variables. */
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
    const { graph } = requirePrepared(this.programs, program);
    const calls = eagerCalls(graph, this.description.precision);
    return this.ask<NonFinite | null>('trace', { calls, inputs: await this.inputValues(graph, feeds) });
  }

  async profile(program: Program, feeds: Feeds): Promise<NodeTime[]> {
    const { graph } = requirePrepared(this.programs, program);
    const calls = eagerCalls(graph, this.description.precision);
    return this.ask<NodeTime[]>('profile', { calls, inputs: await this.inputValues(graph, feeds) });
  }

  /** On a GPU, TensorFlow's calls return once the kernel is queued. */
  get timing(): Timing {
    return this.description.hardware === 'GPU' ? 'called' : 'finished';
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
    // TensorFlow's C library does not report it.
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.programs.length = 0;
    this.thread.stop();
  }

  /** A module with all prepared graphs. What the previous session holds on the device is moved into the new one. */
  private async load(program: Prepared): Promise<Module> {
    await this.settled();
    if (this.module && program.index < this.loaded) return this.module;
    const all = this.programs.map(({ graph }) => graph);
    const { graphs, packs } = this.packs ? pack(all) : { graphs: all, packs: [] };
    const module = emitModule(graphs, packs, this.dataSets.inBytes, this.description.precision);
    const { onHost, uncommitted } = this;
    const held = { module: this.module, onHost, resident: this.dataSets.fields, waiting: uncommitted?.graph ?? null };
    const directory = mkdtempSync(join(tmpdir(), 'ganspec-'));
    try {
      writeFileSync(join(directory, 'saved_model.pb'), encodeSavedModel(module.nodes));
      await this.ask('load', { directory, tag: TAG, fillings: fillings(module, all, held) });
    } finally {
      rmSync(directory, { recursive: true });
    }
    this.module = module;
    this.loaded = all.length;
    for (const name of module.variables.keys()) onHost.delete(name);
    return module;
  }

  private async keepOnDevice(feed: RowsFeed): Promise<void> {
    const value = await this.dataSets.missing(feed);
    if (!value) return;
    const stored = this.module!.data.get(feed.field)!;
    try {
      await this.ask('run', { feeds: [{ node: stored.value, value }], fetches: [stored.written] });
    } catch (error) {
      this.dataSets.forget(feed);
      throw error;
    }
  }

  private async fedTo(program: EmittedProgram, feeds: Feeds): Promise<Fed[]> {
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
      } else if (minibatch && isRows(feed)) fed.push(...(await this.dataSets.feedsOf(feed, minibatch, node)));
      else fed.push({ node, value: await hostValue(feed) });
    }
    if (draws > 0) {
      const value: HostTensor = { dtype: 'int32', shape: [program.draws.length, WORDS_OF_A_DRAW], data: words };
      fed.push({ node: program.drawWords, value });
    }
    return fed;
  }

  /** The values of all inputs of a graph, computed on the host. */
  private async inputValues(graph: Graph, feeds: Feeds): Promise<{ node: string; id: number; value: HostTensor }[]> {
    const names = graph.inputs.flatMap(({ source }) => (source.kind === 'variable' ? [source.variable] : []));
    const variables = await this.read(names);
    return Promise.all(
      graph.inputs.map(async ({ node, name, source }) => {
        const value = source.kind === 'variable' ? variables.get(source.variable)! : await hostValue(feeds.get(name)!);
        return { node: inputName(node), id: node, value };
      }),
    );
  }

  private requireInputs({ graph }: Prepared, feeds: readonly Feeds[]): void {
    for (const one of feeds) requireFeeds(graph, one);
    for (const { node, source } of graph.inputs) {
      if (source.kind !== 'variable') continue;
      const value = requireVariable(this.known, source.variable, graph);
      requireType(`variable \`${source.variable}\` of \`${graph.name}\``, value, graph.nodes[node]!.output);
    }
  }

  private inBackground(request: () => Promise<unknown>): void {
    this.background = this.background.then(async () => void (await request()));
    // `settled` reports it before the next request.
    this.background.catch(() => undefined);
  }

  private async settled(): Promise<void> {
    const { background } = this;
    this.background = Promise.resolve();
    await background.catch((error: unknown) => {
      throw explained(error, this.description.device);
    });
  }

  private async ask<Result>(request: string, given: object): Promise<Result> {
    await this.settled();
    try {
      return await this.thread.ask<Result>(request, given);
    } catch (error) {
      throw explained(error, this.description.device);
    }
  }
}

const copyOf = ({ dtype, shape, data }: HostTensor): HostTensor => ({ dtype, shape, data: data.slice() });

function namedOutputs(graph: Graph, program: EmittedProgram, values: readonly HostTensor[]): Map<string, HostTensor> {
  const [numbers, ...others] = values;
  const found = new Map<string, HostTensor>();
  program.scalars.forEach((name, i) =>
    found.set(name, { dtype: 'float32', shape: [], data: (numbers!.data as Float32Array).slice(i, i + 1) }),
  );
  program.values.forEach(({ output, type }, i) => found.set(output, { ...others[i]!, shape: type.shape }));
  return new Map(graph.outputs.flatMap(({ name, kind }) => (kind === 'value' ? [[name, found.get(name)!]] : [])));
}
