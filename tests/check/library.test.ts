/** The library, as the checker's users see it: each module by itself, and one use of everything in it. */
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/public.ts';
import { contentsOf, summaryOf } from '../../src/compiler/library/contents.ts';
import { libraryModules } from '../../src/compiler/library/library.ts';
import { words } from '../../src/compiler/words/vocabulary.ts';
import { render } from '../../src/diagnostics/index.ts';

const entries = libraryModules.flatMap((module) => contentsOf(module).map((entry) => ({ module, entry })));

describe('the modules of the library', () => {
  it.each(libraryModules.map((m) => [m.module, m] as const))('%s is right by itself', (_, { name, text }) => {
    const { diagnostics } = check(text, { name });
    expect(render(diagnostics)).toBe('');
  });

  it.each(libraryModules.map((m) => [m.module, m] as const))('%s says what it is about', (_, module) => {
    expect(summaryOf(module)).toMatch(/^[A-Z].*\.$/);
    // The first comment belongs to the module, not to the declaration that follows it.
    expect(module.text.startsWith(`/// ${contentsOf(module)[0]!.documentation.split('\n')[0]}`)).toBe(false);
  });

  it.each(entries.map(({ module, entry }) => [`${module.module}.${entry.name}`, entry] as const))(
    '%s says what it is',
    (_, { documentation }) => expect(documentation).toMatch(/\S[^]*\.$/),
  );

  it('declare every name once, and no name of the language', () => {
    const names = [...libraryModules.map((m) => m.module), ...entries.map(({ entry }) => entry.name)];
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(names.filter((name) => words.has(name))).toEqual([]);
  });

  it('list the names that they declare', () => {
    for (const module of libraryModules) expect(contentsOf(module).map(({ name }) => name)).toEqual(module.names);
  });
});

/** One use: a stage from a map to a map, an expression of a map, or a loss. */
interface Use {
  readonly stage?: string;
  readonly loss?: string;
}

const uses: Readonly<Record<string, readonly Use[]>> = {
  identity: [{ stage: 'identity' }],
  selu: [{ stage: 'selu' }],
  square: [{ stage: 'square' }],
  global_avg_pool: [{ stage: 'global_avg_pool |> dense(64) |> reshape(8, 8, 1)' }],
  global_max_pool: [{ stage: 'global_max_pool |> dense(64) |> reshape(8, 8, 1)' }],
  residual: [
    { stage: 'residual' },
    { stage: 'residual(selu)' },
    { stage: 'residual(activation: leaky_relu, normalise: false)' },
    { stage: 'residual(identity)' },
  ],
  residual_down: [{ stage: 'residual_down(12)' }, { stage: 'residual_down(12, tanh, normalise: false)' }],
  dcgan_down: [{ stage: 'dcgan_down(12)' }, { stage: 'dcgan_down(12, kernel: 4, norm: identity)' }],
  dcgan_up: [{ stage: 'dcgan_up(12)' }, { stage: 'dcgan_up(12, 4, layer_norm)' }],
  pix2pix_down: [{ stage: 'pix2pix_down(12)' }, { stage: 'pix2pix_down(12, norm: instance_norm)' }],
  pix2pix_up: [{ stage: 'pix2pix_up(12)' }, { stage: 'pix2pix_up(12, norm: instance_norm, drop: 0.5)' }],
  minimax_d: [{ loss: 'minimax_d(D(x), D(fake))' }],
  non_saturating_g: [{ loss: 'non_saturating_g(D(fake))' }],
  least_squares_d: [{ loss: 'least_squares_d(D(x), D(fake))' }],
  least_squares_g: [{ loss: 'least_squares_g(D(fake))' }],
  wasserstein_d: [{ loss: 'wasserstein_d(D(x), D(fake))' }],
  wasserstein_g: [{ loss: 'wasserstein_g(D(fake))' }],
  hinge_d: [{ loss: 'hinge_d(D(x), D(fake))' }],
  hinge_g: [{ loss: 'hinge_g(D(fake))' }],
  gradient_penalty: [{ loss: 'gradient_penalty(D, x, fake)' }, { loss: 'gradient_penalty(D, x, fake, target: 0)' }],
  dragan_penalty: [{ loss: 'dragan_penalty(D, x)' }],
  r1: [{ loss: 'r1(D, x)' }],
  r2: [{ loss: 'r2(D, fake)' }],
};

/** A generator and a critic on digits, with a stage in the critic and a term in its loss. */
function specWith(importing: string, { stage = 'leaky_relu', loss = 'wasserstein_d(D(x), D(fake))' }: Use): string {
  return `${importing}model use
data x: image[28, 28, 1] in -1..1 from digits()
latent z ~ normal[16]
network G(z: tensor[16]) -> image[28, 28, 1] in -1..1 { z |> dense(784) |> tanh |> reshape(28, 28, 1) }
network D(x: image[28, 28, 1] in -1..1) -> score[1] {
  x |> conv2d(6, 4, stride: 2) |> ${stage} |> conv2d(4, 3) |> flatten |> dense(1)
}
let fake = G(z)
loss d = ${loss}
loss g = wasserstein_g(D(fake))
train for 10 steps, batch 4 {
  minimize d over D using adam(1e-3)
  minimize g over G using adam(1e-3)
}
`;
}

describe('everything in the library', () => {
  it('is put to use below', () => {
    expect(Object.keys(uses)).toEqual(expect.arrayContaining(entries.map(({ entry }) => entry.name)));
    expect(Object.keys(uses)).toHaveLength(entries.length);
  });

  it.each(
    entries.flatMap(({ module, entry }) =>
      uses[entry.name]!.map((use) => [use.stage ?? use.loss!, { module, entry, use }] as const),
    ),
  )('%s', (_, { module, entry, use }) => {
    const { diagnostics, program } = check(
      specWith(module.everywhere ? '' : `import ${entry.name} from ${module.module}\n`, use),
    );
    expect(render(diagnostics.filter((d) => d.severity === 'error'))).toBe('');
    expect(program).not.toBeNull();
  });

  it('has to be imported where it is not known everywhere', () => {
    const { diagnostics } = check(specWith('', { stage: 'residual' }));
    expect(diagnostics.map((d) => d.code)).toEqual(['unknown-name']);
  });
});

describe('blocks have the layers of their papers', () => {
  const layersOf = (name: string, stage: string): string[] => {
    const { program } = check(specWith(name === '' ? '' : `import ${name} from blocks\n`, { stage }));
    return program!.networks
      .get('D')!
      .layers.map((layer) => layer.function)
      .slice(1, -3);
  };

  it.each<[name: string, stage: string, layers: string]>([
    ['residual', 'residual', 'conv2d batch_norm relu conv2d batch_norm relu'],
    ['residual', 'residual(selu, normalise: false)', 'conv2d selu conv2d selu'],
    ['residual_down', 'residual_down(8)', 'conv2d batch_norm conv2d batch_norm relu conv2d batch_norm relu'],
    ['dcgan_down', 'dcgan_down(8)', 'conv2d batch_norm leaky_relu'],
    ['dcgan_down', 'dcgan_down(8, norm: identity)', 'conv2d leaky_relu'],
    ['dcgan_up', 'dcgan_up(8)', 'conv2d_transpose batch_norm relu'],
    ['pix2pix_down', 'pix2pix_down(8, norm: instance_norm)', 'conv2d instance_norm leaky_relu'],
    ['pix2pix_up', 'pix2pix_up(8)', 'conv2d_transpose batch_norm relu'],
    ['pix2pix_up', 'pix2pix_up(8, drop: 0.5)', 'conv2d_transpose batch_norm dropout relu'],
  ])('%s: %s', (name, stage, layers) => {
    expect(layersOf(name, stage).join(' ')).toBe(layers);
  });

  it('a formula is one line of a summary, whatever is in it', () => {
    expect(layersOf('', 'selu |> square |> identity')).toEqual(['selu', 'square']);
  });
});

describe('a mistake in a use is reported at the use, once', () => {
  const problems = (stage: string, importing = '') =>
    check(specWith(importing, { stage })).diagnostics.map(({ code, span, help }) => ({
      code,
      at: span.source.text.slice(span.start, span.end),
      help,
    }));

  it('a label where numbers are wanted', () => {
    const spec = specWith('', {})
      .replace('data x: image[28, 28, 1] in -1..1', 'data { x: image[28, 28, 1] in -1..1  c: class(10) }')
      .replace('loss d =', 'let wrong = selu(c)\nloss d =');
    const errors = check(spec).diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, span }) => [code, span.source.text.slice(span.start, span.end)])).toEqual([
      ['meaning-mismatch', 'selu(c)'],
    ]);
  });

  it('a row where a map is wanted', () => {
    expect(problems('flatten |> global_avg_pool')).toEqual([
      { code: 'wrong-rank', at: 'global_avg_pool', help: 'put `reshape(h, w, c)` before it' },
    ]);
    const rest = 'dense(784) |> global_avg_pool';
    expect(problems(`flatten |> ${rest}`)[0]!.help).toBe('put `reshape(28, 28, 1)` before it');
  });

  it('a size that is not a whole number', () => {
    const found = problems(
      'reshape(14, 14, 6) |> conv2d(6, 4, padding: valid) |> dcgan_down(8)',
      'import dcgan_down from blocks\n',
    );
    expect(found.map(({ code }) => code)).toEqual(['indivisible']);
  });
});
