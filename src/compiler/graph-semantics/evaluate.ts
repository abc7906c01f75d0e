/** The reference interpreter: the meaning of a graph, in float64, by the op table's own definitions. Slow and plain. */
import type { ReferenceTensor } from '../ops/op.ts';
import { opOf } from '../ops/table.ts';
import type { Graph, Node } from '../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../graph/graph.ts';

/**
 * @param feeds values by input name
 * @returns values by output name
 * @throws if an input is not fed, or is fed with the wrong shape
 */
export function evaluateGraph(graph: Graph, feeds: ReadonlyMap<string, ReferenceTensor>): Map<string, ReferenceTensor> {
  const values = evaluateNodes(graph, feeds);
  return new Map(graph.outputs.map((output) => [output.name, values[output.node]!]));
}

/** The values of all nodes, in node order. */
export function evaluateNodes(graph: Graph, feeds: ReadonlyMap<string, ReferenceTensor>): ReferenceTensor[] {
  const values: ReferenceTensor[] = [];
  for (const node of graph.nodes) values.push(node.op === 'Placeholder' ? fed(node, feeds) : compute(node, values));
  return values;
}

function compute(node: Node, values: readonly ReferenceTensor[]): ReferenceTensor {
  const inputs = node.inputs.map((id) => values[id]!);
  const data = opOf(node.op).evaluate(inputs, node.attributes, node.output);
  if (data.length !== sizeOf(node.output.shape)) {
    throw new Error(`${node.op} computed ${data.length} elements for ${formatType(node.output)}`);
  }
  return { shape: node.output.shape, data };
}

function fed(node: Node, feeds: ReadonlyMap<string, ReferenceTensor>): ReferenceTensor {
  const name = node.attributes['name'] as string;
  const value = feeds.get(name);
  if (!value) throw new Error(`no value for input \`${name}\`: ${formatType(node.output)}`);
  if (!sameShape(value.shape, node.output.shape)) {
    throw new Error(`input \`${name}\` is ${formatType(node.output)}, but was given [${value.shape.join(', ')}]`);
  }
  return value;
}
