/** Functions that move, order or choose elements, with their first and second gradients, on every engine. */
import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { openEngine } from '../../src/runtime/engines/index.ts';
import { graphOfCall, rearranged } from '../words/rearranged.ts';
import { engineNames, expectClose, host } from './engines.ts';

describe.each(engineNames)('%s', (name) => {
  test.each(rearranged.map((row) => [row.call.map((part) => JSON.stringify(part)).join(' '), row] as const))(
    '%s',
    async (_, row) => {
      const { graph, feeds } = graphOfCall(row);
      const expected = evaluateGraph(graph, feeds);
      const engine = await openEngine(name);
      const given = graph.inputs.map(({ name: input, node }) => {
        const { shape, data } = feeds.get(input)!;
        return [input, host(shape, data, graph.nodes[node]!.output.dtype)] as const;
      });
      const found = await engine.run(engine.prepare(graph), new Map(given));
      engine.dispose();
      expect([...found.keys()]).toEqual([...expected.keys()]);
      for (const [output, { data }] of found) expectClose(data, expected.get(output)!.data, 1e-5);
    },
  );
});
