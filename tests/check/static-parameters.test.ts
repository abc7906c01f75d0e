/** Networks with parameters that choose the architecture: one declaration, several networks, weights shared by place. */
import { describe, expect, test } from 'vitest';
import { Reference } from '../compile/reference.ts';
import { analysisOf, errorsOf, network, program, summary, weights } from './checked-programs.ts';

const growing = `
block to_rgb(x: tensor[h, w, c]) -> image[h, w, 3] { x |> conv2d(3, 1) }
network G(z: tensor[16], stage) -> image[4 * 2^stage, 4 * 2^stage, 3] {
  z |> dense(4 * 4 * 8) |> leaky_relu |> reshape(4, 4, 8)
    |> for s in 1..stage { upsample(2) |> conv2d(8, 3) |> leaky_relu } |> to_rgb
}
network D(x: image[4 * 2^stage, 4 * 2^stage, 3], stage) -> score[1] {
  x |> conv2d(8, 1) |> for s in [3, 2, 1] { if s <= stage { conv2d(8, 3, stride: 2) |> leaky_relu } } |> flatten |> dense(1)
}
latent z ~ normal[16]
`;

const pathsOf = (text: string, name: string): string[] => network(text, name).weights.map((w) => w.path);

describe('progressive growing', () => {
  test('stages share the layers that both have', () => {
    const text = `${growing}let a = G(z, stage: 0)\nlet b = G(z, 1)\nlet c = G(z, stage: 3)`;
    const [first, second, last] = [0, 1, 3].map((stage) => pathsOf(text, `G(stage: ${stage})`));
    expect(second).toEqual(expect.arrayContaining(first!));
    expect(last).toEqual(expect.arrayContaining(second!));
    expect(last!.filter((path) => !second!.includes(path))).toEqual([
      'G/conv2d(8)[2]/kernel',
      'G/conv2d(8)[2]/bias',
      'G/conv2d(8)[3]/kernel',
      'G/conv2d(8)[3]/bias',
    ]);
  });

  test('the result has the size of the stage, and so has the input of the critic', () => {
    const right = `${growing}let y = D(G(z, stage: 2), stage: 2)`;
    // The last layer of the critic gets a 4 × 4 input at every stage.
    expect(weights(network(right, 'D(stage: 2)')).at(-2)).toBe('D/dense(1)/kernel [128, 1]');
    expect(errorsOf(analysisOf(`${growing}let y = D(G(z, stage: 2), stage: 1)`))).toEqual([
      'shape-mismatch at G(z, stage: 2)',
    ]);
  });

  test('a step trains them as one network, whose variables both graphs read', () => {
    const run = new Reference(`model growing${growing}
      let small = G(z, stage: 0)
      let large = G(z, stage: 1)
      loss g = mean(small^2) + mean(large^2)
      train for 10 steps, batch 2 { minimize g over G using sgd(0.1)  average G as G_ema decay 0.5 }
      let smooth = mean(G_ema(z, stage: 1))`);
    const names = run.model.variables.map((v) => v.path);
    expect(new Set(names).size).toBe(names.length);
    const graph = run.model.step(0);
    const kernel = graph.inputs.filter((i) => i.name === 'G/dense(4*4*8)/kernel');
    expect(kernel).toHaveLength(1);
    const before = run.get('G/dense(4*4*8)/kernel');
    const z = Array.from({ length: 32 }, (_, i) => Math.sin(i));
    const { g } = run.step({ 'draw/z': z });
    expect(g).toBeGreaterThan(0);
    const after = run.get('G/dense(4*4*8)/kernel');
    expect(after).not.toEqual(before);
    // Each weight, of whichever stage, has an average: halfway between before and after.
    const average = run.get('G_ema/dense(4*4*8)/kernel');
    average.forEach((a, i) => expect(a).toBeCloseTo((before[i]! + after[i]!) / 2, 6));
    expect(names).toContain('G_ema/conv2d(8)[1]/kernel');
    const [value] = run.value('smooth', 2, { 'draw/z': z });
    expect(Number.isFinite(value)).toBe(true);
  });
});

describe('what names a layer', () => {
  const latent = 'latent z ~ normal[4]\n';
  const shared = (body: string, uses: readonly [string, string], parameter: string): string[] => {
    const text = `${latent}network G(z: tensor[4], ${parameter}) -> tensor[4] { z |> ${body} }
      let a = G(z, ${uses[0]})
      let b = G(z, ${uses[1]})`;
    const [a, b] = uses.map((use) => pathsOf(text, `G(${use})`).filter((p) => p.endsWith('kernel')));
    return a!.map((path) => `${b!.includes(path) ? 'both' : 'one'} ${path}`);
  };

  test('a layer that is left out renames none after it', () => {
    const body = 'if deep { dense(4) |> relu } |> dense(4) |> relu |> dense(4)';
    expect(shared(body, ['deep: true', 'deep: false'], 'deep')).toEqual([
      'one G/dense(4)/kernel',
      'both G/dense(4)_1/kernel',
      'both G/dense(4)_2/kernel',
    ]);
    // The order of the uses makes no difference.
    expect(shared(body, ['deep: false', 'deep: true'], 'deep')).toEqual([
      'both G/dense(4)_1/kernel',
      'both G/dense(4)_2/kernel',
    ]);
  });

  test('two branches are two places, even if they are written alike', () => {
    const body = 'if wide { dense(4) |> relu } else { dense(4) |> tanh } |> dense(4)';
    expect(shared(body, ['wide: true', 'wide: false'], 'wide')).toEqual([
      'one G/dense(4)/kernel',
      'both G/dense(4)_2/kernel',
    ]);
  });

  test('what follows a choice or a loop keeps its weights, too', () => {
    const gammas = (body: string, uses: readonly [string, string], parameter: string): string[][] => {
      const text = `${latent}network G(z: tensor[4], ${parameter}) -> tensor[4] { z |> ${body} }
        let a = G(z, ${uses[0]})
        let b = G(z, ${uses[1]})`;
      return uses.map((use) => pathsOf(text, `G(${use})`).filter((p) => p.endsWith('gamma')));
    };
    const [a, b] = gammas('dense(4) |> if deep { dense(4) } |> batch_norm', ['deep: true', 'deep: false'], 'deep');
    expect(a).toEqual(b);
    const [c, d] = gammas('for i in 1..n { dense(4) |> relu } |> batch_norm', ['n: 2', 'n: 0'], 'n');
    expect(c).toEqual(d);
  });

  test('a layer whose shape the parameter changes cannot be shared, and says so', () => {
    const text = `${latent}network G(z: tensor[4], n) -> tensor[4] { z |> dense(n) |> relu |> dense(4) }
      let a = G(z, n: 3)
      let b = G(z, n: 5)`;
    expect(errorsOf(analysisOf(text))).toEqual(['weight-conflict at dense(n)']);
  });
});

describe('values of static parameters', () => {
  const uses = (parameters: string, body: string, ...calls: string[]): string[] => {
    const lets = calls.map((c, i) => `let y${i} = G(${c})`).join('\n');
    const text = `latent z ~ normal[4]\nblock wide(x) { x |> dense(7) }
      network E(x: tensor[4]) -> tensor[4] { x |> dense(4) }
      network G(z: tensor[4], ${parameters}) -> tensor[4] { z |> ${body} }\n${lets}`;
    return [...program(text).networks.keys()].filter((name) => name.startsWith('G'));
  };

  test('numbers, booleans, texts, lists, functions, blocks, networks, initialisers', () => {
    expect(uses('n = 2', 'repeat(n) { dense(4) |> relu }', 'z', 'z, 2', 'z, n: 1 + 1', 'z, 3')).toEqual([
      'G(n: 2)',
      'G(n: 3)',
    ]);
    expect(uses('norm', 'dense(4) |> if norm { batch_norm }', 'z, true', 'z, norm: false')).toEqual([
      'G(norm: true)',
      'G(norm: false)',
    ]);
    expect(uses('kind', 'dense(4) |> if kind == "a" { relu }', 'z, "a"', 'z, "b"')).toEqual([
      'G(kind: "a")',
      'G(kind: "b")',
    ]);
    expect(uses('widths', 'for n in widths { dense(n) |> relu } |> dense(4)', 'z, [8]', 'z, [5 + 3]')).toHaveLength(
      0 + 1,
    );
    expect(uses('f', 'f |> relu |> dense(4)', 'z, relu', 'z, tanh')).toEqual(['G(f: relu)', 'G(f: tanh)']);
    expect(uses('f', 'f |> relu |> for f in [f] { dense(4) }', 'z, E')).toEqual(['G(f: E)']);
    expect(uses('init = normal(0.5)', 'dense(4, init: init)', 'z')).toEqual(['G(init: normal(0.5))']);
  });

  test('blocks of two files with one name are two blocks', () => {
    const m = { 'a.gan': 'block act(x) { x |> relu }', 'b.gan': 'block act(x) { x |> tanh }' };
    const text = `import act as a from "a.gan"
      import act as b from "b.gan"
      latent z ~ normal[4]
      network G(z: tensor[4], f) -> tensor[4] { z |> dense(4) |> f }
      let one = G(z, a)
      let two = G(z, b)`;
    const { networks } = program(text, new Map(), m);
    expect([...networks.values()].map((n) => summary(n)[1])).toEqual(['act/relu [4]', 'act/tanh [4]']);
  });

  test('what is computed in training chooses no architecture', () => {
    const text = (use: string): string =>
      `latent z ~ normal[4]\nnetwork G(z: tensor[4], n) -> tensor[4] { z |> dense(4) }\nlet y = G(z, ${use})`;
    expect(errorsOf(analysisOf(text('z')))).toEqual(['missing-type at z']);
    expect(errorsOf(analysisOf(text('mean(z)')))).toEqual(['missing-type at mean(z)']);
    expect(errorsOf(analysisOf(text('[z, 3]')))).toEqual(['missing-type at [z, 3]']);
    expect(errorsOf(analysisOf(text('n: 3, m: 4')))).toEqual(['unknown-argument at m']);
    expect(errorsOf(analysisOf('latent z ~ normal[4]\nnetwork G(z) -> tensor[4] { z |> dense(4) }'))).toEqual([
      'missing-type at z',
    ]);
  });
});

describe('where it is declared, used or not', () => {
  test.each([
    ['network G(z: tensor[4], stage) -> tensor[4] { z |> dens(4) }', 'unknown-name at dens'],
    ['network G(z: tensor[4], stage) -> tensor[4] { z |> conv2d(4, 3) }', 'wrong-rank at conv2d'],
    ['network G(z: tensor[n], n) -> tensor[n + 1] { z |> dense(n) }', 'shape-mismatch at dense(n)'],
    ['network G(z: tensor[n], n) -> tensor[n] { z |> dense(n, unts: 3) }', 'unknown-argument at unts'],
    ['network G(z: tensor[4], f) -> tensor[4] with int: zeros { z |> f }', 'unknown-name at int'],
    ['network G(z: tensor[4], a = nowhere) -> tensor[4] { z |> dense(4) }', 'unknown-name at nowhere'],
    ['network G(z: tensor[4], a = 1 / 0) -> tensor[4] { z |> dense(4) }', 'division-by-zero at 0'],
    ['network G(z: tensor[4], n) -> tensor[4] { G(z, n: n - 1) }', 'circular-definition at G'],
  ])('%s', (text, message) => {
    expect(errorsOf(analysisOf(text))).toEqual([message]);
    const uses = `latent q ~ normal[4]\nlet a = G(q, 3)\nlet b = G(q, 4)\nnetwork H like G\nlet c = H(q, 4)`;
    expect(errorsOf(analysisOf(`${text}\n${uses}`))).toEqual([message]);
  });

  test('what is wrong only for some values is reported for those, with the place where they are given', () => {
    const text = `latent z ~ normal[4]
      network G(z: tensor[4], n) -> tensor[4] { z |> reshape(n, 4 / n) |> flatten }
      let right = G(z, 2)
      let wrong = G(z, 3)`;
    const { diagnostics } = analysisOf(text);
    expect(diagnostics.map((d) => d.code)).toEqual(['indivisible']);
    expect(diagnostics[0]!.labels?.at(-1)).toMatchObject({ text: 'in this use of `G`' });
  });

  test('nothing is reported that some values would make right', () => {
    expect(
      errorsOf(
        analysisOf(`
          network A(z: tensor[n], n, f, g = f, norm = true, widths = [4]) -> tensor[n / 2, n / 4] {
            z |> f(3) |> g |> if norm { batch_norm } else if n > 3 { f(n) } |> for w in widths { dense(w) |> g }
          }
          network B(x: image[s, s, c], s, c, k) -> logit[1] { x |> conv2d(c * k, k, stride: k) |> flatten |> dense(1) }`),
      ),
    ).toEqual([]);
  });
});

test('a report replaces a network with static parameters by its average', () => {
  const { observations } = program(`${growing}
    data image: image[8, 8, 3] from shapes(height: 8, width: 8)
    let fake = G(z, stage: 1)
    loss g = mean((fake - image)^2)
    train for 10 steps, batch 2 { minimize g over G using sgd(0.1)  average G as G_ema decay 0.5 }
    show using G_ema { grid(fake, 2, 2) }`);
  expect(observations[0]!.using.map(({ label, averageOf }) => [label, averageOf])).toEqual([['G_ema(stage: 1)', 'G']]);
});

test('`like`, averages and expectations of a network with static parameters', () => {
  const checked = program(`${growing}
    network H like G
    let a = G(z, stage: 1)
    let b = H(z, stage: 0)
    expect parameters(G) == parameters(H) + 8 * 8 * 9 + 8`);
  expect([...checked.networks.keys()]).toEqual(['G(stage: 1)', 'H(stage: 0)']);
  expect(pathsOf(`${growing}network H like G\nlet b = H(z, stage: 0)`, 'H(stage: 0)')[0]).toBe('H/dense(4*4*8)/kernel');
});
