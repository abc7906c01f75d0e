import { opOf } from '../ops/table.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type {
  Attributes,
  Graph,
  GraphInput,
  GraphOutput,
  InputSource,
  Node,
  NodeId,
  Origin,
  TensorType,
} from '../graph/graph.ts';

/**
 * An empty graph, to be built node by node. Equal nodes (op, inputs, attributes) are one node, so that whatever is
 * written twice and unchanged in between, such as `G(z)` in both losses, is computed once.
 */
export const startGraph = (name: string): GraphBuilder => new TypedGraph(name);

/** Gives every node the type that its op's rule infers. */
class TypedGraph implements GraphBuilder {
  readonly nodes: Node[] = [];
  readonly inputs: GraphInput[] = [];
  readonly outputs: GraphOutput[] = [];
  readonly name: string;
  origin: Origin | undefined;
  scope: string | undefined;

  private readonly known = new Map<string, NodeId>();
  private readonly inputsByName = new Map<string, NodeId>();

  constructor(name: string) {
    this.name = name;
  }

  add(op: string, inputs: readonly NodeId[], attributes: Attributes = {}): NodeId {
    const key = `${op}|${inputs.join(',')}|${JSON.stringify(attributes)}`;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const output = opOf(op).infer(
      inputs.map((id) => this.type(id)),
      attributes,
    );
    const id = this.push(op, inputs, attributes, output);
    this.known.set(key, id);
    return id;
  }

  input(name: string, type: TensorType, source: InputSource): NodeId {
    const found = this.inputsByName.get(name);
    if (found !== undefined) return found;
    const id = this.push('Placeholder', [], { name, dtype: type.dtype, shape: type.shape }, type);
    this.inputs.push({ node: id, name, source });
    this.inputsByName.set(name, id);
    return id;
  }

  constant(
    value: number | readonly number[],
    shape: readonly number[] = [],
    dtype: TensorType['dtype'] = 'float32',
  ): NodeId {
    return this.add('Const', [], { value, shape, dtype });
  }

  output(name: string, node: NodeId, kind: GraphOutput['kind'] = 'value'): void {
    this.outputs.push({ node, name, kind });
  }

  type(id: NodeId): TensorType {
    return this.nodes[id]!.output;
  }

  shape(id: NodeId): readonly number[] {
    return this.nodes[id]!.output.shape;
  }

  node(id: NodeId): Node {
    return this.nodes[id]!;
  }

  build(): Graph {
    return {
      version: 1,
      name: this.name,
      nodes: [...this.nodes],
      inputs: [...this.inputs],
      outputs: [...this.outputs],
    };
  }

  private push(op: string, inputs: readonly NodeId[], attributes: Attributes, output: TensorType): NodeId {
    const id = this.nodes.length;
    this.nodes.push({
      id,
      op,
      inputs,
      attributes,
      output,
      ...(this.origin && { origin: this.origin }),
      ...(this.scope !== undefined && { scope: this.scope }),
    });
    return id;
  }
}
