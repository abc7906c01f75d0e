/** Compares gradient nodes with central finite differences, in float64, of the scalar that they differentiate. */
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph, NodeId } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';

/** The error of central differences is about h² + 1e-16 / h, in units of the function; it is least near here. */
const h = 1e-5;

export interface Claim {
  /** The name of a graph input. */
  readonly input: string;
  /** Claimed to be ∂scalar/∂input. */
  readonly gradient: NodeId;
}

/**
 * @param tolerance relative to the largest entry of the gradient (or to 1)
 * @returns a sentence for each claim that is wrong
 */
export function wrongGradients(
  builder: GraphBuilder,
  scalar: NodeId,
  claims: readonly Claim[],
  feeds: ReadonlyMap<string, ReferenceTensor>,
  tolerance: number,
): string[] {
  const graphOf = (nodes: readonly { name: string; node: NodeId }[]): Graph => ({
    ...builder.build(),
    outputs: nodes.map(({ name, node }) => ({ name, node, kind: 'value' })),
  });
  const found = evaluateGraph(graphOf(claims.map(({ input, gradient }) => ({ name: input, node: gradient }))), feeds);
  // only what the scalar needs: this is evaluated twice for each element
  const valueGraph = graphOf([{ name: 'scalar', node: scalar }]);
  const value = { ...valueGraph, nodes: valueGraph.nodes.slice(0, scalar + 1) };
  const scalarAt = (point: ReadonlyMap<string, ReferenceTensor>) => evaluateGraph(value, point).get('scalar')!.data[0]!;

  return claims.flatMap(({ input }) => {
    const at = feeds.get(input)!;
    const gradient = found.get(input)!;
    if (gradient.shape.join() !== at.shape.join()) {
      return [`${input} is [${at.shape.join(', ')}], but its gradient [${gradient.shape.join(', ')}]`];
    }
    const expected = at.data.map((_, i) => {
      const moved = (step: number) => {
        const data = at.data.map((element, j) => (i === j ? element + step : element));
        return scalarAt(new Map(feeds).set(input, { shape: at.shape, data }));
      };
      return (moved(h) - moved(-h)) / (2 * h);
    });
    const scale = expected.reduce((most, element) => Math.max(most, Math.abs(element)), 1);
    // a NaN is not within any tolerance
    const right = expected.every((element, i) => Math.abs(element - gradient.data[i]!) <= tolerance * scale);
    if (right) return [];
    return [`gradient to ${input} is [${gradient.data.join(', ')}], by finite differences [${expected.join(', ')}]`];
  });
}
