/** What is known about a place in a text that is right, half typed or full of holes. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../src/compiler/analyze.ts';
import { factsAt, nameAt, typeAt } from '../../src/compiler/at.ts';
import { textOf } from '../../src/diagnostics/source.ts';
import { lex } from '../../src/parser/lexer/lex.ts';
import { random } from '../fuzz/random.ts';

const analysisOf = (text: string): Analysis => analyze({ name: 'test.gan', text });

/** The type of what comes right after the mark `‸`. */
function typeIn(marked: string): string | null {
  const offset = marked.indexOf('‸');
  return typeAt(analysisOf(marked.replace('‸', '')), offset);
}

describe('right files', () => {
  const text = (use: string): string => `model m
    const n = 4
    data x: tensor[2] from ring()
    latent z ~ normal[n]
    block wide(y: tensor[h], k, act = relu) { y |> dense(2 * k) |> act }
    fn gap(D, real) { mean(D(real)) }
    network G(z: tensor[n]) -> tensor[2] { z |> wide(n) |> wide(3, tanh) |> dense(2) }
    network S(z: tensor[n], stage) -> tensor[2^stage] { z |> dense(2^stage) }
    let fake = G(z)
    let pair = (a: fake, b: S(z, stage: 3))
    ${use}`;

  test.each([
    ['let q = ‸fake', 'tensor[2]'],
    ['let q = ‸pair', '(a: tensor[2], b: tensor[8])'],
    ['let q = pair.‸b', 'tensor[8]'],
    ['let q = ‸n + 1', '4'],
    ['let q = n ‸+ 1', '5'],
    ['let q = fake |> ‸tanh', 'tensor[2] in -1..1'],
    ['let q = 2 ‸* tanh(fake)', 'tensor[2] in -2..2'],
    ['let q = ‸mean(fake)', 'tensor[]'],
    ['let q = ‸G(z)', 'tensor[2]'],
    ['let q = G(z)‸', 'tensor[2]'],
    ['let q = ‸gap(G, z)', 'tensor[]'],
    ['let q = [1, ‸n]', '4'],
    ['const q = ‸adam(1e-3)', /^adam\(learning_rate: /],
    ['let ‸q = fake * 2', 'tensor[2]'],
    ['const ‸q = normal(0.02)', 'normal(0.02)'],
  ])('%s', (use, type) => {
    if (typeof type === 'string') expect(typeIn(text(use))).toBe(type);
    else expect(typeIn(text(use))).toMatch(type);
  });

  test('in a template: what its signature says, and what each use makes it', () => {
    const all = text('');
    const at = (marked: string): string | null => typeIn(all.replace(marked.replace('‸', ''), marked));
    expect(at('(‸y: tensor[h]')).toBe('tensor[h] · tensor[4] · tensor[8]');
    expect(at('{ ‸y |> dense(2')).toBe('tensor[h] · tensor[4] · tensor[8]');
    expect(at('‸dense(2 * k)')).toBe('tensor[2 * k] · tensor[8] · tensor[6]');
    expect(at('dense(2 * k)‸')).toBe('tensor[2 * k] · tensor[8] · tensor[6]');
    expect(at('‸k, act')).toBe('4 · 3');
    expect(at('[‸h], k')).toBe('h · 4 · 8');
  });

  test('between declarations nothing is known', () => {
    expect(typeIn('model m\n‸\nconst n = 3')).toBe(null);
    expect(typeIn('‸model m')).toBe(null);
  });
});

describe('half-typed files', () => {
  test.each([
    [
      'after each finished stage of an unfinished pipe',
      'network G(z: tensor[4]) -> tensor[2] { z |> dense(8)‸ |> relu |> ',
      'tensor[8]',
    ],
    ['with its range', 'network G(z: tensor[4]) -> tensor[2] { z |> dense(8) |> tanh()‸ |> den', 'tensor[8] in -1..1'],
    [
      'before an error in the same body',
      'network G(z: tensor[4]) -> tensor[2] { let h = z |> dense(8)‸  let w = h |> nope(3)  w }',
      'tensor[8]',
    ],
    [
      'of a name whose value is right',
      'network G(z: tensor[4]) -> tensor[2] { let ‸h = z |> dense(8)  nope(h, 3) }',
      'tensor[8]',
    ],
    ['of what nothing is known of', 'let y = ‸z', 'error'],
    ['of a parameter of an unfinished block', 'block b(‸x: tensor[h, w, c], k) { x |> ', 'tensor[h, w, c]'],
    ['inside of an unfinished call', 'const n = 3\nlet y = mean(‸n', '3'],
    ['of an unfinished list', 'const n = 3\nlet y = [n, ‸n', '3'],
    ['of a template’s sizes', 'block b(x: tensor[h, w, c], k) { x |> reshape(‸h * w, c', 'h'],
    ['of a network with an unknown callee', 'network G(‸z: tensor[4]) -> tensor[2] { z |> nope }', 'tensor[4]'],
    [
      'of what a good network makes, beside a bad one',
      'latent z ~ normal[4]\nnetwork B(z: tensor[4]) -> tensor[2] { nope(z) }\nnetwork G(z: tensor[4]) -> tensor[2] { z |> dense(2) }\nlet y = G(z)‸',
      'tensor[2]',
    ],
    [
      'of what a bad network promises',
      'latent z ~ normal[4]\nnetwork B(z: tensor[4]) -> tensor[2] { z |> dense(2) |> }\nlet y = B(z)‸',
      'tensor[2]',
    ],
  ])('%s', (_, marked, type) => {
    expect(typeIn(`model m\n${marked}`)).toBe(type);
  });
});

const specs = readdirSync('specs').filter((name) => name.endsWith('.gan'));

/** Asks at every offset, or at every second one of a long text. */
function ask(text: string): void {
  const analysis = analysisOf(text);
  for (let offset = 0; offset <= text.length; offset += text.length > 800 ? 2 : 1) {
    const type = typeAt(analysis, offset);
    if (type !== null) {
      expect(type).not.toBe('');
      expect(type).not.toMatch(/undefined|NaN|\[object/);
    }
    const known = factsAt(analysis, offset);
    if (known) {
      expect(known.node.span.start).toBeLessThanOrEqual(offset);
      expect(known.node.span.end).toBeGreaterThanOrEqual(offset);
    }
    const name = nameAt(analysis, offset);
    if (name) expect(textOf(name.identifier.span)).toBe(name.name);
  }
}

describe('what is reported about broken text', () => {
  const half = 'block half(x: tensor[n]) -> tensor[n / 2] { x |> dense(n / 2) }\n';
  const codes = (text: string): string[] => analysisOf(`model m\n${text}`).diagnostics.map((d) => d.code);

  test('a use is not blamed for what may not have been meant', () => {
    expect(codes(`${half}network N(x: tensor[5]) -> tensor[2] { x |> half }`)).toEqual(['indivisible']);
    expect(codes(`${half}network N(x: tensor[6]) -> tensor[2] { (x |> dense(4), |> half }`)).not.toContain(
      'indivisible',
    );
    expect(codes('block b(x: tensor[n]) { x |> conv2d(3, 3) |> dense( }')).toEqual(['expected-expression']);
  });

  test('what it says before its first mistake counts', () => {
    const text = 'latent z ~ normal[3]\nnetwork N(x: tensor[2]) -> tensor[2] { x |> dense( }\nlet y = N(z)';
    expect(codes(text)).toEqual(['expected-expression', 'shape-mismatch']);
  });
});

describe.each(specs)('specs/%s', (name) => {
  const text = readFileSync(`specs/${name}`, 'utf8');

  test('every expression has a fact', () => {
    const analysis = analysisOf(text);
    expect(analysis.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    // Each of these function names must have a type.
    const silent = [...text.matchAll(/\b(?:dense|conv2d|conv2d_transpose|relu|leaky_relu|mean|softplus)\b/g)].filter(
      ({ index }) => !isComment(text, index) && typeAt(analysis, index) === null,
    );
    expect(silent.map((m) => m[0])).toEqual([]);
  });

  test('cut off at 40 places', () => {
    for (let i = 1; i <= 40; i++) ask(text.slice(0, Math.floor((text.length * i) / 40)));
  });

  test('with tokens missing', () => {
    const source = { name, text };
    const { tokens } = lex(source);
    for (let seed = 1; seed <= 12; seed++) {
      const numbers = random(seed, 0);
      const gone = new Set(Array.from({ length: 1 + numbers.below(4) }, () => numbers.below(tokens.length)));
      const kept = tokens.filter((_, i) => !gone.has(i));
      ask(kept.map((token, i) => token.image + (kept[i + 1] ? gapAfter(text, token) : '')).join(''));
    }
  });
});

const isComment = (text: string, index: number): boolean =>
  text.slice(text.lastIndexOf('\n', index) + 1, index).includes('//');

/** The space between a token and the next in the whole text; at least one blank. */
function gapAfter(text: string, { endOffset }: { readonly endOffset?: number }): string {
  const rest = text.slice((endOffset ?? 0) + 1);
  const [gap] = /^\s*/.exec(rest)!;
  return gap === '' ? ' ' : gap;
}
