/** A graph as steps for TensorFlow to run one by one, to check or time each of them. Loops are unrolled. */
import { roundingFactors } from '../../../compiler/emit/bfloat16.ts';
import { GraphDefBuilder, type NodeDef } from '../../../compiler/emit/graph-def.ts';
import { emitStepOf, resultIndex, type Names } from '../../../compiler/emit/tensorflow-loop.ts';
import { emitNode } from '../../../compiler/emit/tensorflow-ops.ts';
import type { Graph, Node, NodeId } from '../../../compiler/graph/graph.ts';
import { isLoop, loopOf, type Loop } from '../../../compiler/ops/scan.ts';
import type { Precision } from '../../precision.ts';

export interface EagerStep {
  /** A node of the graph; what a loop computes belongs to the loop. */
  readonly node: NodeId;
  readonly defs: readonly NodeDef[];
  readonly result: string;
}

export const inputName = (node: NodeId): string => `input_${node}`;

export function eagerSteps({ nodes }: Graph, precision: Precision): EagerStep[] {
  const steps = new Steps();
  const names: Names = [];
  for (const { id, op } of nodes) if (op === 'Placeholder') names[id] = inputName(id);
  steps.run(nodes, names, null);
  if (precision !== 'bf16') return steps.made;
  const rounded = roundingFactors();
  return steps.made.map((step) => ({ ...step, defs: rounded(step.defs) }));
}

class Steps {
  readonly made: EagerStep[] = [];
  private readonly builder = new GraphDefBuilder('eager');
  private from = 0;

  /** @param loop the node of the graph to which these nodes belong, if they are the body of a loop */
  run(nodes: readonly Node[], names: Names, loop: NodeId | null): void {
    const { builder: b } = this;
    const results = new Map<NodeId, readonly string[]>();
    for (const node of nodes) {
      if (node.op === 'Placeholder') continue;
      const of = loop ?? node.id;
      const inputs = node.inputs.map((input) => names[input]!);
      const found = node.op === 'ScanResult' ? results.get(node.inputs[0]!) : undefined;
      if (isLoop(node)) results.set(node.id, this.unroll(loopOf(node.attributes), inputs, of));
      else if (found) names[node.id] = found[resultIndex(nodes[node.inputs[0]!]!, node)]!;
      else {
        const types = node.inputs.map((input) => nodes[input]!.output);
        names[node.id] = emitNode(b, node, types, inputs);
        // A constant becomes part of the next step.
        if (node.op !== 'Const') this.end(of, names[node.id]!);
      }
    }
  }

  private unroll({ length, reverse, carried, scanned, body, results }: Loop, inputs: readonly string[], of: NodeId) {
    const { builder: b } = this;
    const stacked = results.slice(carried).map((): string[] => []);
    let state = inputs.slice(0, carried);
    for (let i = 0; i < length; i++) {
      const step = reverse ? length - 1 - i : i;
      const names: Names = [];
      body.inputs.forEach(({ node }, at) => {
        const input = at < carried ? state[at]! : inputs[at]!;
        const isScanned = at >= carried && at < carried + scanned;
        names[node] = isScanned ? emitStepOf(b, input, b.integer(step), body.nodes[node]!.output.dtype) : input;
        if (isScanned) this.end(of, names[node]);
      });
      this.run(body.nodes, names, of);
      state = results.slice(0, carried).map(({ node }) => names[node]!);
      stacked.forEach((rows, at) => (rows[step] = names[results[carried + at]!.node]!));
    }
    const attrs = { N: { i: length }, T: { type: 'float32' }, axis: { i: 0 } } as const;
    return [
      ...state,
      ...stacked.map((rows) => {
        const whole = b.add('Pack', rows, attrs);
        this.end(of, whole);
        return whole;
      }),
    ];
  }

  /** What has been added since the last step is one. */
  private end(node: NodeId, result: string): void {
    const { nodes } = this.builder;
    this.made.push({ node, defs: nodes.slice(this.from), result });
    this.from = nodes.length;
  }
}
