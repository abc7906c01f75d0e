/**
 * Layers and weights are named after the places where they are written: an insertion elsewhere renames none, so that a
 * checkpoint still fits and draws stay the same.
 */
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { network, program, summary, weights } from './checked-programs.ts';

/** The paths of the kernels and gammas of a network on maps, without the network's name. */
function owned(body: string, declarations = ''): string[] {
  const text = `${declarations}\nnetwork N(x: tensor[8, 8, 8]) -> tensor[8, 8, 8] { ${body} }`;
  const paths = network(text, 'N').weights.map((w) => w.path.replace(/^N\//, ''));
  expect(new Set(paths).size).toBe(paths.length);
  return paths.filter((path) => /\/(kernel|gamma)$/.test(path));
}

describe('a weight is named after', () => {
  test('its network, the layer with its size, and what it is to the layer', () => {
    const n = network(
      'network D(x: tensor[2]) -> logit[1] { x |> dense(8) |> relu |> dense(units: 4, bias: false) |> relu |> dense(1) }',
      'D',
    );
    expect(summary(n)).toEqual(['dense(8) [8]', 'relu [8]', 'dense(4) [4]', 'relu_1 [4]', 'dense(1) [1]']);
    expect(weights(n)).toEqual([
      'D/dense(8)/kernel [2, 8]',
      'D/dense(8)/bias [8]',
      'D/dense(4)/kernel [8, 4]',
      'D/dense(1)/kernel [4, 1]',
      'D/dense(1)/bias [1]',
    ]);
  });

  test('the size as it is written: without spaces, a slash as a division sign, no longer than 24 characters', () => {
    const sizes = 'const w = 8\nconst a_width_with_a_name_too_long = 8';
    expect(
      owned('x |> conv2d(w, 1) |> conv2d(2 * w / 2, 1) |> conv2d(a_width_with_a_name_too_long, 1)', sizes),
    ).toEqual(['conv2d(w)/kernel', 'conv2d(2*w÷2)/kernel', 'conv2d(a_width_with_a_name_too…)/kernel']);
  });

  test('the layer that it follows, if it has no size of its own', () => {
    expect(owned('x |> batch_norm |> conv2d(8, 3) |> batch_norm |> relu |> layer_norm')).toEqual([
      'batch_norm/gamma',
      'conv2d(8)/kernel',
      'conv2d(8)/batch_norm/gamma',
      'conv2d(8)/layer_norm/gamma',
    ]);
  });

  test('the block and the `let` that it is in', () => {
    const block = 'block up(x, channels) { let y = x |> conv2d(channels, 3) |> batch_norm\n y |> conv2d(4 * 2, 1) }';
    expect(owned('let seed = x |> conv2d(8, 3)\n seed |> up(16) |> batch_norm', block)).toEqual([
      'seed/conv2d(8)/kernel',
      'up(16)/y/conv2d(channels)/kernel',
      'up(16)/y/conv2d(channels)/batch_norm/gamma',
      'up(16)/conv2d(4*2)/kernel',
      'up(16)/batch_norm/gamma',
    ]);
    const inner = 'block inner(x, n) { x |> conv2d(n, 1) }\nblock wrapped(x, n) { x |> inner(n) |> inner(8) }';
    expect(owned('x |> wrapped(16)', inner)).toEqual([
      'wrapped(16)/inner(n)/conv2d(n)/kernel',
      'wrapped(16)/inner(8)/conv2d(n)/kernel',
    ]);
  });

  test('the part of a result that it is in', () => {
    const n = network(
      'network D(x: tensor[2]) -> (validity: logit[1], label: logit[1]) { (validity: x |> dense(1), label: x |> dense(1)) }',
      'D',
    );
    expect(weights(n).filter((w) => w.includes('kernel'))).toEqual([
      'D/validity/dense(1)/kernel [2, 1]',
      'D/label/dense(1)/kernel [2, 1]',
    ]);
  });

  test('the round of its loop: a count, the number of a range, the item of a list', () => {
    expect(owned('x |> repeat(2) { conv2d(8, 3) }')).toEqual(['conv2d(8)[0]/kernel', 'conv2d(8)[1]/kernel']);
    expect(owned('x |> for i in 1..2 { conv2d(4 * i, 3) }')).toEqual([
      'conv2d(4*i)[1]/kernel',
      'conv2d(4*i)[2]/kernel',
    ]);
    expect(owned('x |> for c in [16, 8] { conv2d(c, 3) |> batch_norm }')).toEqual([
      'conv2d[16]/kernel',
      'conv2d[16]/batch_norm/gamma',
      'conv2d[8]/kernel',
      'conv2d[8]/batch_norm/gamma',
    ]);
    expect(owned('x |> for i in 1..2 { for c in [16, 8] { conv2d(c, 3) } }')).toEqual(
      ['[1][16]', '[1][8]', '[2][16]', '[2][8]'].map((round) => `conv2d${round}/kernel`),
    );
    expect(owned('x |> for c in [8, 8] { conv2d(c, 3) }')).toEqual(['conv2d[0]/kernel', 'conv2d[1]/kernel']);
    expect(
      owned('x |> for c in [16, 8] { up(c) }', 'block up(x, channels) { x |> conv2d(channels, 3) |> batch_norm }'),
    ).toEqual([
      'up[16]/conv2d(channels)/kernel',
      'up[16]/conv2d(channels)/batch_norm/gamma',
      'up[8]/conv2d(channels)/kernel',
      'up[8]/conv2d(channels)/batch_norm/gamma',
    ]);
  });

  test('its number, if the same layer is written again in one place', () => {
    expect(owned('x |> conv2d(8, 3) |> conv2d(8, 1) |> conv2d(8, 1)')).toEqual([
      'conv2d(8)/kernel',
      'conv2d(8)_1/kernel',
      'conv2d(8)_2/kernel',
    ]);
    expect(owned('x |> down(8) |> down(8)', 'block down(x, n) { x |> conv2d(n, 3) }')).toEqual([
      'down(8)/conv2d(n)/kernel',
      'down(8)_1/conv2d(n)/kernel',
    ]);
    expect(owned('x |> repeat(2) { conv2d(8, 3) } |> repeat(1) { conv2d(8, 3) }')).toEqual([
      'conv2d(8)[0]/kernel',
      'conv2d(8)[1]/kernel',
      'conv2d(8)_1[0]/kernel',
    ]);
    // In `let`s of their own they have different names.
    expect(owned('let a = x |> conv2d(8, 3)\n let b = x |> conv2d(8, 3)\n a + b')).toEqual([
      'a/conv2d(8)/kernel',
      'b/conv2d(8)/kernel',
    ]);
  });
});

interface Insertion {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly added: readonly string[];
  /** The declarations of both versions, if they have blocks. */
  readonly declarations?: readonly [before: string, after: string];
}

const insertions: readonly Insertion[] = [
  {
    title: 'a layer of another kind, first in a pipe',
    before: 'x |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3)',
    after: 'x |> conv2d_transpose(8, 3) |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3)',
    added: ['conv2d_transpose(8)/kernel'],
  },
  {
    title: 'a layer of the same kind, first in a pipe',
    before: 'x |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3)',
    after: 'x |> conv2d(32, 3) |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3)',
    added: ['conv2d(32)/kernel'],
  },
  {
    title: 'a layer with its normalisation, in the middle of a pipe',
    before: 'x |> conv2d(16, 3) |> batch_norm |> relu |> conv2d(8, 3) |> batch_norm',
    after:
      'x |> conv2d(16, 3) |> batch_norm |> relu |> conv2d(4, 3) |> batch_norm |> relu |> conv2d(8, 3) |> batch_norm',
    added: ['conv2d(4)/kernel', 'conv2d(4)/batch_norm/gamma'],
  },
  {
    title: 'a normalisation where there was none',
    before: 'x |> conv2d(16, 3) |> relu |> conv2d(8, 3) |> batch_norm',
    after: 'x |> conv2d(16, 3) |> batch_norm |> relu |> conv2d(8, 3) |> batch_norm',
    added: ['conv2d(16)/batch_norm/gamma'],
  },
  {
    title: 'a normalisation by a choice',
    before: 'x |> conv2d(16, 3) |> if false { batch_norm } |> conv2d(8, 3) |> batch_norm',
    after: 'x |> conv2d(16, 3) |> if true { batch_norm } |> conv2d(8, 3) |> batch_norm',
    added: ['conv2d(16)/batch_norm/gamma'],
  },
  {
    title: 'an activation and a dropout',
    before: 'x |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3) |> dropout(0.5) |> layer_norm',
    after:
      'x |> relu |> dropout(0.2) |> conv2d(16, 3) |> relu |> batch_norm |> conv2d(8, 3) |> dropout(0.5) |> layer_norm',
    added: [],
  },
  {
    title: 'a branch',
    before: 'let a = x |> conv2d(8, 3) |> batch_norm\n a |> conv2d(8, 3)',
    after: 'let b = x |> conv2d(8, 3)\n let a = x |> conv2d(8, 3) |> batch_norm\n a + b |> conv2d(8, 3)',
    added: ['b/conv2d(8)/kernel'],
  },
  {
    title: 'a layer in a block',
    before: 'x |> up(16) |> up(8)',
    after: 'x |> up(16) |> up(8)',
    declarations: [
      'block up(x, c) { x |> conv2d(c, 3) |> batch_norm |> conv2d(c * 1, 1) }',
      'block up(x, c) { x |> batch_norm |> conv2d(4, 1) |> conv2d(c, 3) |> batch_norm |> conv2d(c * 1, 1) }',
    ],
    added: ['up(16)', 'up(8)'].flatMap((block) => [`${block}/batch_norm/gamma`, `${block}/conv2d(4)/kernel`]),
  },
  {
    title: 'a block',
    before: 'x |> up(16) |> up(8)',
    after: 'x |> up(32) |> up(16) |> residual |> up(8)',
    declarations: [
      'block up(x, c) { x |> conv2d(c, 3) |> batch_norm }',
      'block up(x, c) { x |> conv2d(c, 3) |> batch_norm }\nblock residual(x) { x + (x |> conv2d(16, 3)) }',
    ],
    added: ['up(32)/conv2d(c)/kernel', 'up(32)/conv2d(c)/batch_norm/gamma', 'residual/conv2d(16)/kernel'],
  },
  {
    title: 'an item, first in the list of a loop',
    before: 'x |> for c in [16, 8] { conv2d(c, 3) |> batch_norm }',
    after: 'x |> for c in [32, 16, 8] { conv2d(c, 3) |> batch_norm }',
    added: ['conv2d[32]/kernel', 'conv2d[32]/batch_norm/gamma'],
  },
  {
    title: 'a number, first in the range of a loop',
    before: 'x |> for i in 2..3 { conv2d(2^i, 3) |> batch_norm }',
    after: 'x |> for i in 1..3 { conv2d(2^i, 3) |> batch_norm }',
    added: ['conv2d(2^i)[1]/kernel', 'conv2d(2^i)[1]/batch_norm/gamma'],
  },
  {
    title: 'a round',
    before: 'x |> repeat(2) { conv2d(8, 3) |> batch_norm } |> conv2d(8, 3)',
    after: 'x |> repeat(3) { conv2d(8, 3) |> batch_norm } |> conv2d(8, 3)',
    added: ['conv2d(8)[2]/kernel', 'conv2d(8)[2]/batch_norm/gamma'],
  },
  {
    title: 'a layer in a loop',
    before: 'x |> for c in [16, 8] { conv2d(c, 3) |> batch_norm }',
    after: 'x |> for c in [16, 8] { conv2d(4, 1) |> conv2d(c, 3) |> batch_norm }',
    added: ['conv2d(4)[16]/kernel', 'conv2d(4)[8]/kernel'],
  },
  {
    title: 'a loop',
    before: 'x |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3)',
    after: 'x |> repeat(2) { conv2d(16, 3) |> batch_norm } |> conv2d(16, 3) |> batch_norm |> conv2d(8, 3)',
    added: [0, 1].flatMap((i) => [`conv2d(16)[${i}]/kernel`, `conv2d(16)[${i}]/batch_norm/gamma`]),
  },
  {
    title: 'a normalisation after the first of two layers written alike',
    before: 'x |> conv2d(8, 3) |> relu |> conv2d(8, 3) |> batch_norm',
    after: 'x |> conv2d(8, 3) |> batch_norm |> relu |> conv2d(8, 3) |> batch_norm',
    added: ['conv2d(8)/batch_norm/gamma'],
  },
  {
    title: 'a round of a loop with a normalisation behind it',
    before: 'x |> repeat(2) { conv2d(8, 3) } |> batch_norm',
    after: 'x |> repeat(3) { conv2d(8, 3) } |> batch_norm',
    added: ['conv2d(8)[2]/kernel'],
  },
];

function expectAdded({ before, after, added, declarations = ['', ''] }: Insertion): void {
  const old = owned(before, declarations[0]);
  const now = owned(after, declarations[1]);
  expect(now.filter((name) => !old.includes(name)).sort()).toEqual([...added].sort());
  expect(old.filter((name) => !now.includes(name))).toEqual([]);
}

describe('an insertion renames nothing that was there', () => {
  test.each(insertions)('$title', expectAdded);

  test('nor any draw', () => {
    const draws = (body: string): string[] => {
      const checked = program(`
        data x: tensor[2] from ring()
        network D(x: tensor[2]) -> score[1] { ${body} }
        loss d = mean(D(x))
        train for 1 steps, batch 4 { minimize d over D using sgd }`);
      const { inputs } = compile(checked).step(0);
      return inputs.flatMap(({ name, source }) => (source.kind === 'random' ? [name] : []));
    };
    const before = draws('x |> dense(8) |> dropout(0.5) |> dense(1)');
    const after = draws('x |> dense(4) |> dropout(0.1) |> dense(8) |> dropout(0.5) |> dense(1)');
    expect(before).toHaveLength(1);
    expect(after).toHaveLength(2);
    expect(after).toContain(before[0]);
  });
});

describe('the weights of', () => {
  test('`like` have the same names under the new one', () => {
    const { networks } = program(`
      network A(x: tensor[2]) -> tensor[2] { x |> dense(8) |> batch_norm |> relu |> dense(2) }
      network B like A`);
    const [a, b] = [networks.get('A')!, networks.get('B')!];
    expect(weights(b)).toEqual(weights(a).map((w) => w.replace('A/', 'B/')));
    expect(summary(b)).toEqual(summary(a));
    expect(b.weights.some((w) => a.weights.includes(w))).toBe(false);
  });

  test('an average are a network of its own, which says what it averages', () => {
    const { networks } = program(`
      data x: tensor[2] from ring()
      latent z ~ normal[2]
      network G(z: tensor[2]) -> tensor[2] { z |> dense(2) }
      loss g = mean((G(z) - x)^2)
      train for 10 steps, batch 4 { minimize g over G using adam()  average G as G_ema decay 0.999 }
      let smooth = G_ema(z)`);
    expect(networks.get('G_ema')!.averageOf).toBe('G');
    expect(weights(networks.get('G_ema')!)).toEqual(['G_ema/dense(2)/kernel [2, 2]', 'G_ema/dense(2)/bias [2]']);
  });
});
