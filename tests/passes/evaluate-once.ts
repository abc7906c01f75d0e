/**
 * The reference interpreter, for many graphs that compute much the same: what has been computed from equal values, in
 * whichever graph, is not computed again. 0 and −0 count as equal.
 */
import { createHash } from 'node:crypto';
import { evaluateNode } from '../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';

export class EvaluateOnce {
  private readonly values = new Map<string, ReferenceTensor>();
  /** The name of a result's value, by op, attributes and names of the inputs' values. */
  private readonly results = new Map<string, string>();

  /** @returns the outputs by name */
  run(graph: Graph, feeds: ReadonlyMap<string, ReferenceTensor>): Map<string, ReferenceTensor> {
    const names: string[] = [];
    for (const node of graph.nodes) {
      const { op, inputs, attributes } = node;
      if (op === 'Placeholder') {
        names.push(this.keep(feeds.get(attributes['name'] as string)!));
        continue;
      }
      const read = inputs.map((id) => names[id]!);
      const key = JSON.stringify([op, attributes, read]);
      let name = this.results.get(key);
      if (name === undefined) {
        const given = read.map((input) => this.values.get(input)!);
        name = this.keep(evaluateNode(node, given));
        this.results.set(key, name);
      }
      names.push(name);
    }
    return new Map(graph.outputs.map(({ name, node }) => [name, this.values.get(names[node]!)!]));
  }

  private keep({ shape, data }: ReferenceTensor): string {
    const bytes = data.map((value) => value + 0);
    const name = `${shape.join()}:${createHash('sha1').update(bytes).digest('base64')}`;
    this.values.set(name, { shape, data });
    return name;
  }
}
