/** What gradient rules, layers and optimizers write their nodes with; `graph-semantics/build.ts` is the one there is. */
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

/** A graph in the making. Equal nodes (op, inputs, attributes) are one node. */
export interface GraphBuilder {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  /** Stamped on every node made from now on. */
  origin: Origin | undefined;
  scope: string | undefined;
  /** Adds one op. Throws if the op's own rule refuses the inputs: the checker should have said so before. */
  add(op: string, inputs: readonly NodeId[], attributes?: Attributes): NodeId;
  /** A value from outside; the same name gives the same node. */
  input(name: string, type: TensorType, source: InputSource): NodeId;
  /** A constant: one number filling `shape` (by default a scalar), or the values in row-major order. */
  constant(value: number | readonly number[], shape?: readonly number[], dtype?: DType): NodeId;
  output(name: string, node: NodeId, kind?: GraphOutput['kind']): void;
  type(id: NodeId): TensorType;
  shape(id: NodeId): readonly number[];
  node(id: NodeId): Node;
  build(): Graph;
}
