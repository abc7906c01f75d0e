/** `with trainable: false`: weights that no step changes, and a body that computes as in sampling. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import { parameterCount } from '../../src/compiler/program/networks.ts';
import type { Program } from '../../src/compiler/program/program.ts';
import { graphOfStep } from './graphs.ts';

function programOf(text: string): Program {
  const { program, diagnostics } = analyze({ name: 'test.gan', text: `model test\n${text}` });
  expect(diagnostics.map((d) => `${d.code}: ${d.message}`)).toEqual([]);
  return program!;
}

const perceptual = (option: string) => `latent z ~ normal
  network G(z: tensor[]) -> tensor[1] { weight w: tensor[1] init ones  w * z }
  network features(x: tensor[1]) -> tensor[1]${option} { x |> dense(1) |> dropout(0.9) |> batch_norm(epsilon: 0) }
  loss g = mean(features(G(z)))
  train for 10 steps, batch 2 { minimize g over G using sgd(1) }`;

describe('a network that is not trainable', () => {
  test('has no parameters, nor has a copy of it; nothing needs to train it', () => {
    const program = programOf(`${perceptual(' with trainable: false')}\nnetwork copy like features`);
    const [g, features, copy] = ['G', 'features', 'copy'].map((name) => parameterCount([program.networks.get(name)!]));
    expect([g, features, copy]).toEqual([1, 0, 0]);
    const { diagnostics } = analyze({ name: 'test.gan', text: `model test\n${perceptual(' with trainable: true')}` });
    expect(diagnostics.map((d) => d.code)).toEqual(['untrained-network']);
  });

  test('takes the option from a constant', () => {
    const program = programOf(`const learned = false\n${perceptual(' with trainable: learned')}`);
    expect(program.networks.get('features')!.frozen).toBe(true);
  });

  test('is in a step what it is in sampling, and lets gradients through', () => {
    const graph = graphOfStep(programOf(perceptual(' with trainable: false')));
    // z is 1 and w is 2; a kernel of 3 and a bias of 1 make 7; less a mean of 5, over a deviation of 2: 1.
    const given: Readonly<Record<string, number>> = {
      'G/w': 2,
      'features/dense(1)/kernel': 3,
      'features/dense(1)/batch_norm/moving_mean': 5,
      'features/dense(1)/batch_norm/moving_variance': 4,
      'features/dense(1)/batch_norm/beta': 0,
    };
    const feeds = graph.inputs.map(({ name, node }) => {
      const { shape } = graph.nodes[node]!.output;
      return [name, { shape, data: new Float64Array(sizeOf(shape)).fill(given[name] ?? 1) }] as const;
    });
    const found = evaluateGraph(graph, new Map(feeds));
    expect([...found.get('g')!.data]).toEqual([1]);
    // The gradient of the mean with respect to w is 3 / 2.
    expect([...found.get('G/w')!.data]).toEqual([2 - 1.5]);
    expect([...found.keys()].filter((name) => name.startsWith('features'))).toEqual([]);
  });
});
