/** A graph that is ready to run: what to call, in which order, and what to free after each call. */
import type { NodeId, TensorType } from '../../compiler/graph/graph.ts';
import type { FusedGraph } from '../../compiler/passes/fuse.ts';
import type { Program } from './engine.ts';
import type { Kernel, Tensor } from './kernels/kernel.ts';
import type { PreparedLoop } from './loop.ts';

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
