/** Several named values: as parameters and results of networks, blocks and functions, nested too. */
import { describe, expect, test } from 'vitest';
import { Reference } from '../compile/reference.ts';
import { analysisOf, errorsOf, program, summary, typeOf } from './checked-programs.ts';

/** A variational autoencoder: encoder, reparametrisation, Kullback–Leibler divergence. */
const vae = `
block gaussian(h: tensor[n], k) -> (mean: tensor[k], log_variance: tensor[k]) {
  (mean: h |> dense(k), log_variance: h |> dense(k, init: zeros))
}
fn sample(p) { e ~ normal[2]  p.mean + exp(0.5 * p.log_variance) * e }
fn kl(p) { 0.5 * mean(sum(p.mean^2 + exp(p.log_variance) - p.log_variance - 1, axes: [0])) }
network E(x: tensor[3]) -> (mean: tensor[2], log_variance: tensor[2]) { x |> dense(4) |> tanh |> gaussian(2) }
network F(p: (mean: tensor[2], log_variance: tensor[2])) -> tensor[3] { sample(p) |> dense(3) }
latent x ~ normal[3]
let posterior = E(x)
loss elbo = kl(posterior) + mean((F(posterior) - x)^2)
`;

describe('right', () => {
  test('a VAE: from a block, through a function, into a network, trained for a step', () => {
    const run = new Reference(`model vae${vae}train for 10 steps, batch 2 { minimize elbo over E, F using sgd(0.1) }`);
    const kernels = run.model.variables.map((v) => v.path).filter((p) => p.endsWith('kernel'));
    expect(kernels).toEqual([
      'E/dense(4)/kernel',
      'E/gaussian(2)/mean/dense(k)/kernel',
      'E/gaussian(2)/log_variance/dense(k)/kernel',
      'F/dense(3)/kernel',
    ]);
    for (const path of kernels) run.set(path, path.includes('mean') ? 1 : 0);
    const feeds = Object.fromEntries(
      run.model
        .step(0)
        .inputs.filter((i) => i.source.kind === 'random')
        .map((i) => [i.name, 1]),
    );
    // Everything but the draws is 0: the divergence vanishes, and each component of x is off by 1.
    expect(run.step(feeds)['elbo']).toBeCloseTo(1, 10);
    expect(run.get('F/dense(3)/bias')[0]).toBeCloseTo(0.1 * (2 / 3), 6);
  });

  test('tuples in tuples, in and out of networks', () => {
    const text = `
      network N(x: tensor[8]) -> (inner: (a: tensor[2], b: tensor[3]), c: tensor[1]) {
        (inner: (a: x |> dense(2), b: x |> dense(3)), c: x |> dense(1))
      }
      network M(t: (inner: (a: tensor[2], b: tensor[3]), c: tensor[1])) -> tensor[1] {
        concat(t.inner.a, t.inner.b, t.c) |> dense(1)
      }
      latent x ~ normal[8]
      let n = N(x)
      let o = M(n)
      let q = n.inner.b
      let again = M((inner: (a: q[0..1], b: q), c: o))
      let turned = M((c: o, inner: (b: q, a: q[0..1])))`;
    expect(typeOf(text, 'q')).toBe('tensor[3]');
    expect(typeOf(text, 'turned')).toBe('tensor[1]');
    expect(summary(program(text).networks.get('N')!)).toEqual([
      'inner/a/dense(2) [2]',
      'inner/b/dense(3) [3]',
      'c/dense(1) [1]',
    ]);
  });

  test('fields are told apart by their names, not by their order', () => {
    const run = new Reference(`model m
      latent x ~ normal[1]
      network N(t: (a: tensor[1], b: tensor[1])) -> tensor[1] { t.a - 2 * t.b }
      let y = N((b: x, a: 10 * x))`);
    expect(run.value('y', 2, { 'draw/x': [1, 2] })).toEqual([8, 16]);
  });

  test('sizes of a signature are found in the parts', () => {
    const text = `
      block mix(p: (u: tensor[n], v: tensor[n, m])) -> (sum: tensor[n], flat: tensor[n * m]) {
        (sum: p.u, flat: p.v |> flatten)
      }
      network N(x: tensor[6]) -> tensor[9] {
        let r = mix((u: x[0..2], v: x |> reshape(3, 2)))
        concat(r.sum, r.flat)
      }`;
    expect(errorsOf(analysisOf(text))).toEqual([]);
  });

  test('of a static network, through `like` and `if`', () => {
    const text = `
      network N(x: tensor[2], heads) -> (a: tensor[1], b: tensor[heads]) { (a: x |> dense(1), b: x |> dense(heads)) }
      network M like N
      latent x ~ normal[2]
      let one = N(x, heads: 2).b + M(x, heads: 2).b
      let t = if true { N(x, 2) } else { M(x, 2) }
      let two = t.a`;
    expect(errorsOf(analysisOf(text))).toEqual([]);
  });
});

describe('wrong', () => {
  const types = '(mean: tensor[4], log_variance: tensor[4])';
  const result = (body: string): string[] => errorsOf(analysisOf(`network E(x: tensor[8]) -> ${types} { ${body} }`));
  const argument = (given: string): string[] =>
    errorsOf(
      analysisOf(
        `network F(p: ${types}) -> tensor[8] { p.mean |> dense(8) }\nlatent x ~ normal[4]\nlatent w ~ normal[8]\nlet y = F(${given})`,
      ),
    );

  test('results', () => {
    expect(result('(mean: x |> dense(4), logvar: x |> dense(4))')).toEqual(['unknown-member at dense(4)']);
    expect(result('(mean: x |> dense(4))')).toEqual(['shape-mismatch at (mean: x |> dense(4))']);
    expect(result('x |> dense(4)')).toEqual(['shape-mismatch at dense(4)']);
    expect(result('(mean: x |> dense(4), log_variance: x |> dense(5))')).toEqual(['shape-mismatch at dense(5)']);
    expect(result('(mean: x |> dense(4), mean: x |> dense(4))')).toEqual(['duplicate-name at mean']);
    expect(errorsOf(analysisOf('network E(x: tensor[8]) -> tensor[4] { (a: x |> dense(4)) }'))).toEqual([
      'wrong-kind at (a: x |> dense(4))',
    ]);
  });

  test('arguments', () => {
    expect(argument('(mean: x, log_variance: x)')).toEqual([]);
    expect(argument('x')).toEqual(['shape-mismatch at x']);
    expect(argument('(mean: x)')).toEqual(['shape-mismatch at (mean: x)']);
    expect(argument('(mean: x, log_variance: w)')).toEqual(['shape-mismatch at (mean: x, log_variance: w)']);
    expect(argument('(mean: x, log_variance: x, more: x)')).toEqual([
      'unknown-member at (mean: x, log_variance: x, more: x)',
    ]);
  });

  test('members and arithmetic', () => {
    const line = (text: string): string[] =>
      errorsOf(analysisOf(`latent x ~ normal[4]\nlet t = (a: x, b: (c: x, d: x))\n${text}`));
    expect(line('let y = t.a + t.b.c')).toEqual([]);
    expect(line('let y = t.d')).toEqual(['unknown-member at d']);
    expect(line('let y = t.b.a')).toEqual(['unknown-member at a']);
    expect(line('let y = t.a.b')).toEqual(['no-members at b']);
    expect(line('let y = t + 1')).toEqual(['wrong-kind at t']);
    expect(line('let y = mean(t.b)')).toEqual(['wrong-kind at t.b']);
  });

  test('of blocks, at the declaration if that is enough, otherwise at the use', () => {
    expect(errorsOf(analysisOf('block b(p: (u: tensor[n], v: tensor[n])) { p.w }'))).toEqual(['unknown-member at w']);
    const block = 'block b(p: (u: tensor[n], v: tensor[n])) { p.u + p.v }\nlatent x ~ normal[8]\n';
    const use = (text: string): string[] =>
      errorsOf(analysisOf(`${block}network N(x: tensor[8]) -> tensor[8] { ${text} }`));
    expect(use('b((u: x, v: x))')).toEqual([]);
    expect(use('b((u: x, v: x[0..3]))')).toEqual(['shape-mismatch at (u: x, v: x[0..3])']);
    expect(use('x |> b')).toEqual(['wrong-kind at b']);
    expect(use('b((u: x, w: x))')).toEqual(['wrong-kind at (u: x, w: x)']);
  });
});
