/**
 * Runs graphs: kernels one after another in planned order, each value disposed after its last use. No tape, no
 * scopes.
 */
import type { DType, Graph, NodeId } from '../../compiler/graph/graph.ts';
import type { MemoryParts } from '../../compiler/passes/plan-memory.ts';
import type { StoredTensor } from '../host-tensor.ts';
import { Interrupted } from '../interrupted.ts';
import type {
  Engine,
  EngineDevice,
  Feeds,
  HostTensor,
  NodeTime,
  NonFinite,
  Program,
  Snapshot,
  Timing,
} from './engine.ts';
import { disposeLive, execute, type Live } from './execute.ts';
import { allFinite, fetched, madeOnHost, type FetchedFeed } from './feed.ts';
import type { Target, Tensor } from './kernels/kernel.ts';
import { timeOnHost } from './laps.ts';
import type { Ledger } from './ledger.ts';
import { disposeConstants, planned, prepare } from './prepare.ts';
import type { Computed, Prepared } from './prepared.ts';
import {
  requireCommitted,
  requireData,
  requireFeeds,
  requirePrepared,
  requireType,
  requireVariable,
} from './requirements.ts';
import { firstNonFinite } from './trace.ts';

export interface Backend {
  readonly target: Target;
  readonly ledger: Ledger;
  readonly description: EngineDevice;
  readonly close: () => void;
  /** The value of `Engine.memoryBytes`; omitted if unknown. */
  readonly memoryBytes?: () => number | null;
}

/** Feeds that have been checked and, if they are read, fetched. */
type Given = ReadonlyMap<string, FetchedFeed>;

export class Executor implements Engine {
  readonly description: EngineDevice;
  readonly timing: Timing;
  readonly keepsData = false;
  private readonly target: Target;
  private readonly ledger: Ledger;
  readonly memoryBytes: () => number | null;
  private readonly close: () => void;
  private readonly variables = new Map<string, Tensor>();
  /** New values of variables, from a run that has been neither committed nor discarded. */
  private readonly pending = new Map<string, Tensor>();
  private readonly programs = new Set<Prepared>();
  private disposed = false;

  constructor({ target, ledger, description, close, memoryBytes }: Backend) {
    this.target = target;
    this.timing = target.timeLaps ? 'device' : 'finished';
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

  /** Runs put new values in the place of variables and change none, so it is enough to keep these. */
  async snapshot(): Promise<Snapshot> {
    const kept = new Map([...this.variables].map(([name, value]) => [name, this.target.share(value, value.shape)]));
    return {
      names: [...kept.keys()],
      read: async (name) => (await this.download([requireVariable(kept, name)]))[0]!,
      dispose: () => {
        // The engine, if it is disposed already, has taken its memory along.
        if (!this.disposed) for (const value of kept.values()) this.target.dispose(value);
        kept.clear();
      },
    };
  }

  plan(graph: Graph): MemoryParts {
    return planned(this.target, graph).plan.atPeak;
  }

  prepare(graph: Graph): Program {
    const prepared = prepare(this.target, graph);
    this.programs.add(prepared);
    return prepared;
  }

  async run(program: Program, feeds: Feeds): Promise<Map<string, HostTensor>> {
    return (await this.runAll(program, [feeds]))[0]!;
  }

  /** Starts all runs before waiting for results, so that an asynchronous device is never idle. */
  async runAll(program: Program, feeds: readonly Feeds[]): Promise<Map<string, HostTensor>[]> {
    const prepared = requirePrepared(this.programs, program);
    const { graph, changed } = prepared;
    requireCommitted(graph, this.pending.size > 0);
    const given = await Promise.all(feeds.map((one) => this.given(prepared, one)));
    if (this.target.ready) await this.target.ready();
    const before = this.keep(given.length > 1 ? changed : []);
    try {
      const made = await this.results(prepared, given).then(
        (results) => ({ results }),
        (failure: unknown) => ({ failure }),
      );
      if ('results' in made) {
        const { results } = made;
        const bad = results.findIndex((result) => !allFinite(result));
        if (bad === -1 || bad === results.length - 1) return results;
        if (changed.length === 0) return results.slice(0, bad + 1);
      }
      if (changed.length > 0) this.putBack(before);
      if (given.length === 1 && 'failure' in made) throw made.failure;
      // Later runs started from the values of the bad one: run again, one by one, and stop there.
      const again = await this.runOneByOne(prepared, given);
      if ('results' in made || !again.every(allFinite)) return again;
      // One by one, none of them fails, but the first failure still has to be reported.
      if (changed.length > 0) this.commit();
      throw Interrupted.after(again, made.failure);
    } finally {
      for (const value of before.values()) if (value) this.target.dispose(value);
    }
  }

  private async runOneByOne(prepared: Prepared, feeds: readonly Given[]): Promise<Map<string, HostTensor>[]> {
    const changes = prepared.changed.length > 0;
    const done: Map<string, HostTensor>[] = [];
    for (const one of feeds) {
      if (changes) this.commit();
      try {
        done.push(...(await this.results(prepared, [one])));
      } catch (error) {
        if (changes) this.discard();
        throw Interrupted.after(done, error);
      }
      if (!allFinite(done.at(-1)!)) return done;
    }
    return done;
  }

  private async results(program: Prepared, feeds: readonly Given[]): Promise<Map<string, HostTensor>[]> {
    const read = program.graph.outputs.filter(({ kind }) => kind === 'value');
    const started: Tensor[][] = [];
    let downloading: Promise<HostTensor[]>;
    try {
      for (const one of feeds) {
        if (started.length > 0 && program.changed.length > 0) this.commit();
        started.push(this.start(program, one));
      }
      downloading = this.download(started.flat());
    } finally {
      for (const value of started.flat()) this.target.dispose(value);
    }
    const values = await downloading;
    return feeds.map((_, i) => new Map(read.map(({ name }, j) => [name, values[i * read.length + j]!])));
  }

  /** Returns the `value` outputs, which the caller owns; new values of variables become pending. */
  private start(program: Prepared, feeds: Given): Tensor[] {
    const values = this.live(program);
    try {
      for (const _ of this.steps(program, feeds, values));
      const read: Tensor[] = [];
      for (const { kind, name, node } of program.fused.graph.outputs) {
        const value = this.target.share(values[node]!, values[node]!.shape);
        if (kind === 'value') read.push(value);
        else this.pending.set(name, value);
      }
      return read;
    } finally {
      disposeLive(this.target, values);
    }
  }

  /** The variables' current values, to be put back later: null for those not set yet. The caller disposes of them. */
  private keep(names: readonly string[]): Map<string, Tensor | null> {
    const kept = (value: Tensor | undefined) => (value ? this.target.share(value, value.shape) : null);
    return new Map(names.map((name) => [name, kept(this.variables.get(name))]));
  }

  private putBack(kept: ReadonlyMap<string, Tensor | null>): void {
    this.discard();
    for (const [name, value] of kept) {
      const now = this.variables.get(name);
      if (now) this.target.dispose(now);
      if (value) this.variables.set(name, this.target.share(value, value.shape));
      else this.variables.delete(name);
    }
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
    const given = await this.given(prepared, feeds);
    // Unfused, to find the exact node.
    const single = prepare(this.target, prepared.graph, null);
    const values = this.live(single);
    try {
      if (this.target.ready) await this.target.ready();
      return await firstNonFinite(this.target, single.loops, this.steps(single, given, values));
    } finally {
      disposeLive(this.target, values);
      disposeConstants(this.target, single);
    }
  }

  async profile(program: Program, feeds: Feeds): Promise<NodeTime[]> {
    const prepared = requirePrepared(this.programs, program);
    const given = await this.given(prepared, feeds);
    const { fused } = prepared;
    const { target } = this;
    const nodes: NodeId[] = [];
    const values = this.live(prepared);
    const timeLaps = target.timeLaps ?? timeOnHost(target.settled?.bind(target));
    try {
      if (target.ready) await target.ready();
      const laps = await timeLaps(async (lap) => {
        for (const { node } of this.steps(prepared, given, values)) {
          await lap();
          nodes.push(node);
        }
      });
      return nodes.flatMap((node, i) => {
        if (fused.graph.nodes[node]!.op === 'Placeholder') return [];
        return [{ node: fused.originals[node]!, milliseconds: laps[i]! }];
      });
    } finally {
      disposeLive(this.target, values);
    }
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
    for (const program of this.programs) disposeConstants(this.target, program);
    this.programs.clear();
    this.close();
  }

  /** Feeds that are never read are left out. */
  private async given({ graph, fed }: Prepared, feeds: Feeds): Promise<Given> {
    const required = requireFeeds(graph, feeds);
    const read = fed.filter(({ unused }) => !unused);
    return new Map(
      await Promise.all(read.map(async ({ name }) => [name, await fetched(required.get(name)!)] as const)),
    );
  }

  private live({ fused }: Prepared): Live {
    return Array.from<Tensor | undefined>({ length: fused.graph.nodes.length });
  }

  /** Runs the program one instruction at a time, as the caller iterates; the caller disposes what is left in `values`. */
  private steps(program: Prepared, feeds: Given, values: Live): Generator<Computed> {
    this.bindInputs(program, feeds, values);
    return execute(this.target, program, values);
  }

  /** Puts feeds and variables into `values`. */
  private bindInputs(program: Prepared, given: Given, values: Live): void {
    const { graph, fed, variables } = program;
    for (const { node, name, type } of variables) {
      const value = requireVariable(this.variables, name, graph);
      requireType(`variable \`${name}\` of \`${graph.name}\``, value, type);
      values[node] = this.target.share(value, value.shape);
    }
    for (const { node, name, type, unused } of fed) {
      if (unused) continue;
      const value = madeOnHost(given.get(name)!);
      requireType(`the feed \`${name}\` of \`${graph.name}\``, value, type);
      values[node] = this.upload(`the feed \`${name}\``, value);
    }
  }

  private upload(what: string, value: StoredTensor): Tensor {
    requireData(what, value);
    return this.target.upload(value);
  }

  private async download(tensors: readonly Tensor[]): Promise<HostTensor[]> {
    const types = tensors.map(({ dtype, shape }) => ({ dtype: dtype as DType, shape }));
    const values = await this.target.download(tensors);
    return types.map((type, i) => ({ ...type, data: values[i]! }));
  }
}
