/** Blocks and functions are checked where they are declared, used or not, for mistakes that every use would share. */
import { describe, expect, test } from 'vitest';
import { libraryModule, libraryModuleNames } from '../../src/compiler/library/library.ts';
import { analysisOf, errorsOf, program } from './checked-programs.ts';

/** The building blocks of GAN papers as a user would write them. */
const blocks: readonly string[] = [
  `block residual(x: tensor[h, w, c]) -> tensor[h, w, c] {
     let y = x |> reflect_pad(1) |> conv2d(c, 3, padding: valid) |> instance_norm |> relu
               |> reflect_pad(1) |> conv2d(c, 3, padding: valid) |> instance_norm
     x + y
   }`,
  `block down(x: tensor[h, w, c], channels) -> tensor[h / 2, w / 2, channels] {
     x |> conv2d(channels, 4, stride: 2) |> leaky_relu
   }`,
  `block up(x: tensor[h, w, c], skip: tensor[2 * h, 2 * w, d], channels) -> tensor[2 * h, 2 * w, channels + d] {
     x |> conv2d_transpose(channels, 4, stride: 2) |> batch_norm |> relu |> concat(skip)
   }`,
  `block unet(x: tensor[h, w, c]) -> tensor[h, w, c] {
     let e1 = x |> down(8)
     let e2 = e1 |> down(16)
     let d1 = up(e2, e1, 8)
     d1 |> conv2d_transpose(c, 4, stride: 2) |> tanh
   }`,
  `block heads(x: tensor[n, d], k) -> tensor[k, n, d / k] { x |> reshape(n, k, d / k) |> reshape(k, n, d / k) }`,
  `block patches(x: tensor[h, w, c], p = 4) -> tensor[h * w / p^2, p^2 * c] {
     x |> reshape(h / p, p, w / p, p, c) |> reshape(h * w / p^2, p^2 * c)
   }`,
  // What comes out depends on a text or a list that is not known yet.
  `block filtered(x: tensor[h, w, c], taps) -> tensor[h, w, c] { x |> upfirdn(taps, padding: [1, 1]) }`,
  `fn contracted(x, y, equation) { relu(einsum(equation, x, y)) }`,
  `block bottleneck(x: tensor[h, w, c], factor = 4, norm = batch_norm, act = relu) -> tensor[h, w, c] {
     x + (x |> conv2d(c / factor, 1) |> norm |> act |> conv2d(c / factor, 3) |> norm |> act |> conv2d(c, 1) |> norm)
   }`,
  `block preactivated(x: tensor[h, w, c], filters, stride = 1) -> tensor[h / stride, w / stride, filters] {
     let short = x |> if stride != 1 { avg_pool(stride) } |> if filters != c { conv2d(filters, 1) }
     short + (x |> batch_norm |> relu |> conv2d(filters, 3, stride: stride) |> batch_norm |> relu |> conv2d(filters, 3))
   }`,
  `block dense_layer(x: tensor[h, w, c], growth) -> tensor[h, w, c + growth] {
     concat(x, x |> batch_norm |> relu |> conv2d(growth, 3))
   }
   block dense_block(x: tensor[h, w, c], layers, growth) -> tensor[h, w, c + layers * growth] {
     x |> repeat(layers) { dense_layer(growth) }
   }`,
  `block squeeze(x: tensor[h, w, c], ratio = 2) -> tensor[h, w, c] {
     x * (x |> global_avg_pool |> dense(c / ratio) |> relu |> dense(c) |> sigmoid |> reshape(1, 1, c))
   }`,
  `block adain(x: tensor[h, w, c], style: tensor[s]) -> tensor[h, w, c] {
     let gamma = style |> dense(c) |> reshape(1, 1, c)
     let beta = style |> dense(c) |> reshape(1, 1, c)
     (x |> instance_norm) * (1 + gamma) + beta
   }
   block styled(x: tensor[h, w, c], style, filters, grow = true) {
     noise ~ normal[h, w, 1]
     let y = x |> if grow { upsample(2) } |> conv2d(filters, 3)
     y |> leaky_relu |> adain(style)
   }`,
  `block shuffle(x: tensor[h, w, c], r = 2) -> tensor[h * r, w * r, c / r^2] { x |> reshape(h * r, w * r, c / r^2) }`,
  'block mlp(x: tensor[n], widths, act = relu) { x |> for w in widths { dense(w) |> act } }',
  'block words(t: class(v)[n], size) -> tensor[n * size] { t |> embedding(size) |> flatten }',
  'block conditioned(x: tensor[h, w, c], y: class(k)) { concat(x, y |> embedding(h * w) |> reshape(h, w, 1)) }',
  'block applied(x, f, g = f) { x |> f |> g }',
  'block gated(x: tensor[n]) -> tensor[n / 2] { x[0..n / 2 - 1] * sigmoid(x[n / 2..n - 1]) }',
  'block ends(x: tensor[h, w]) -> tensor[w] { x[0, :] + x[-1, :] + x[h - 1, :] }',
  'block critic(x: tensor[h, w, c], k, s) { x |> conv2d(8, k, stride: s) |> max_pool(2) |> flatten |> dense(1) }',
  'block cropped(x: tensor[h, w, c], to: tensor[a, b, d]) -> tensor[a, b, c] { x[0..a - 1, 0..b - 1, :] }',
  'fn cycle(F, G, x) { mean(abs(F(G(x)) - x)) }',
  'fn features(D, real, fake) { mean(abs(D(real).features - D(fake).features)) }',
  'fn penalty(D, a, b) { let m = 0.5 * (a + b)  mean((norm(grad(sum(D(m)), m)) - 1)^2) }',
  'fn picked(items, i) { items[i] }',
  'fn tempered(logits, t = 1) { softmax(logits / t) }',
  'fn kl(p) { 0.5 * mean(sum(p.mean^2 + exp(p.log_variance) - p.log_variance - 1, axes: [0])) }',
];

describe('no false alarm', () => {
  test.each(blocks)('%s', (text) => {
    const needed = text.includes('unet') ? `${blocks[1]}\n${blocks[2]}\n` : '';
    expect(errorsOf(analysisOf(needed + text))).toEqual([]);
  });

  test('and all of them can be used', () => {
    const all = blocks.join('\n');
    program(
      `
      import "blocks.gan" as b
      latent z ~ normal[16, 16, 8]
      latent s ~ normal[6]
      latent t ~ class(5)[7]
      latent l ~ class(3)
      latent v ~ normal[12]
      network N(x: tensor[16, 16, 8], s: tensor[6], t: class(5)[7], l: class(3), v: tensor[12]) -> tensor[1] {
        let a = x |> b.residual |> b.down(16) |> b.unet |> b.bottleneck |> b.bottleneck(2, instance_norm, act: tanh)
        let c = x |> b.patches |> b.heads(4) |> flatten
        let d = x |> b.preactivated(8) |> b.preactivated(16, 2) |> b.dense_block(3, 4) |> b.squeeze(7)
        let e = x |> b.adain(s) |> b.styled(s, 4) |> b.styled(s, 4, grow: false) |> b.shuffle
        let g = v |> b.mlp([8, 9]) |> b.mlp([4], act: sigmoid) |> b.applied(relu) |> b.gated
        let h = t |> b.words(3)
        let i = b.conditioned(x, l) |> b.critic(3, 2)
        let j = x[:, :, 0] |> b.ends
        let k = x |> b.cropped(x[0..3, 0..5, :])
        concat(a |> flatten, c, d |> flatten, e |> flatten, g, h, i, j, k |> flatten) |> dense(1)
      }
      let y = N(z, s, t, l, v)
      loss d = b.cycle(tanh, b.tempered, s) + b.kl((mean: s, log_variance: s)) + b.picked([1, 2, 3], 1)`,
      new Map(),
      { 'blocks.gan': all },
    );
  });

  test.each(libraryModuleNames)('library: %s', (name) => {
    // The library is not checked at each start, so here it is checked as a user's file.
    expect(errorsOf(analysisOf(`import "copy.gan" as copy`, { 'copy.gan': libraryModule(name)!.text }))).toEqual([]);
  });
});

describe('what every use would make wrong', () => {
  test.each([
    ['block a(x: tensor[h, w, c]) -> tensor[h, w, c] { x |> flatten }', ['shape-mismatch at flatten']],
    ['block a(x: tensor[n]) { x |> conv2d(3, 3) }', ['wrong-rank at conv2d']],
    [
      'block a(x: tensor[h, w, c]) -> tensor[h / 2, w / 2, c] { x |> conv2d(c, 3) }',
      ['shape-mismatch at conv2d(c, 3)'],
    ],
    ['block a(x: tensor[n], k) -> tensor[k + 1] { x |> dense(k) }', ['shape-mismatch at dense(k)']],
    ['block a(x: tensor[h, w, c]) { x[h - 1, w, 0] }', ['wrong-kind at w']],
    ['block a(x: tensor[n]) -> tensor[n, 2] { x |> reshape(n, 2) }', ['reshape-size at reshape']],
    ['block a(x: tensor[n]) { x[0, 1] }', ['wrong-rank at x[0, 1]']],
    ['block a(x: tensor[n]) { x[n] }', ['wrong-kind at n']],
    [
      'block a(x) { x |> conv2d(8, 3, strides: 2) |> dropout(1.5) |> dense() }',
      ['unknown-argument at strides', 'argument-out-of-range at 1.5', 'missing-argument at dense'],
    ],
    [
      'block a(x) { x |> dense(-1) |> dense(0.5) |> repeat(1.5) { relu } }',
      ['argument-out-of-range at -1', 'not-an-integer at 0.5', 'not-an-integer at 1.5'],
    ],
    [
      'fn a(x) { mean(x, axis: 3) + foo(x) + bar }',
      ['unknown-argument at axis', 'unknown-name at foo', 'unknown-name at bar'],
    ],
    ['block a(x: tensor[n]) -> tensor[n] { x |> mean }', ['shape-mismatch at mean']],
    ['block a(x) { x |> b(1, 2, 3) }\nblock b(x, n) { x |> dense(n) }', ['too-many-arguments at 2']],
    ['fn a(x: tensor[n]) { grad(x, x) }', ['gradient-of-batch at x']],
    ['block a(x: class(n)) { x |> relu }', ['meaning-mismatch at x']],
    ['block a(x: tensor[n]) -> prob[n] { x |> tanh }', ['meaning-mismatch at tanh']],
    ['block a(x: tensor[n]) -> tensor[n] in 0..1 { x |> tanh }', ['range-mismatch at tanh']],
    ['fn a(x: logit[n]) { x |> sigmoid |> sigmoid }', ['double-activation at sigmoid']],
    ['block a(x: tensor[n], act = nope, k = 3 / 0) { x |> act }', ['unknown-name at nope', 'division-by-zero at 0']],
    ['block a(x) { x |> b }\nblock b(x) { x |> a }', ['circular-definition at a']],
    ['fn a(x) { a(x) }', ['circular-definition at a']],
    ['network N(x: tensor[2]) -> tensor[2] { x |> relu |> nope }', ['unknown-name at nope']],
  ] as readonly (readonly [string, readonly string[]])[])('%s', (text, messages) => {
    expect(errorsOf(analysisOf(text)).sort()).toEqual([...messages].sort());
  });

  test('is reported once, and not where it is used', () => {
    const text = `
      block bad(x: tensor[n]) { x |> conv2d(3, 3) }
      block user(x) { x |> bad |> bad }
      network N(x: tensor[4]) -> tensor[4] { x |> bad |> user |> dense(4) }
      latent z ~ normal[4]
      let y = N(z)
      let w = y + 1`;
    expect(errorsOf(analysisOf(text))).toEqual(['wrong-rank at conv2d']);
  });
});

describe('what a use decides', () => {
  const block = 'block half(x: tensor[n], k) -> tensor[n / 2] { x |> reshape(k, n / k) |> flatten |> dense(n / 2) }\n';
  const use = (text: string): string[] =>
    errorsOf(analysisOf(`${block}network N(x: tensor[6]) -> tensor[3] { x |> ${text} }`));

  test('is reported for the wrong use, in the block, along with the use', () => {
    expect(use('half(2)')).toEqual([]);
    expect(use('half(4)')).toEqual(['indivisible at n / k']);
    expect(use('half(2) |> half(3) |> dense(3)')).toEqual(['indivisible at n / 2']);
    const { diagnostics } = analysisOf(`${block}network N(x: tensor[6]) -> tensor[3] { x |> half(4) }`);
    expect(diagnostics[0]!.labels?.map((l) => l.text)).toContain('in this use of `half`');
  });

  test('layers are allowed only in networks, wherever they come from', () => {
    const text = 'fn f(x) { x |> dense(2) }\nlatent z ~ normal[4]\nlet y = f(z)';
    expect(errorsOf(analysisOf(text))).toEqual(['layer-outside-network at dense']);
    expect(errorsOf(analysisOf(`${block}latent z ~ normal[4]\nlet y = half(z, 2)`))).toEqual([
      'layer-outside-network at half',
    ]);
  });
});
