/** Functions composed of ops, with their first and second gradients, on each engine against float64. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../../src/compiler/graph-semantics/evaluate.ts';
import { optimize } from '../../../src/compiler/passes/optimize.ts';
import { openEngine, type Engine } from '../../../src/index.ts';
import { composites } from '../../words/composites.ts';
import { graphOfCall, valuesFor } from '../../words/lowered.ts';
import { engineNames, expectClose } from '../engines.ts';
import { webgpuHere } from '../webgpu.ts';

describe.each([...engineNames, ...webgpuHere])('%s', (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name);
  });
  afterAll(() => engine.dispose());

  test.each(composites.map((row) => [row.call.map((part) => JSON.stringify(part)).join(' '), row] as const))(
    '%s',
    async (_, row) => {
      const graph = graphOfCall(row.call);
      const values = valuesFor(graph, row);
      const expected = evaluateGraph(
        graph,
        new Map([...values].map(([input, { shape, data }]) => [input, { shape, data: Float64Array.from(data) }])),
      );
      const optimized = optimize(graph);
      // What the result does not depend on, such as the projection of gradients that are 0, is gone.
      const fed = new Map(optimized.inputs.map(({ name: input }) => [input, values.get(input)!]));
      const found = await engine.run(engine.prepare(optimized), fed);
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [output, { shape, data }] of expected) {
        expect(found.get(output)!.shape, output).toEqual(shape);
        expectClose(found.get(output)!.data, data, 2e-5);
      }
    },
  );
});
