/** `size` and `weights`: calls that look at more than values. */
import { expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import { graphOfY } from './graphs.ts';

/** The value `y`, with every input counted up from 1. */
function valueOf(text: string): number[] {
  const { program, diagnostics } = analyze({ name: 'test.gan', text: `model test\nlatent z ~ normal[2, 3]\n${text}` });
  expect(diagnostics.filter(({ severity }) => severity === 'error').map((d) => d.message)).toEqual([]);
  const graph = graphOfY(program!, 1);
  const feeds = graph.inputs.map(({ name, node }) => {
    const { shape } = graph.nodes[node]!.output;
    return [name, { shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => i + 1) }] as const;
  });
  return [...evaluateGraph(graph, new Map(feeds)).get('y')!.data];
}

test('a size is a number that is known while checking', () => {
  expect(valueOf('let y = full(1, value: size(z))')).toEqual([6]);
  expect(valueOf('let y = full(1, value: size(z, 0) + 10 * size(z, -1))')).toEqual([32]);
  expect(valueOf('let y = z |> reshape(size(z)) |> sum(axes: size(z) - 6)')).toEqual([21]);
  expect(valueOf('fn row(x) { x |> reshape(size(x, -1), size(x) / size(x, -1)) }\nlet y = row(z)[2, 1]')).toEqual([6]);
});

const network = 'network G(z: tensor[2, 3]) -> tensor[2] { z |> flatten |> dense(2) |> batch_norm(scale: false) }';

test('weights are the trainable ones of a network, in a row', () => {
  const counted = [...Array(12).keys()].map((i) => i + 1);
  expect(valueOf(`${network}\nlet y = weights(G)`)).toEqual([...counted, 1, 2, 1, 2]);
  expect(valueOf(`${network}\nfn decay(N) { sum(weights(N)^2) }\nlet y = decay(G)`)).toEqual([660]);
});

test('a penalty on weights alone trains the network', () => {
  const { diagnostics } = analyze({
    name: 'test.gan',
    text: `model test\nlatent z ~ normal[2, 3]\n${network}\nnetwork other like G
loss decay = sum(weights(G)^2)
train for 2 steps, batch 2 { minimize decay over other using adam }`,
  });
  expect(diagnostics.map(({ code }) => code)).toContain('loss-independent');
  const right = analyze({
    name: 'test.gan',
    text: `model test\nlatent z ~ normal[2, 3]\n${network}
loss decay = sum(weights(G)^2)
train for 2 steps, batch 2 { minimize decay over G using adam }`,
  });
  expect(right.diagnostics.map(({ code }) => code)).toEqual(['unused-latent']);
});
