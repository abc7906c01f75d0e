/** The library, as the checker's users see it: each module by itself, and one use of everything in it. */
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/public.ts';
import { contentsOf, summaryOf } from '../../src/compiler/library/contents.ts';
import { libraryModules } from '../../src/compiler/library/library.ts';
import { words } from '../../src/compiler/words/vocabulary.ts';
import { render } from '../../src/diagnostics/index.ts';
import { importOf, specWith, uses } from './library-uses.ts';

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

describe('everything in the library', () => {
  it('is put to use below', () => {
    expect(Object.keys(uses)).toEqual(expect.arrayContaining(entries.map(({ entry }) => entry.name)));
    expect(Object.keys(uses)).toHaveLength(entries.length);
  });

  it.each(
    entries.flatMap(({ module, entry }) =>
      (uses[entry.name] ?? []).map((use) => [`${entry.name}: ${JSON.stringify(use)}`, { module, entry, use }] as const),
    ),
  )('%s', (_, { module, entry, use }) => {
    const { diagnostics, program } = check(specWith(importOf(entry.name, module), use));
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
      .slice(1, -4);
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
    const spec = specWith('', { declared: 'latent c ~ class(10)\nlet wrong = selu(c)' });
    const { diagnostics } = check(spec);
    expect(diagnostics.map(({ code, span }) => [code, span.source.text.slice(span.start, span.end)])).toEqual([
      ['meaning-mismatch', 'selu(c)'],
    ]);
  });

  it('a row where a map is wanted', () => {
    expect(problems('flatten |> global_avg_pool |> reshape(6, 1, 1)')).toEqual([
      { code: 'wrong-rank', at: 'global_avg_pool', help: 'put `reshape(h, w, c)` before it' },
    ]);
    const rest = 'dense(784) |> global_avg_pool';
    expect(problems(`flatten |> ${rest}`)[0]!.help).toBe('put `reshape(28, 28, 1)` before it');
  });

  it('a size that is not a whole number', () => {
    const found = problems(
      'leaky_relu |> conv2d(6, 4, padding: valid) |> dcgan_down(8)',
      'import dcgan_down from blocks\n',
    );
    expect(found.map(({ code }) => code)).toEqual(['indivisible']);
  });
});
