/** A graph as steps for TensorFlow to run one by one, to check or time each of them. */
import { GraphDefBuilder, type NodeDef } from '../../../compiler/emit/graph-def.ts';
import { emitNode } from '../../../compiler/emit/tensorflow-ops.ts';
import type { Graph, NodeId } from '../../../compiler/graph/graph.ts';

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
    const { op, inputs } = node;
    if (op === 'Placeholder') {
      names.push(inputName(node.id));
      continue;
    }
    const types = inputs.map((input) => nodes[input]!.output);
    const read = inputs.map((input) => names[input]!);
    names.push(emitNode(b, node, types, read));
    // A constant becomes part of the next step.
    if (op === 'Const') continue;
    steps.push({ node: node.id, defs: b.nodes.slice(from), result: names[node.id]! });
    from = b.nodes.length;
  }
  return steps;
}
