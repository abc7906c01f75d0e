/** Blocks, functions, loops, defaults, constants. */
import { expect, test } from 'vitest';
import { complaints, network, parameterCount, program, summary, typeOf } from './checked-programs.ts';

const down = `block down(x: tensor[h, w, c], channels, factor = 2) -> tensor[h / factor, w / factor, channels] {
  x |> conv2d(channels, 4, stride: factor) |> leaky_relu
}`;

test('shape variables of a block are the sizes of its argument', () => {
  const n = network(
    `${down}\nnetwork D(x: image[32, 64, 3]) -> tensor[4, 8, 7] { x |> down(5) |> down(7, factor: 4) }`,
    'D',
  );
  expect(summary(n).filter((line) => line.includes('conv2d'))).toEqual([
    'down(5)/conv2d(channels) [16, 32, 5]',
    'down(7)/conv2d(channels) [4, 8, 7]',
  ]);
});

test('a variable used twice has to be one size', () => {
  const rows = 'block rows(x: tensor[n, n]) -> tensor[n * n] { x |> flatten }';
  expect(complaints(`${rows}\nnetwork N(x: tensor[3, 3]) -> tensor[9] { x |> rows }`)).toEqual([]);
  expect(complaints(`${rows}\nnetwork N(x: tensor[3, 4]) -> tensor[12] { x |> rows }`)).toEqual(['shape-mismatch']);
});

test('a constant in a signature is not a variable', () => {
  const block = 'const side = 8\nblock b(x: tensor[side, side, c]) -> tensor[c] { x |> global_avg_pool }';
  expect(complaints(`${block}\nnetwork N(x: tensor[8, 8, 5]) -> tensor[5] { x |> b }`)).toEqual([]);
  expect(complaints(`${block}\nnetwork N(x: tensor[9, 9, 5]) -> tensor[5] { x |> b }`)).toEqual(['shape-mismatch']);
});

test('loops: `repeat`, ranges with both ends, lists, nested', () => {
  const layers = (pipe: string, end: number): string[] =>
    summary(network(`network N(x: tensor[1]) -> tensor[${end}] { x |> ${pipe} }`, 'N'));
  expect(layers('repeat(3) { dense(4) }', 4)).toEqual(['dense(4)[0] [4]', 'dense(4)[1] [4]', 'dense(4)[2] [4]']);
  expect(layers('repeat(0) { dense(4) } |> dense(2)', 2)).toEqual(['dense(2) [2]']);
  expect(layers('for i in 1..3 { dense(2^i) }', 8)).toEqual([
    'dense(2^i)[1] [2]',
    'dense(2^i)[2] [4]',
    'dense(2^i)[3] [8]',
  ]);
  expect(layers('for n in [7, 5] { dense(n) }', 5)).toEqual(['dense[7] [7]', 'dense[5] [5]']);
  expect(layers('for i in 1..2 { for j in 3..4 { dense(10 * i + j) } }', 24)).toEqual([
    'dense(10*i+j)[1][3] [13]',
    'dense(10*i+j)[1][4] [14]',
    'dense(10*i+j)[2][3] [23]',
    'dense(10*i+j)[2][4] [24]',
  ]);
});

test('options of a network go to every layer that has them, unless the layer says otherwise', () => {
  const n = network(
    'network D(x: image[8, 8, 1]) -> logit[1] with bias: false, init: normal(0.02) { x |> conv2d(4, 3) |> relu |> batch_norm |> flatten |> dense(1, bias: true) }',
    'D',
  );
  expect(parameterCount(n)).toBe(3 * 3 * 4 + 8 + 8 * 8 * 4 + 1);
  const kernels = n.weights.filter((w) => w.path.endsWith('kernel'));
  expect(kernels.map((w) => w.initializer)).toEqual([1, 2].map(() => ({ definition: 'normal', settings: [0.02] })));
});

test('constants can be set from outside, and all that follows from them follows', () => {
  const text = 'const width = 64\nconst half = width / 2\nnetwork N(x: tensor[1]) -> tensor[half] { x |> dense(half) }';
  expect(parameterCount(network(text, 'N'))).toBe(64);
  expect(parameterCount(network(text, 'N', new Map([['width', 10]])))).toBe(10);
  expect(program(text, new Map([['width', 10]])).constants).toEqual(
    new Map([
      ['width', 10],
      ['half', 5],
    ]),
  );
  expect(complaints(text, new Map([['width', 7]]))).toEqual(['not-an-integer']);
});

test('constants are numbers, booleans, texts and lists', () => {
  const text =
    'const sizes = [8, 4]\nconst bias = false\nnetwork N(x: tensor[2]) -> tensor[4] { x |> for n in sizes { dense(n, bias: bias) } |> dense(sizes[1], bias: bias) }';
  expect(parameterCount(network(text, 'N'))).toBe(2 * 8 + 8 * 4 + 4 * 4);
});

test('a network with several results', () => {
  const text = `
    data x: tensor[2] from ring()
    network D(x: tensor[2]) -> (validity: logit[1], label: logit[8]) {
      let h = x |> dense(16) |> relu
      (label: h |> dense(8), validity: h |> dense(1))
    }
    let validity = D(x).validity
    let probabilities = D(x).label |> softmax`;
  expect(typeOf(text, 'validity')).toBe('logit[1]');
  expect(typeOf(text, 'probabilities')).toBe('prob[8]');
});

test('functions take networks, and have draws of their own', () => {
  const { losses } = program(`
    data x: tensor[2] from ring()
    network D(x: tensor[2]) -> score[1] { x |> dense(8) |> leaky_relu |> dense(1) }
    fn smoothness(N, at, scale = 0.1) {
      e ~ normal[2]
      mean((N(at) - N(at + scale * e))^2)
    }
    loss once = smoothness(D, x)
    loss twice = smoothness(D, x, scale: 1) + smoothness(D, x)`);
  expect([...losses.keys()]).toEqual(['once', 'twice']);
});

test('weights are shared by all uses of a network, also within another', () => {
  const { networks } = program(`
    network trunk(z: tensor[2]) -> tensor[8] { z |> dense(8) |> relu }
    network A(z: tensor[2]) -> tensor[2] { z |> trunk |> dense(2) }
    network B(z: tensor[2]) -> tensor[2] { z |> trunk |> dense(2) }`);
  expect(['trunk', 'A', 'B'].map((n) => parameterCount(networks.get(n)!))).toEqual([24, 18, 18]);
});

test('the result of a network in a pipe, and the library without an import', () => {
  const text = `
    data x: tensor[2] from ring()
    latent z ~ normal[2]
    network G(z: tensor[2]) -> tensor[2] { z |> dense(2) }
    network D(x: tensor[2]) -> logit[1] { x |> dense(1) }
    let verdict = z |> G |> D |> sigmoid
    loss d = minimax_d(D(x), D(G(z)))
    loss r = r1(D, x)`;
  expect(typeOf(text, 'verdict')).toBe('prob[1]');
});
