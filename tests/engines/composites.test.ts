/** Functions composed of several ops, with their first and second gradients, on each engine against float64. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { optimize } from '../../src/compiler/passes/optimize.ts';
import { openEngine, type Engine } from '../../src/index.ts';
import { composites } from '../words/composites.ts';
import { graphOfCall } from '../words/lowered.ts';
import { engineNames, expectClose, noise } from './engines.ts';
import { webgpuHere } from './webgpu.ts';

describe.each([...engineNames, ...webgpuHere])('%s', (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name);
  });
  afterAll(() => engine.dispose());

  test.each(composites.map(({ call }) => [call.map((part) => JSON.stringify(part)).join(' '), call] as const))(
    '%s',
    async (_, call) => {
      const graph = graphOfCall(call);
      const values = graph.inputs.map(({ name: input, node }, i) => {
        return [input, noise(graph.nodes[node]!.output.shape, 31 + i)] as const;
      });
      const expected = evaluateGraph(
        graph,
        new Map(values.map(([input, { shape, data }]) => [input, { shape, data: Float64Array.from(data) }])),
      );
      const found = await engine.run(engine.prepare(optimize(graph)), new Map(values));
      for (const [output, { shape, data }] of expected) {
        expect(found.get(output)!.shape, output).toEqual(shape);
        expectClose(found.get(output)!.data, data, 2e-5);
      }
    },
  );
});
