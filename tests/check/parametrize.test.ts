/** `parametrize`: what stands between a weight and the kernel that a layer uses. */
import { expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import { parameterCount } from '../../src/compiler/program/networks.ts';
import { graphOfY } from './graphs.ts';

const check = (text: string) => analyze({ name: 'test.gan', text: `model test\nlatent z ~ normal[3]\n${text}` });

/** The value `y` for one example of ones, with every weight at 1. */
function valueOf(text: string): number[] {
  const { program, diagnostics } = check(text);
  expect(diagnostics.map((d) => d.message)).toEqual([]);
  const graph = graphOfY(program!, 1);
  const feeds = graph.inputs.map(({ name, node }) => {
    const { shape } = graph.nodes[node]!.output;
    return [name, { shape, data: new Float64Array(sizeOf(shape)).fill(1) }] as const;
  });
  return [...evaluateGraph(graph, new Map(feeds)).get('y')!.data];
}

test('a function of the kernel, for one layer or for all of a network', () => {
  const halved = 'fn halved(k) { 0.5 * k }';
  const layer = (more: string) => `${halved}\nnetwork G(z: tensor[3]) -> tensor[2] ${more}\nlet y = G(z)`;
  expect(valueOf(layer('{ z |> dense(2) }'))).toEqual([4, 4]);
  expect(valueOf(layer('{ z |> dense(2, parametrize: halved) }'))).toEqual([2.5, 2.5]);
  expect(valueOf(layer('with parametrize: halved { z |> dense(4) |> relu |> dense(2) }'))).toEqual([6, 6]);
  expect(
    valueOf(
      layer(
        'with parametrize: halved, bias: false { z |> reshape(1, 3, 1) |> conv2d(2, (1), padding: valid) |> sum(axes: [0, 1]) }',
      ),
    ),
  ).toEqual([1.5, 1.5]);
  expect(
    valueOf('network G(z: tensor[3]) -> tensor[2] { z |> dense(2, parametrize: sqrt) }\nlet y = G(4 * z)'),
  ).toEqual([13, 13]);
});

test('a block may have weights and states of its own, named after the layer', () => {
  const { program, diagnostics } = check(`
    block gained(k: tensor[a, b]) -> tensor[a, b] {
      weight gain: tensor[b] init ones
      state uses = 0
      update uses <- uses + 1
      k * gain
    }
    network G(z: tensor[3]) -> tensor[2] { z |> dense(2, parametrize: gained) }
    network copy like G
    let y = copy(G(z) |> reshape(2) |> concat(full(1)))`);
  expect(diagnostics.map((d) => d.message)).toEqual([]);
  for (const name of ['G', 'copy']) {
    const network = program!.networks.get(name)!;
    expect(network.weights.map(({ path }) => path)).toEqual([
      `${name}/dense(2)/kernel`,
      `${name}/dense(2)/bias`,
      `${name}/dense(2)/gained/gain`,
      `${name}/dense(2)/gained/uses`,
    ]);
    expect(parameterCount([network])).toBe(3 * 2 + 2 + 2);
    expect(network.updates.map(({ state }) => state.weight.path)).toEqual([`${name}/dense(2)/gained/uses`]);
  }
});

test.each([
  ['fn wrong(k) { sum(k) }', 'wrong', 'shape-mismatch: `parametrize` makes tensor[] of a kernel tensor[3, 2]'],
  ['const wrong = 2', 'wrong', '`parametrize` of `dense` must be a block or a function, not the number 2'],
])('%s is refused', (declaration, name, message) => {
  const { diagnostics } = check(
    `${declaration}\nnetwork G(z: tensor[3]) -> tensor[2] { z |> dense(2, parametrize: ${name}) }\nlet y = G(z)`,
  );
  expect(diagnostics.map((d) => `${d.code}: ${d.message}`).join()).toContain(message);
});
