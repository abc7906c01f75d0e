/** A name means what it means where it is written: a block captures no names of its users, nor of what it uses. */
import { describe, expect, test } from 'vitest';
import { analysisOf, errorsOf, program, summary } from './checked-programs.ts';

const layersOf = (text: string, modules: Record<string, string> = {}): string[] =>
  summary(program(text, new Map(), modules).networks.get('N')!);
const initializers = (text: string): unknown[] =>
  program(text)
    .networks.get('N')!
    .weights.filter((w) => w.path.endsWith('kernel'))
    .map((w) => w.initializer);
const normal = (std: number) => ({ definition: 'normal', settings: [std] });

describe('between files', () => {
  test("a module's free names are its own, even if the spec has the same names", () => {
    const m = { 'm.gan': 'const n = 3\nblock inner(x) { x |> dense(n) }\nblock wrapped(x) { x |> inner }' };
    const text = `import wrapped from "m.gan"
      const n = 9
      block inner(x) { x |> dense(100) }
      network N(x: tensor[2]) -> tensor[3] { x |> wrapped }`;
    expect(layersOf(text, m)).toEqual(['wrapped/inner/dense(n) [3]']);
  });

  test('what a module does not declare is not found in the spec that uses it', () => {
    const m = { 'm.gan': 'block wrapped(x) { x |> dense(n) }' };
    const text = 'import wrapped from "m.gan"\nconst n = 9\nnetwork N(x: tensor[2]) -> tensor[9] { x |> wrapped }';
    expect(errorsOf(analysisOf(text, m))).toEqual(['m.gan: unknown-name at n']);
  });

  test('library functions do not see names of the spec that equal those of their parts', () => {
    const text = `
      data x: tensor[2] from ring()
      latent z ~ normal[2]
      network D(x: tensor[2]) -> score[1] { x |> dense(4) |> relu |> dense(1) }
      const t = 3
      let norm = 5
      let lerp = 6
      let between = z
      fn r1(D, real) { mean(D(real)) }
      loss d = gradient_penalty(D, x, z) + r2(D, z) + r1(D, x)`;
    expect(errorsOf(analysisOf(text))).toEqual([]);
  });

  test('arguments mean what they mean to the caller', () => {
    const m = { 'm.gan': 'const k = 3\nblock b(x, n, twice = 2 * n) { x |> dense(n) |> dense(twice) |> dense(k) }' };
    const text = 'import b from "m.gan"\nconst k = 7\nnetwork N(x: tensor[2]) -> tensor[3] { x |> b(k) }';
    expect(layersOf(text, m)).toEqual(['b(k)/dense(n) [7]', 'b(k)/dense(twice) [14]', 'b(k)/dense(k) [3]']);
  });
});

describe('within a file', () => {
  test("a body does not see its caller's names", () => {
    const text = `
      block b(x) { x |> dense(hidden) }
      network N(x: tensor[2]) -> tensor[3] { let hidden = 3  x |> b }`;
    expect(errorsOf(analysisOf(text))).toEqual(['unknown-name at hidden']);
  });

  test('options of a network are read in its own scope: no block captures their names', () => {
    const text = `
      const std = 0.5
      block b(x, std) { x |> dense(4) |> relu |> dense(2, init: normal(std)) }
      network N(x: tensor[2]) -> tensor[2] with init: normal(std) { x |> b(0.25) }`;
    expect(initializers(text)).toEqual([normal(0.5), normal(0.25)]);
  });

  test('options may refer to static parameters, but not to computed values', () => {
    const network = 'network N(x: tensor[2], std = 0.125) -> tensor[2]';
    const used = 'latent z ~ normal[2]\nlet y = N(z)';
    const checked = program(`${network} with init: normal(std) { x |> dense(2) }\n${used}`);
    expect(checked.networks.get('N(std: 0.125)')!.weights[0]!.initializer).toEqual(normal(0.125));
    expect(errorsOf(analysisOf(`${network} with init: normal(x) { x |> dense(2) }\n${used}`))).toEqual([
      'not-a-constant at x',
    ]);
  });

  test('defaults see the file of the template and the parameters before them', () => {
    const text = `
      const base = 4
      block b(x: tensor[n], width = base * n, out = width / 2) { x |> dense(width) |> relu |> dense(out) }
      network N(x: tensor[2]) -> tensor[4] { let base = 100  x |> b }`;
    expect(layersOf(text)).toEqual(['b/dense(width) [8]', 'b/relu [8]', 'b/dense(out) [4]']);
    expect(errorsOf(analysisOf('block b(x, a = c, c = 3) { x }'))).toEqual(['unknown-name at c']);
  });

  test('static parameters: a default sees those before it, not those after it, and no inputs', () => {
    const text = (parameters: string): string =>
      `network N(x: tensor[2], ${parameters}) -> tensor[2] { x |> dense(2) }\nlatent z ~ normal[2]\nlet y = N(z)`;
    expect(errorsOf(analysisOf(text('a = 3, b = 2 * a')))).toEqual([]);
    expect(errorsOf(analysisOf(text('a = b, b = 3')))).toEqual(['unknown-name at b']);
    expect(errorsOf(analysisOf(text('a = x')))).toEqual(['unknown-name at x']);
    expect(errorsOf(analysisOf(text('a = z')))).toEqual(['missing-type at a = z']);
  });

  test('parameters have names of their own', () => {
    expect(errorsOf(analysisOf('block b(x, x) { x }'))).toEqual(['duplicate-name at x']);
    expect(errorsOf(analysisOf('fn f(a, b, a) { a }'))).toEqual(['duplicate-name at a']);
    expect(errorsOf(analysisOf('network N(x: tensor[2], x: tensor[3]) -> tensor[2] { x |> dense(2) }'))).toEqual([
      'duplicate-name at x',
    ]);
    expect(errorsOf(analysisOf('block b(p: (a: tensor[n], a: tensor[n])) { p.a }'))).toEqual(['duplicate-name at a']);
  });
});

describe('names of the language', () => {
  const data = 'data x: tensor[2] from ring()\nlatent z ~ normal[2]\n';
  const D = 'network D(x: tensor[2]) -> logit[1] { x |> dense(4) |> relu |> dense(1) }\n';

  test.each([
    'let mean = mean(x)\nlet y = mean(z) + mean',
    'const exp = 3\nlet y = exp(x) + exp',
    'let mean = mean(x)\nlet relu = relu(x)\nlet y = mean + sum(relu)',
    'loss r1 = r1(D, x)\nloss both = r1 + 2 * r1(D, x)',
    'loss minimax_d = minimax_d(D(x), D(z))',
    'fn f(x, mean) { mean(x) + mean }\nlet y = f(x, 3)',
    'fn f(D, x) { let sum = sum(x)  sum + D(sum) }\nlet y = f(exp, x)',
  ])('a value may have the name of the function that makes it: %s', (text) => {
    expect(errorsOf(analysisOf(`${data}${D}${text}`))).toEqual([]);
  });

  test('a parameter that can be called hides the function of that name', () => {
    const text =
      'block b(x, dense) { x |> dense(3) }\nblock wide(x, n) { x |> dense(2 * n) }\nnetwork N(x: tensor[2]) -> tensor[6] { x |> b(wide) }';
    expect(layersOf(text)).toEqual(['b/wide(3)/dense(2*n) [6]']);
  });

  test('what is called cannot be declared again', () => {
    expect(errorsOf(analysisOf('fn mean(x) { x }'))).toEqual(['reserved-name at mean']);
    expect(errorsOf(analysisOf('block dense(x) { x }'))).toEqual(['reserved-name at dense']);
  });
});
