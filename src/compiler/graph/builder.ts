/**
 * The interface through which gradient rules, layers and optimizers write their nodes; implemented in
 * `graph-semantics/build.ts`.
 */
import type {
  Attributes,
  DType,
  Graph,
  GraphInput,
  GraphOutput,
  InputSource,
  Node,
  NodeId,
  Origin,
  TensorType,
} from './graph.ts';

/** A graph under construction. Equal nodes (op, inputs, attributes) are one node. */
export interface GraphBuilder {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  /** Recorded on every node added from now on. */
  origin: Origin | undefined;
  scope: string | undefined;
  /** Adds one op. Throws if the op's own rule refuses the inputs, which the checker should have reported before. */
  add(op: string, inputs: readonly NodeId[], attributes?: Attributes): NodeId;
  /** A value from outside; the same name always gives the same node. */
  input(name: string, type: TensorType, source: InputSource): NodeId;
  /** A constant: one number filling `shape` (a scalar by default), or the values in row-major order. */
  constant(value: number | readonly number[], shape?: readonly number[], dtype?: DType): NodeId;
  output(name: string, node: NodeId, kind?: GraphOutput['kind']): void;
  type(id: NodeId): TensorType;
  shape(id: NodeId): readonly number[];
  node(id: NodeId): Node;
  build(): Graph;
}
