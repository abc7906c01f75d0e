/**
 * One interface, one small file per engine. An engine keeps the variables of a run on its device and runs graphs over
 * them; everything else (what to feed, when to save) is the training loop's business.
 */
import type { Distribution, Graph, NodeId } from '../../compiler/graph/graph.ts';
import type { DataSource } from '../data/source.ts';
import type { RandomKey } from '../random.ts';
import type { HostTensor } from '../host-tensor.ts';

export type { HostTensor } from '../host-tensor.ts';

/** A draw, which an engine makes on its device where it can. */
export interface RandomFeed {
  readonly kind: 'random';
  readonly distribution: Distribution;
  readonly shape: readonly number[];
  readonly key: RandomKey;
}

/** Rows of a data set, which an engine may keep on its device. */
export interface RowsFeed {
  readonly kind: 'rows';
  readonly source: DataSource;
  readonly field: string;
  readonly indices: Int32Array;
  /** The rows themselves; made once for all fields of a minibatch. */
  readonly rows: () => HostTensor;
}

/** What goes into an input of a graph: a value, or how it is to be made. */
export type Feed = HostTensor | RandomFeed | RowsFeed;
export type Feeds = ReadonlyMap<string, Feed>;

export interface EngineDevice {
  /** `wasm`, `cpu`, … */
  readonly engine: string;
  /** What it really runs on: `2 CPU threads, SIMD`. */
  readonly device: string;
  /** `software` is a GPU's interface computed on the CPU. */
  readonly hardware: 'GPU' | 'CPU' | 'software';
  readonly version: string;
}

/** A graph made ready for one engine. */
export interface Program {
  readonly graph: Graph;
  /** Bytes alive at once when the most are, as the plan predicts: inputs, variables, intermediates and workspace. */
  readonly plannedPeakBytes: number;
}

/** Where the first NaN or infinity of a run of a graph appeared. */
export interface NonFinite {
  readonly node: NodeId;
  readonly kind: 'NaN' | 'infinity';
}

/** How long a node's kernel took. */
export interface NodeTime {
  readonly node: NodeId;
  readonly milliseconds: number;
}

export interface Engine {
  readonly description: EngineDevice;
  /** Puts values into variables, making them if they are new. */
  write(variables: ReadonlyMap<string, HostTensor>): void;
  /** Copies variables out; all of them if no names are given. */
  read(names?: readonly string[]): Promise<Map<string, HostTensor>>;
  prepare(graph: Graph): Program;
  /**
   * Runs a graph: `feeds` by input name, for all inputs that are not variables. The `value` outputs come back; the
   * `variable` outputs are held until `commit` replaces the variables by them (or `discard` drops them), so that a
   * step whose losses are not finite can be looked into and leaves the weights as they were. A run that fails leaves
   * everything as it was, and nothing waits.
   */
  run(program: Program, feeds: Feeds): Promise<Map<string, HostTensor>>;
  /**
   * Runs a graph once for each of several feeds, committing in between: what needs nothing of the host from step to step
   * need not come back to it. Ends early after a run with a value that is not finite. The last run waits for `commit` or
   * `discard`, as after `run`. Where one fails, those before it are committed, and an `Interrupted` is thrown with what they
   * gave; if it is the first, what `run` throws.
   */
  runAll(program: Program, feeds: readonly Feeds[]): Promise<Map<string, HostTensor>[]>;
  commit(): void;
  discard(): void;
  /** Runs again, looking at every value: the first node whose inputs are finite and whose output is not. */
  trace(program: Program, feeds: Feeds): Promise<NonFinite | null>;
  /** Runs again, timing every kernel; nothing is committed and nothing comes back. */
  profile(program: Program, feeds: Feeds): Promise<NodeTime[]>;
  /** How many values are alive on the device: constant from step to step. */
  liveTensors(): number;
  /** Bytes of the most that were alive at once since `resetPeak`; null where the engine cannot tell. */
  peakBytes(): number | null;
  resetPeak(): void;
  /** Bytes that may be taken on the device now; null where that is unknown. */
  memoryBytes(): number | null;
  /** Frees everything, threads included. */
  dispose(): void;
}
