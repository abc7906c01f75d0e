/** The specs in the documentation: files and fragments pass the check, and those marked as wrong are refused. */
import { describe, expect, it } from 'vitest';
import type { ReadModule } from '../../src/compiler/compile.ts';
import { libraryModules } from '../../src/compiler/library/library.ts';
import { check } from '../../src/compiler/public.ts';
import { render } from '../../src/diagnostics/index.ts';
import { parse } from '../../src/parser/index.ts';
import { blocks, where } from './markdown.ts';

/** The declarations that a fragment may use without having them. */
const surroundings = {
  x: 'data x: image[28, 28, 1] in -1..1 from digits()',
  z: 'latent z ~ normal[64]',
  G: 'network G(z: tensor[64]) -> image[28, 28, 1] in -1..1 { z |> dense(784) |> tanh |> reshape(28, 28, 1) }',
  D: 'network D(x: image[28, 28, 1] in -1..1) -> logit[1] { x |> flatten |> dense(1) }',
  fake: 'let fake = G(z)',
  d: 'loss d = minimax_d(D(x), D(fake))',
  g: 'loss g = non_saturating_g(D(fake))',
} as const;

const actions = /^(minimize|repeat|every|clip|average|update)\b/;
const isWhole = (text: string): boolean => /^model /m.test(text);

/** The names that a text declares at the top level. */
function declared(text: string): Set<string> {
  const names = parse({ name: 'fragment.gan', text }).spec.declarations.flatMap((d) => {
    if (d.kind === 'data') return d.fields.map((f) => f.name.name);
    if (d.kind === 'latent') return [d.draw.name.name];
    return 'name' in d && d.name ? [d.name.name] : [];
  });
  return new Set(names);
}

/** Completes a fragment to a file: adds a model, the declarations that it lacks, and a training around actions. */
function whole(text: string): string {
  if (isWhole(text)) return text;
  const body = actions.test(text) ? `train for 10 steps, batch 8 {\n${text}}\n` : text;
  const own = declared(body);
  const missing = Object.entries(surroundings)
    .filter(([name]) => !own.has(name))
    .map(([, declaration]) => declaration);
  return `${body}\nmodel fragment\n${missing.join('\n')}\n`;
}

/** What is shown of the library is checked with its module, in `tests/check/library.test.ts`. */
const isOfLibrary = (text: string): boolean => libraryModules.some((module) => module.text.includes(text));

const gan = blocks.filter((block) => block.language === 'gan' && !isOfLibrary(block.text));

/** A block that begins with `// layers.gan` is a file that the page's other blocks can import. */
const moduleName = (text: string): string | undefined => /^\/\/ (\S+\.gan)\n/.exec(text)?.[1];

const specs = gan.filter(({ text }) => moduleName(text) === undefined);
const modules = gan.filter(({ text }) => moduleName(text) !== undefined);

/** Reads the modules of a page. */
const modulesOf =
  (page: string): ReadModule =>
  (path) => {
    const found = modules.find((m) => m.page === page && moduleName(m.text) === path);
    return found ? { text: found.text } : { missing: true };
  };

describe('specs in the documentation', () => {
  it('are there', () => {
    expect(specs.filter((s) => isWhole(s.text)).length).toBeGreaterThan(3);
    expect(specs.length).toBeGreaterThan(25);
  });

  it.each(specs.map((spec) => [where(spec), spec] as const))('%s', (_, { page, text, marks }) => {
    const { diagnostics } = check(whole(text), { readModule: modulesOf(page) });
    const refused = marks.get('error');
    if (refused !== undefined) {
      expect(diagnostics.map((d) => d.code)).toEqual([refused]);
      return;
    }
    // A fragment leaves much unused; a whole file must not even have warnings.
    const bad = diagnostics.filter((d) => isWhole(text) || d.severity === 'error');
    expect(render(bad)).toBe('');
  });

  it.each(modules.map((module) => [where(module), module] as const))('%s, a module', (_, { page, text }) => {
    const { diagnostics, isModule } = check(text, { readModule: modulesOf(page) });
    expect(render(diagnostics)).toBe('');
    expect(isModule).toBe(true);
  });
});
