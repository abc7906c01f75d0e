/** A graph as calls for TensorFlow to run one by one, to check or time each of them. Loops are unrolled. */
import { roundingFactors } from '../../../compiler/emit/bfloat16.ts';
import { GraphDefBuilder, type NodeDef } from '../../../compiler/emit/graph-def.ts';
import { emitStepOf, resultIndex, type Names } from '../../../compiler/emit/tensorflow-loop.ts';
import { emitNode } from '../../../compiler/emit/tensorflow-ops.ts';
import type { Graph, Node, NodeId } from '../../../compiler/graph/graph.ts';
import { isLoop, loopOf, type Loop } from '../../../compiler/ops/scan.ts';
import type { NonFinite } from '../engine.ts';
import type { Precision } from '../../precision.ts';

/** One value that TensorFlow computes by itself. */
export interface EagerCall extends Pick<NonFinite, 'node' | 'within'> {
  readonly defs: readonly NodeDef[];
  readonly result: string;
}

export const inputName = (node: NodeId): string => `input_${node}`;

export function eagerCalls({ nodes }: Graph, precision: Precision): EagerCall[] {
  const calls = new Calls();
  const names: Names = [];
  for (const { id, op } of nodes) if (op === 'Placeholder') names[id] = inputName(id);
  calls.run(nodes, names, (node) => ({ node }));
  if (precision !== 'bf16') return calls.made;
  const rounded = roundingFactors();
  return calls.made.map((call) => ({ ...call, defs: rounded(call.defs) }));
}

/** Where a node is: in the graph, or in the step of a loop of it. */
type Place = Pick<EagerCall, 'node' | 'within'>;

class Calls {
  readonly made: EagerCall[] = [];
  private readonly builder = new GraphDefBuilder('eager');
  private from = 0;

  run(nodes: readonly Node[], names: Names, placeOf: (node: NodeId) => Place): void {
    const { builder: b } = this;
    const results = new Map<NodeId, readonly string[]>();
    for (const node of nodes) {
      if (node.op === 'Placeholder') continue;
      const place = placeOf(node.id);
      const inputs = node.inputs.map((input) => names[input]!);
      const found = node.op === 'ScanResult' ? results.get(node.inputs[0]!) : undefined;
      if (isLoop(node)) results.set(node.id, this.unroll(loopOf(node.attributes), inputs, place));
      else if (found) names[node.id] = found[resultIndex(nodes[node.inputs[0]!]!, node)]!;
      else {
        const types = node.inputs.map((input) => nodes[input]!.output);
        names[node.id] = emitNode(b, node, types, inputs);
        // A constant becomes part of the next call.
        if (node.op !== 'Const') this.end(place, names[node.id]!);
      }
    }
  }

  private unroll({ length, reverse, carried, scanned, body, results }: Loop, inputs: readonly string[], place: Place) {
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
        if (isScanned) this.end(place, names[node]);
      });
      this.run(body.nodes, names, (node) => ({ ...place, within: [...(place.within ?? []), { step, node }] }));
      state = results.slice(0, carried).map(({ node }) => names[node]!);
      stacked.forEach((rows, at) => (rows[step] = names[results[carried + at]!.node]!));
    }
    const attrs = { N: { i: length }, T: { type: 'float32' }, axis: { i: 0 } } as const;
    return [
      ...state,
      ...stacked.map((rows) => {
        const whole = b.add('Pack', rows, attrs);
        this.end(place, whole);
        return whole;
      }),
    ];
  }

  /** What has been added since the last call is one. */
  private end(place: Place, result: string): void {
    const { nodes } = this.builder;
    this.made.push({ ...place, defs: nodes.slice(this.from), result });
    this.from = nodes.length;
  }
}
