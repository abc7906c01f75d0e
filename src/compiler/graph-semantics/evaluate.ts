/** The reference interpreter: the meaning of a graph, in float64, by the op table's own definitions. Slow and plain. */
import type { ReferenceTensor } from '../ops/op.ts';
import { opOf } from '../ops/table.ts';
import type { Graph, Node } from '../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../graph/graph.ts';
import { isLoop, loopOf } from '../ops/scan.ts';

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
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => values[id]!);
    values.push(node.op === 'Placeholder' ? fed(node, feeds) : evaluateNode(node, inputs));
  }
  return values;
}

/** The value of a node other than an input of the graph. */
export function evaluateNode(node: Node, inputs: readonly ReferenceTensor[]): ReferenceTensor {
  const data = isLoop(node) ? evaluateLoop(node, inputs) : opOf(node.op).evaluate(inputs, node.attributes, node.output);
  if (data.length !== sizeOf(node.output.shape)) {
    throw new Error(`${node.op} computed ${data.length} elements for ${formatType(node.output)}`);
  }
  return { shape: node.output.shape, data };
}

/** Step by step, as the loop is defined. */
function evaluateLoop({ attributes, output }: Node, inputs: readonly ReferenceTensor[]): Float64Array {
  const { body, length, reverse, carried, scanned, results } = loopOf(attributes);
  const value = new Float64Array(sizeOf(output.shape));
  const state = inputs.slice(0, carried);
  for (let i = 0; i < length; i++) {
    const step = reverse ? length - 1 - i : i;
    const feeds = body.inputs.map(({ name }, at): [string, ReferenceTensor] => {
      if (at < carried) return [name, state[at]!];
      const input = inputs[at]!;
      return [name, at < carried + scanned ? atStep(input, step) : input];
    });
    const values = evaluateNodes(body, new Map(feeds));
    results.forEach(({ node, start }, at) => {
      const { data } = values[node]!;
      if (at >= carried) value.set(data, start + step * data.length);
      else state[at] = values[node]!;
    });
  }
  results.slice(0, carried).forEach(({ start }, at) => value.set(state[at]!.data, start));
  return value;
}

function atStep({ shape, data }: ReferenceTensor, step: number): ReferenceTensor {
  const one = shape.slice(1);
  const size = sizeOf(one);
  return { shape: one, data: data.slice(step * size, (step + 1) * size) };
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
