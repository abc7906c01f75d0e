/** Limits of a check: a line can ask for more than any machine has, and a caller can lose interest. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/compiler/analyze.ts';
import { CheckCancelled } from '../../src/compiler/check/budget.ts';
import { analysisOf, errorsOf, program } from './checked-programs.ts';

const network = (body: string): string => `network N(x: tensor[2]) -> tensor[2] { x |> ${body} |> dense(2) }`;

/** `b0` is relu; each of the others applies the one before it twice. */
const doubling = Array.from({ length: 40 }, (_, i) => `block b${i + 1}(x) { x |> b${i} |> b${i} }`).join('\n');

const tooMuch: readonly (readonly [string, string, string])[] = [
  [
    'loops in loops',
    network('repeat(10_000) { repeat(10_000) { relu } }'),
    'repeat(10_000) { repeat(10_000) { relu } }',
  ],
  [
    'loops over ranges',
    network('for a in 1..100 { for b in 1..100 { for c in 1..100 { tanh } } }'),
    'for a in 1..100 { for b in 1..100 { for c in 1..100 { tanh } } }',
  ],
  [
    'loops around blocks',
    `block b(x, k) { x |> repeat(k) { relu } }\n${network('repeat(900) { b(900) }')}`,
    'repeat(900) { b(900) }',
  ],
  ['recursion through a value', `block f(x, g) { x |> g(g) }\n${network('f(f)')}`, 'f(f)'],
  ['recursion of functions', 'fn f(g) { g(g) }\nlet y = f(f)', 'f(f)'],
  ['recursion that doubles', 'fn f(g) { g(g) + g(g) }\nlet y = f(f)', 'f(f)'],
  ['recursion over two', 'fn f(g, h) { h(h, g) }\nfn k(g, h) { h(g, h) }\nlet y = f(f, k)', 'f(f, k)'],
  [
    'static parameters',
    `network G(z: tensor[2], n) -> tensor[2] { z |> repeat(n) { repeat(n) { relu } } }\nlatent z ~ normal[2]\nlet y = G(z, 5_000)`,
    'repeat(n) { repeat(n) { relu } }',
  ],
];

describe('too much work', () => {
  test.each(tooMuch)('%s: one message, at the place that asks for it', (_, text, at) => {
    expect(errorsOf(analysisOf(text))).toEqual([`too-much-work at ${at}`]);
  });

  test('blocks that double', () => {
    const text = `block b0(x) { x |> relu }\n${doubling}\n${network('b40')}`;
    const [only, ...more] = errorsOf(analysisOf(text));
    expect([only!.split(' ')[0], more]).toEqual(['too-much-work', []]);
  });

  test('in a module', () => {
    const m = { 'm.gan': `block b0(x) { x |> relu }\n${doubling}` };
    const [only, ...more] = errorsOf(analysisOf('import b3 from "m.gan"', m));
    expect([only!.slice(0, 20), more]).toEqual(['m.gan: too-much-work', []]);
  });

  test('is reported alone: what was found before it may be a consequence', () => {
    const text = `let y = nothing + 1\n${tooMuch[0]![1]}`;
    expect(errorsOf(analysisOf(text))).toEqual([`too-much-work at ${tooMuch[0]![2]}`]);
  });

  test('symbols and facts are kept', () => {
    const { symbols, facts, program: made, tree } = analysisOf(`const n = 3\n${tooMuch[0]![1]}`);
    expect(made).toBe(null);
    expect(symbols.declared.map((d) => d.name)).toEqual(['n', 'N', 'x']);
    const declaration = tree.declarations.find((d) => d.kind === 'const')!;
    expect(declaration.kind === 'const' && facts.of(declaration.value)[0]?.value).toEqual({ kind: 'number', value: 3 });
  });
});

describe('enough for real specs', () => {
  test('a network of 1,000 layers, while loops are judged by their number alone', () => {
    expect(program(network('repeat(500) { dense(2) |> relu }')).networks.get('N')!.layers).toHaveLength(1001);
    expect(errorsOf(analysisOf(network('repeat(20_000) { relu }')))).toEqual(['too-many-repetitions at 20_000']);
    expect(errorsOf(analysisOf(network('for i in 1..1_000_000_000 { relu }')))).toEqual([
      'too-many-repetitions at 1..1_000_000_000',
    ]);
  });

  test('blocks within blocks, fifty deep', () => {
    const nested = Array.from({ length: 50 }, (_, i) => `block b${i + 1}(x) { x |> b${i} }`).join('\n');
    const text = `block b0(x) { x |> relu }\n${nested}\n${network('b50')}`;
    expect(errorsOf(analysisOf(text))).toEqual([]);
  });

  test.each([
    'conv2d(channels, 4, stride: 28)',
    'avg_pool(2)',
    'upsample(2)',
    'concat(x)',
    'reflect_pad(1)',
    'flatten |> reshape(h, w, c) |> conv2d(h * w, 3, stride: c)',
  ])('sizes that grow with each round: %s', (stage) => {
    const text = `block b(x: tensor[h, w, c], channels) { x |> repeat(5_000) { ${stage} } }`;
    expect(errorsOf(analysisOf(text)).filter((e) => !e.startsWith('too-much-work'))).toEqual([]);
  });

  test('sizes with long formulas', () => {
    const text = 'block b(x: tensor[n, m, k]) { x |> dense((n + m + k + 1)^12) |> repeat(2_000) { dense(n * m + k) } }';
    expect(errorsOf(analysisOf(text))).toEqual([]);
  });
});

describe('cancelling', () => {
  const source = {
    name: 'test.gan',
    text: `model m\nlatent z ~ normal[2]\n${network('repeat(2_000) { dense(2) |> relu }')}`,
  };

  test('ends the check at once', () => {
    expect(() => analyze(source, { cancelled: () => true })).toThrow(CheckCancelled);
    expect(() => analyze({ name: 'small.gan', text: 'model m\nconst n = 3' }, { cancelled: () => true })).toThrow(
      CheckCancelled,
    );
  });

  test('is checked again and again', () => {
    let asked = 0;
    expect(() => analyze(source, { cancelled: () => ++asked === 5 })).toThrow(CheckCancelled);
    expect(asked).toBe(5);
    expect(analyze(source, { cancelled: () => false }).program).not.toBe(null);
  });
});
