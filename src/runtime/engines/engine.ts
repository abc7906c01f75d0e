/**
 * The interface of all engines. An engine keeps the variables of a run on its device and runs graphs on them;
 * everything else (what to feed, when to save) is left to the training loop.
 */
import type { Distribution, Graph, NodeId } from '../../compiler/graph/graph.ts';
import type { MemoryParts } from '../../compiler/passes/plan-memory.ts';
import type { DataSource } from '../data/source.ts';
import type { Precision } from '../precision.ts';
import type { RandomKey } from '../random.ts';
import type { HostTensor, StoredTensor } from '../host-tensor.ts';

export type { HostTensor } from '../host-tensor.ts';

/** A draw, which an engine makes on its device if it can. */
export interface RandomFeed {
  readonly kind: 'random';
  readonly distribution: Distribution;
  readonly shape: readonly number[];
  readonly key: RandomKey;
}

/** Rows of a data set, which an engine may store on its device. */
export interface RowsFeed {
  readonly kind: 'rows';
  readonly source: DataSource;
  readonly field: string;
  readonly indices: Int32Array;
  /** The rows themselves, fetched once for all fields of a minibatch. Rejects if they cannot be. */
  readonly rows: () => Promise<StoredTensor>;
}

/** A value for an input of a graph, or the recipe for one. */
export type Feed = HostTensor | RandomFeed | RowsFeed;
export type Feeds = ReadonlyMap<string, Feed>;

export interface EngineDevice {
  /** `wasm`, `cpu`, … */
  readonly engine: string;
  /** The actual hardware: `2 CPU threads, SIMD`. */
  readonly device: string;
  /** `software`: a GPU's interface, but computed on the CPU. */
  readonly hardware: 'GPU' | 'CPU' | 'software';
  readonly precision: Precision;
  readonly version: string;
}

/** A graph prepared for one engine. */
export interface Program {
  readonly graph: Graph;
  /** The peak of bytes alive at once, as the plan predicts it: inputs, variables, intermediates and workspace. */
  readonly plannedPeakBytes: number;
}

/** A node of a loop's body, in one of its steps, which are counted from 0 along the sequence, also by a loop that goes back. */
export interface InStep {
  readonly step: number;
  readonly node: NodeId;
}

/** The origin of the first NaN or infinity in a run of a graph. */
export interface NonFinite {
  readonly node: NodeId;
  /** If the node is a loop: where in its body; the first is in the loop, the next in the loop that this one is, and so on. */
  readonly within?: readonly InStep[];
  readonly kind: 'NaN' | 'infinity';
}

/**
 * How kernels are timed:
 * - `device`: by the device's own clock;
 * - `finished`: by the host's clock, until the device has finished the kernel;
 * - `called`: by the host's clock, until the kernel's call returns; a GPU may still have to compute it.
 */
export type Timing = 'device' | 'finished' | 'called';

/** The time that a node's kernel took. */
export interface NodeTime {
  readonly node: NodeId;
  readonly milliseconds: number;
}

/** Values of variables that later runs do not change. The device may hold both until `dispose`. */
export interface Snapshot {
  readonly names: readonly string[];
  /** Copies a variable to the host; the copy is the caller's. */
  read(name: string): Promise<HostTensor>;
  dispose(): void;
}

export interface Engine {
  readonly description: EngineDevice;
  /** How `profile` times kernels. */
  readonly timing: Timing;
  /** Whether data sets are kept on the device, if `residentBytes` allows it. */
  readonly keepsData: boolean;
  /** Sets variables, creating those that are new. */
  write(variables: ReadonlyMap<string, HostTensor>): void;
  /** Copies variables to the host; all of them if no names are given. */
  read(names?: readonly string[]): Promise<Map<string, HostTensor>>;
  /** All variables as they are now, to be read one by one while runs go on. */
  snapshot(): Promise<Snapshot>;
  /** What a run of a graph holds at its peak, including the variables that it reads. Allocates nothing. */
  plan(graph: Graph): MemoryParts;
  prepare(graph: Graph): Program;
  /**
   * Runs a graph: `feeds` by input name, for all inputs that are not variables. Returns the `value` outputs; the
   * `variable` outputs are held until `commit` replaces the variables with them (or `discard` drops them), so that a
   * step whose losses are not finite can be examined and leaves the weights as they were. A run that fails leaves
   * everything as it was, with nothing to commit.
   */
  run(program: Program, feeds: Feeds): Promise<Map<string, HostTensor>>;
  /**
   * Runs a graph once for each of several feeds, committing in between, so that steps between which the host has
   * nothing to do need not return to it. Ends early after a run with a value that is not finite. The last run awaits
   * `commit` or `discard`, as after `run`. If one fails, those before it are committed, and an `Interrupted` with their
   * results is thrown; if the first one fails, whatever `run` would throw. If rows cannot be fetched, no run is made.
   */
  runAll(program: Program, feeds: readonly Feeds[]): Promise<Map<string, HostTensor>[]>;
  commit(): void;
  discard(): void;
  /**
   * Runs the graph again, checking every value, also in the steps of loops: returns the first node, in the order of
   * computation, whose inputs are finite and whose output is not.
   */
  trace(program: Program, feeds: Feeds): Promise<NonFinite | null>;
  /** Runs the graph again, timing every kernel; nothing is committed and no outputs are returned. */
  profile(program: Program, feeds: Feeds): Promise<NodeTime[]>;
  /** How many values are alive on the device; the same after every step. */
  liveTensors(): number;
  /** The peak of bytes alive at once since `resetPeak`; null if the engine cannot tell. */
  peakBytes(): number | null;
  resetPeak(): void;
  /** The bytes that can be allocated on the device now; null if unknown. */
  memoryBytes(): number | null;
  /** Frees everything, threads included. */
  dispose(): void;
}
