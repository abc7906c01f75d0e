/** Scopes, and the names of layers and weights. */
import { expect, test } from 'vitest';
import { complaints, network, program, summary, weights } from './reading.ts';

test('layers are numbered in the order of the computation, weights are named after them', () => {
  const n = network(
    'network D(x: tensor[2]) -> logit[1] { x |> dense(8) |> relu |> dense(4, bias: false) |> relu |> dense(1) }',
    'D',
  );
  expect(summary(n)).toEqual(['dense [8]', 'relu [8]', 'dense_1 [4]', 'relu_1 [4]', 'dense_2 [1]']);
  expect(weights(n)).toEqual([
    'D/dense/kernel [2, 8]',
    'D/dense/bias [8]',
    'D/dense_1/kernel [8, 4]',
    'D/dense_2/kernel [4, 1]',
    'D/dense_2/bias [1]',
  ]);
});

test('each use of a block has weights of its own, below a name of its own', () => {
  const text = `
    block inner(x, n) { x |> dense(n) |> relu }
    block outer(x, n) { x |> inner(n) |> inner(n) }
    network N(x: tensor[2]) -> tensor[4] { x |> outer(3) |> outer(4) }`;
  expect(weights(network(text, 'N')).filter((w) => w.includes('kernel'))).toEqual([
    'N/outer/inner/dense/kernel [2, 3]',
    'N/outer/inner_1/dense/kernel [3, 3]',
    'N/outer_1/inner/dense/kernel [3, 4]',
    'N/outer_1/inner_1/dense/kernel [4, 4]',
  ]);
});

test('`like` copies the architecture, with weights under the new name', () => {
  const text = `
    network A(x: tensor[2]) -> tensor[2] { x |> dense(8) |> batch_norm |> relu |> dense(2) }
    network B like A`;
  const { networks } = program(text);
  const [a, b] = [networks.get('A')!, networks.get('B')!];
  expect(weights(b)).toEqual(weights(a).map((w) => w.replace('A/', 'B/')));
  expect(summary(b)).toEqual(summary(a));
  expect(b.weights.some((w) => a.weights.includes(w))).toBe(false);
});

test('an average is a network of its own, and says of which', () => {
  const { networks } = program(`
    data x: tensor[2] from ring()
    latent z ~ normal[2]
    network G(z: tensor[2]) -> tensor[2] { z |> dense(2) }
    loss g = mean((G(z) - x)^2)
    train for 10 steps, batch 4 { minimize g over G using adam()  average G as G_ema decay 0.999 }
    let smooth = G_ema(z)`);
  expect(networks.get('G_ema')!.averageOf).toBe('G');
  expect(weights(networks.get('G_ema')!)).toEqual(['G_ema/dense/kernel [2, 2]', 'G_ema/dense/bias [2]']);
});

test('declarations may stand in any order', () => {
  expect(
    complaints(`
    let fake = G(z)
    network G(z: tensor[n]) -> tensor[n] { z |> twice(n) }
    block twice(x, m) { x |> repeat(2) { dense(m) |> relu } }
    latent z ~ normal[n]
    const n = half * 2
    const half = 4`),
  ).toEqual([]);
});

test("a body sees its parameters, its own names and the top of the file; not the caller's", () => {
  const outer = 'const n = 3';
  expect(complaints(`${outer}\nnetwork N(x: tensor[2]) -> tensor[3] { let y = x |> dense(n)\n y |> relu }`)).toEqual(
    [],
  );
  expect(
    complaints(
      `${outer}\nblock b(x) { x |> dense(hidden) }\nnetwork N(x: tensor[2]) -> tensor[3] { let hidden = 3\n x |> b }`,
    ),
  ).toEqual(['unknown-name']);
  expect(complaints('network N(x: tensor[2]) -> tensor[2] { let y = x\n y }\nlet w = y')).toEqual(['unknown-name']);
});

test('a parameter hides a name of the file, and a loop variable both', () => {
  const n = network(
    'const n = 9\nblock b(x, n) { x |> dense(n) |> for n in [5, 6] { dense(n) } }\nnetwork N(x: tensor[2]) -> tensor[6] { x |> b(4) }',
    'N',
  );
  expect(summary(n)).toEqual(['b/dense [4]', 'b/dense_1 [5]', 'b/dense_2 [6]']);
});
