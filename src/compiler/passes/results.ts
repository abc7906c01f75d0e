/**
 * The gradient of ReLU, leaky or not, asks whether its input was positive, which is so exactly if the result is. Asking
 * the result lets the input die as soon as it is activated: a layer keeps one image for its backward pass instead of
 * two, and an engine can compute convolution, bias and activation as one.
 *
 * Exact for slopes above 0: multiplying by one keeps the sign (or gives 0, which is not positive either), and a NaN
 * remains NaN.
 */
import type { Graph, NodeId } from '../graph/graph.ts';
import { rewrite } from './rewrite.ts';

const activationOf: Readonly<Record<string, string>> = { ReluGrad: 'Relu', LeakyReluGrad: 'LeakyRelu' };

export function results(graph: Graph): Graph {
  const activated = new Map<string, NodeId>();
  return rewrite(graph, (site, node) => {
    const slope = node.attributes['alpha'] as number | undefined;
    if (slope !== undefined && !(slope > 0)) return null;
    const key = (op: string, input: NodeId) => `${op}(${input}, ${slope})`;
    if (node.op === 'Relu' || node.op === 'LeakyRelu') {
      activated.set(key(node.op, node.inputs[0]!), node.id);
      return null;
    }
    const activation = activationOf[node.op];
    if (activation === undefined) return null;
    const [gradient, features] = node.inputs as [NodeId, NodeId];
    const result = activated.get(key(activation, features));
    return result === undefined ? null : site.add(node, node.op, [gradient, result], node.attributes);
  });
}
