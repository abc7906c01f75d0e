/** A graph that is ready to run: what to call, in which order, and what to free after each call. */
import type { NodeId, TensorType } from '../../compiler/graph/graph.ts';
import type { FusedGraph } from '../../compiler/passes/fuse.ts';
import type { Program } from './engine.ts';
import type { Kernel, Tensor } from './kernels/kernel.ts';

/** One kernel call, with everything decided except the values. */
export interface Instruction {
  readonly node: NodeId;
  readonly kernel: Kernel;
  readonly inputs: readonly NodeId[];
  /** Values that no later instruction reads. */
  readonly release: readonly NodeId[];
}

export interface Prepared extends Program {
  /** The graph that is executed: `graph`, with runs of elementwise nodes fused if the device can do so. */
  readonly fused: FusedGraph;
  readonly instructions: readonly Instruction[];
  readonly constants: ReadonlyMap<NodeId, Tensor>;
  readonly loops: ReadonlyMap<NodeId, PreparedLoop>;
  readonly fed: readonly {
    readonly node: NodeId;
    readonly name: string;
    readonly type: TensorType;
    readonly unused: boolean;
  }[];
  readonly variables: readonly { readonly node: NodeId; readonly name: string; readonly type: TensorType }[];
  /** Names of the variables that it assigns. */
  readonly changed: readonly string[];
}

/** A step of a loop that is running. */
export interface RunningStep {
  readonly step: number;
  /** Runs the kernels of the body, as the caller iterates: to the end, or the loop ends here. */
  readonly computed: Iterable<Computed>;
}

export interface PreparedLoop {
  readonly body: Prepared;
  /** Runs the loop step by step, as the caller iterates, and fills its value. */
  readonly run: (inputs: readonly Tensor[], value: Tensor) => Iterable<RunningStep>;
}

/** A value that has just been computed or given; it is valid until the next one is requested. */
export interface Computed {
  readonly node: NodeId;
  readonly value: Tensor;
  readonly inputs: readonly Tensor[];
}
