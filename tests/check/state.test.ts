/** `weight`, `state` and `update`: names, values in a step, copies and averages, what sampling sees. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { sizeOf, type Graph } from '../../src/compiler/graph/graph.ts';
import { variablesOf } from '../../src/compiler/lower/variables.ts';
import type { Program } from '../../src/compiler/program/program.ts';
import { graphOfStep, graphOfY } from './graphs.ts';

function programOf(text: string): Program {
  const { program, diagnostics } = analyze({ name: 'test.gan', text: `model test\n${text}` });
  expect(diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code}: ${d.message}`)).toEqual([]);
  return program!;
}

/** The results of a step in which inputs are filled with the given numbers, others with 1. */
function stepOf(program: Program, given: Readonly<Record<string, number>> = {}) {
  return run(graphOfStep(program), given);
}

function run(graph: Graph, given: Readonly<Record<string, number>>) {
  const feeds = graph.inputs.map(({ name, node }) => {
    const { shape } = graph.nodes[node]!.output;
    return [name, { shape, data: new Float64Array(sizeOf(shape)).fill(given[name] ?? 1) }] as const;
  });
  return new Map([...evaluateGraph(graph, new Map(feeds))].map(([name, { data }]) => [name, [...data]]));
}

const counting = `latent z ~ normal[2]
  block counted(x: tensor[c]) -> tensor[c] {
    weight scale: tensor[c] init ones
    state uses = 0
    update uses <- uses + 1
    x * scale + uses
  }
  network G(z: tensor[2]) -> tensor[2] { z |> counted }
  network D(x: tensor[2]) -> score[1] { x |> counted |> dense(1) }`;

describe('in a body', () => {
  test('they are variables of the network, named after the place where they are written', () => {
    const program = programOf(`${counting}\nnetwork E like G\nlet y = E(G(z))`);
    const paths = variablesOf(program).map(({ path, role, shape }) => `${path} ${role} ${shape}`);
    expect(paths).toEqual(
      expect.arrayContaining(['G/counted/scale weight 2', 'G/counted/uses weight ', 'E/counted/uses weight ']),
    );
    expect(program.networks.get('G')!.weights.map(({ trainable }) => trainable)).toEqual([true, false]);
  });

  test('an update is made at each use in a loss of its own network, in order, and at no other', () => {
    const program = programOf(`${counting}
      loss d = mean(D(z)) + mean(D(2 * z))
      let fake = G(z)
      loss g = mean(fake) + mean(D(fake))
      train for 10 steps, batch 3 {
        minimize d over D using sgd(0)
        minimize g over G using sgd(0)
      }`);
    const found = stepOf(program, { 'G/counted/uses': 5, 'D/counted/uses': 10, 'D/dense(1)/bias': 0 });
    expect(found.get('D/counted/uses')).toEqual([12]);
    expect(found.get('G/counted/uses')).toEqual([6]);
    // z = 1: D(z) is 2 (1 + 10), D(2 z) is 2 (2 + 11); G's loss sees D as it is after both.
    expect(found.get('d')).toEqual([22 + 26]);
    expect(found.get('g')).toEqual([6 + 2 * (6 + 12)]);
  });

  test('several updates see the states as they were', () => {
    const program = programOf(`latent z ~ normal
      network G(z: tensor[]) -> tensor[] {
        weight w: tensor[] init ones
        state a = 1
        state b = 2
        update a <- b
        update b <- a
        w * z * a
      }
      loss g = mean(G(z))
      train for 10 steps, batch 3 { minimize g over G using sgd(0) }`);
    const found = stepOf(program, { 'G/a': 3, 'G/b': 4 });
    expect([found.get('G/a'), found.get('G/b')]).toEqual([[4], [3]]);
  });

  test('sampling reads states and changes none; an average follows them', () => {
    const program = programOf(`${counting}
      loss g = mean(G(z))
      train for 10 steps, batch 3 { minimize g over G using sgd(0)  average G as A decay 0.5 }
      let y = G(z)`);
    const graph = graphOfY(program, 1);
    expect(run(graph, { 'G/counted/uses': 7 })).toEqual(new Map([['y', [8, 8]]]));
    const found = stepOf(program, { 'G/counted/uses': 7, 'A/counted/uses': 2 });
    expect(found.get('A/counted/uses')).toEqual([(2 + 8) / 2]);
  });
});

describe('at the top', () => {
  test('the training updates it, from everything as it is then', () => {
    const program = programOf(`latent z ~ normal
      state k = 0.5
      state seen: tensor[2] init ones
      network G(z: tensor[]) -> tensor[] { weight w: tensor[] init ones  w * z }
      loss g = k * mean(G(z))
      train for 10 steps, batch 4 {
        update seen <- seen + k
        minimize g over G using sgd(1)
        repeat 2 { update k <- k + g }
      }`);
    expect(variablesOf(program).find(({ path }) => path === 'state/k')).toMatchObject({
      role: 'state',
      start: { kind: 'constant', value: 0.5 },
    });
    const found = stepOf(program, { 'state/k': 2, 'state/seen': 1 });
    expect(found.get('state/seen')).toEqual([3, 3]);
    // w: 1 − 2 · 1 = −1; g = k · (−1), twice
    expect(found.get('G/w')).toEqual([-1]);
    expect(found.get('state/k')).toEqual([0]);
  });

  test('a state of another file is its own', () => {
    const modules = new Map([['balance.gan', 'state k = 0.25']]);
    const text = `import k from "balance.gan"
      latent z ~ normal
      network G(z: tensor[]) -> tensor[] { weight w: tensor[] init ones  w * z }
      loss g = k * mean(G(z))
      train for 10 steps, batch 4 { minimize g over G using sgd(1)  update k <- 2 * k }`;
    const { program, diagnostics } = analyze(
      { name: 'test.gan', text: `model test\n${text}` },
      { readModule: (path) => ({ text: modules.get(path)! }) },
    );
    expect(diagnostics).toEqual([]);
    expect([...program!.states.values()].map(({ initializer }) => initializer.settings)).toEqual([[0.25]]);
    const name = [...stepOf(program!).keys()].find((key) => key.startsWith('state/'));
    expect(stepOf(program!, { [name!]: 3 }).get(name!)).toEqual([6]);
  });
});
