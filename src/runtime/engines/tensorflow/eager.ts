/** A graph as steps that TensorFlow can make one by one, to look at each value or at the clock. */
import { GraphDefBuilder, type NodeDef } from '../../../compiler/emit/graph-def.ts';
import { emitNode } from '../../../compiler/emit/tensorflow-ops.ts';
import { sizeOf, type Graph, type NodeId } from '../../../compiler/graph/graph.ts';

export interface EagerStep {
  readonly node: NodeId;
  readonly defs: readonly NodeDef[];
  readonly result: string;
}

export const inputName = (node: NodeId): string => `input_${node}`;

export function eagerSteps({ nodes }: Graph): EagerStep[] {
  const b = new GraphDefBuilder('eager');
  const names: string[] = [];
  const steps: EagerStep[] = [];
  let from = 0;
  for (const node of nodes) {
    const { op, attributes, inputs, output } = node;
    if (op === 'Placeholder') names.push(inputName(node.id));
    else if (op === 'Const') {
      const value = attributes['value'] as number | readonly number[];
      const values = typeof value === 'number' ? [value] : value;
      names.push(b.constant(output.dtype, output.shape, sizeOf(output.shape) === 0 ? [] : values));
    } else {
      const types = inputs.map((input) => nodes[input]!.output);
      names.push(
        emitNode(
          b,
          node,
          types,
          inputs.map((input) => names[input]!),
        ),
      );
    }
    // A constant is made with the first that reads it.
    if (op === 'Placeholder' || op === 'Const') continue;
    steps.push({ node: node.id, defs: b.nodes.slice(from), result: names[node.id]! });
    from = b.nodes.length;
  }
  return steps;
}
