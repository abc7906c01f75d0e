/**
 * Assigns an optimizer's work to layers. Scopes only name the optimizer (`adam (d)`), so the layers are inferred from
 * the graph: whatever updates a weight belongs to that weight's layer.
 */
import type { Program } from '../../compiler/program/program.ts';
import type { Graph, Node, NodeId } from '../../compiler/graph/graph.ts';

export interface LayerPlace {
  readonly network: string;
  /** `dense(128)`, `residual(64)/conv2d(c)` */
  readonly layer: string;
}

/**
 * @param isUpdate whether a node is part of an update
 * @param layerOf the layer to which a node of a forward or backward pass belongs
 * @returns the layers of update nodes; those that serve several layers (learning rates, the gradient's norm) are left
 * out
 */
export function layersOfUpdates(
  program: Program,
  graph: Graph,
  isUpdate: (node: Node) => boolean,
  layerOf: (node: Node) => LayerPlace | null,
): Map<NodeId, LayerPlace> {
  const places = new Map<string, LayerPlace>();
  const known = ({ network, layer }: LayerPlace): LayerPlace => {
    const key = `${network}/${layer}`;
    const found = places.get(key) ?? { network, layer };
    places.set(key, found);
    return found;
  };
  const only = (candidates: readonly (LayerPlace | undefined)[]): LayerPlace | undefined => {
    const different = new Set(candidates);
    return different.size === 1 ? candidates[0] : undefined;
  };
  const isKnown = (place: LayerPlace | undefined): place is LayerPlace => place !== undefined;

  // Forward from the weights through whatever updates them; a weight that has been written is read through
  // StopGradient.
  const state = new Map<NodeId, LayerPlace>();
  const weights = layersOfWeights(program);
  for (const { node, source } of graph.inputs) {
    const place = source.kind === 'variable' ? weights.get(source.variable) : undefined;
    if (place) state.set(node, known(place));
  }
  const updates = graph.nodes.filter(isUpdate);
  const own = new Set(updates.map(({ id }) => id));
  for (const node of graph.nodes) {
    if (!own.has(node.id) && node.op !== 'StopGradient') continue;
    const place = only(node.inputs.map((input) => state.get(input)).filter(isKnown));
    if (place) state.set(node.id, place);
  }
  const found = new Map([...state].filter(([node]) => own.has(node)));

  // What is computed from gradients and slots belongs to the layer that uses it.
  const users = new Map<NodeId, NodeId[]>();
  for (const { id, inputs } of updates) for (const input of inputs) users.set(input, [...(users.get(input) ?? []), id]);
  for (const { id } of updates.toReversed()) {
    if (found.has(id)) continue;
    const place = only((users.get(id) ?? []).map((user) => found.get(user)).filter(isKnown));
    if (place) found.set(id, place);
  }

  // This leaves the gradient's norm: before the sum over all weights, it belongs to the layer of each gradient.
  for (const { id, inputs } of updates) {
    if (found.has(id)) continue;
    const from = inputs.map((input) => {
      const place = own.has(input) ? undefined : layerOf(graph.nodes[input]!);
      return found.get(input) ?? (place ? known(place) : undefined);
    });
    const place = only(from);
    if (place) found.set(id, place);
  }
  return found;
}

/** Keyed by path; an average counts towards the network that it follows. */
function layersOfWeights(program: Program): Map<string, LayerPlace> {
  return new Map(
    [...program.networks.values()].flatMap(({ name, averageOf, weights }) =>
      weights.map(({ path }) => {
        const layer = path.slice(name.length + 1, path.lastIndexOf('/'));
        return [path, { network: averageOf ?? name, layer }] as const;
      }),
    ),
  );
}
