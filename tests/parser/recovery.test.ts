import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import { complaints, only, outline, outlineBody, outlineType, read, ring } from './parse-and-print.ts';

const kinds = (text: string): string[] => read(text).spec.declarations.map((d) => d.kind);

describe('heads', () => {
  test('a misspelt head is one message, and the rest parses', () => {
    const text = ring.replace('network D', 'netwrk D').replace('model ring', 'modle ring');
    const { spec, diagnostics } = read(text);
    expect(diagnostics.map((d) => [d.code, d.help, d.fix?.edits[0]?.replacement])).toEqual([
      ['unknown-declaration', 'did you mean `model`?', 'model'],
      ['unknown-declaration', 'did you mean `network`?', 'network'],
    ]);
    expect(spec.declarations.map((d) => d.kind)).toEqual([
      'unknown',
      'data',
      'latent',
      'network',
      'unknown',
      'let',
      'loss',
      'loss',
      'train',
      'evaluate',
    ]);
    const d = spec.declarations[4];
    expect(d?.kind === 'unknown' && [d.head.name, textOf(d.span)]).toEqual([
      'netwrk',
      'netwrk D(x: tensor[2]) -> logit[1] {\n  x |> repeat(2) { dense(128) |> relu } |> dense(1)\n}',
    ]);
  });

  test.each([
    ['discriminator D(x) { x }', 'unknown-declaration', 'did you mean `network`?'],
    ['improt f from "layers.gan"', 'unknown-declaration', 'did you mean `import`?'],
    ['require "layers.gan"', 'unknown-declaration', 'did you mean `import`?'],
    ['def f(x) { x }', 'unknown-declaration', 'did you mean `fn`?'],
    ['minimize d over D', 'unknown-declaration', '`minimize` is a training action: it goes inside `train for … { }`'],
    ['width = 64', 'missing-let', 'begin with `let`: `let width = …`'],
    ['z ~ normal[2]', 'missing-let', 'begin with `latent`: `latent z ~ …`'],
  ])('%s', (text, code, help) => {
    const before = only(text);
    expect([before.code, before.help]).toEqual([code, help]);
    const between = only(`model m\n${text}\nlet y = 1`);
    expect([between.code, between.help]).toEqual([code, help]);
    expect(kinds(`model m\n${text}\nlet y = 1`)).toEqual(['model', 'unknown', 'let']);
  });

  test('a head that resembles none lists what there is', () => {
    expect(only('qqqqqq G').help).toMatch(/^a declaration begins with `model`, `import`, `const`, .* or `expect`$/);
    expect(complaints(') model m')).toEqual(['expected-declaration@)']);
  });
});

describe('independent mistakes are all reported, without consequences', () => {
  test('in one file', () => {
    const text = `modle ring
data x: tensor[2] from ring(modes 8)
latent z ~ normal[2
network G(z: tensor[2]) -> tensor[2] {
  z |> repeat(2) { dense(128) |> relu } |> dense(2

netwrk D(x: tensor[2]) -> logit[1] {
  x |> dense(1)
}
let loss = G(z);
loss d = mean(softplus(-D(x))) + mean(
loss g = mean(softplus(−D(fake), ))
fn f(x) { let y = x }
fn g(x) { y = x  y }
train for 50 {
}
expect 2x == 4
`;
    expect(complaints(text)).toEqual([
      'unknown-declaration@modle',
      'expected-token@8',
      'unclosed-brace@[',
      'unclosed-brace@(',
      'unknown-declaration@netwrk',
      'expected-name@loss',
      'unexpected-character@;',
      'unclosed-brace@(',
      'unexpected-character@−',
      'expected-expression@)',
      'missing-result@}',
      'missing-let@y',
      'expected-token@{',
      'unexpected-token@x',
    ]);
    expect(kinds(text)).toEqual([
      'unknown',
      'data',
      'latent',
      'network',
      'unknown',
      'let',
      'loss',
      'loss',
      'fn',
      'fn',
      'train',
      'expect',
    ]);
  });

  test('what recovery makes of the rest gives no messages', () => {
    expect(complaints('let y = f(a b, x |> g + 1)')).toEqual(['expected-token@b']);
    expect(complaints('let y = x |> g + 1 + f(a b)')).toEqual(['operator-after-pipe@+', 'expected-token@b']);
  });

  test('in one train block', () => {
    const text = `train for 5 steps, batch 2 {
  minimise d over D using adam(1e-3)
  setting k <- clamp(k + 0.001 * (a - b), 0, 1)
  alternately { minimize d over D  minimize g over G }
  averge G as G_ema decay 0.9
  clip D to 3
}
let y = 1`;
    expect(complaints(text)).toEqual([
      'unknown-action@minimise',
      'unknown-action@setting',
      'unknown-action@alternately',
      'unknown-action@averge',
      'expected-token@}',
    ]);
    const [train, y] = read(text).spec.declarations;
    expect(train?.kind === 'train' && train.actions.map((a) => a.kind)).toEqual(['minimize', 'average', 'clip']);
    expect(y?.kind).toBe('let');
    expect(read(text).diagnostics[0]).toMatchObject({
      help: 'did you mean `minimize`?',
      fix: { edits: [{ replacement: 'minimize' }], safe: true },
    });
  });

  test('a word in an action is not an action', () => {
    expect(complaints('train for 5 steps {\n minimize d ovr D\n}')).toEqual(['expected-token@ovr']);
    expect(complaints('train for 5 steps {\n minimize d over D usng adam(1)\n}')).toEqual(['expected-token@usng']);
    expect(only('train for 5 steps {\n maximize d over D\n}').help).toBe(
      'to maximize d, minimize its negative: `minimize -d over …`',
    );
  });
});

describe('brackets', () => {
  test('an unclosed brace is reported where it was opened', () => {
    const text = ring.replace('|> dense(2)\n}', '|> dense(2)');
    const found = only(text);
    expect(found.code).toBe('unclosed-brace');
    expect(text.slice(0, found.span.start)).toMatch(/-> tensor\[2\] $/);
    expect(found.labels?.map((l) => [textOf(l.span), l.text])).toEqual([
      ['network', 'the next declaration begins here'],
    ]);
    expect(kinds(text)).toEqual(kinds(ring));
  });

  test.each(['let fake = G(z)', 'show { x }', 'evaluate { x }', 'expect a == 1', 'netwrk D(x) { x }'])(
    'an unclosed brace above: %s',
    (next) => {
      const text = `network G(z: tensor[2]) -> tensor[2] {\n  let y = z\n  y |> dense(1)\n\n${next}\n`;
      const found = read(text).diagnostics[0];
      expect(found?.code).toBe('unclosed-brace');
      expect(found?.labels?.map((l) => l.text)).toEqual(['the next declaration begins here']);
      const [g, after, ...more] = read(text).spec.declarations;
      expect(g?.kind === 'network' && g.body && outline(g.body.result)).toBe('(|> y [dense 1])');
      expect(after && textOf(after.span)).toBe(next);
      expect(more).toEqual([]);
    },
  );

  test('at the end of the file, too', () => {
    expect(complaints('train for 5 steps {\n  minimize d over D\n')).toEqual(['unclosed-brace@{']);
    expect(complaints('let y = f(a, [1, 2')).toEqual(['unclosed-brace@[']);
    expect(complaints('fn f(x) {')).toEqual(['unclosed-brace@{']);
  });

  test('one too many', () => {
    expect(complaints('fn f(x) { x } }\nlet y = 1')).toEqual(['unexpected-token@}']);
    expect(complaints('let y = f(x))\nlet z = 1')).toEqual(['unexpected-token@)']);
  });

  test('a closing bracket of another kind, with its opener', () => {
    const found = only('let y = f(a]\nlet z = 1');
    expect([found.code, found.message]).toEqual(['expected-token', 'expected `,` or `)`, but found `]`']);
    expect(found.labels?.map((l) => [l.span.start, l.text])).toEqual([[9, 'opened here']]);
  });
});

describe('half-typed text has a tree', () => {
  test.each([
    ['let y =', 'let', '?'],
    ['let y = a +', 'let', '(+ a ?)'],
    ['let y = f(a, ', 'let', '(call f a ?)'],
    ['let y = x |> f |> ', 'let', '(|> x [f] [])'],
    ['let y = a.', 'let', '(. a )'],
    ['let', 'let', '?'],
  ])('%s', (text, kind, tree) => {
    const { spec, diagnostics } = read(`${text}\nloss d = 1`);
    expect(diagnostics).toHaveLength(1);
    expect(spec.declarations.map((d) => d.kind)).toEqual([kind, 'loss']);
    const [d] = spec.declarations;
    expect(d?.kind === 'let' && outline(d.value)).toBe(tree);
  });

  test('what is finished is kept', () => {
    const text = 'network D(x: tensor[2]) -> logit[1] { let h = x |> dense(8)\n h |> dense(';
    const { spec, diagnostics } = read(text);
    expect(diagnostics.map((d) => d.code)).toEqual(['unclosed-brace']);
    const [d] = spec.declarations;
    if (d?.kind !== 'network' || !d.body) return expect.fail('no network');
    expect(d.broken).toEqual({ from: text.length });
    expect(d.name.name).toBe('D');
    expect(d.parameters.map((p) => [p.name.name, outlineType(p.type)])).toEqual([['x', 'tensor[2]']]);
    expect(outlineType(d.result)).toBe('logit[1]');
    expect(outlineBody(d.body)).toBe('{let h (|> x [dense 8]); (|> h [dense])}');
  });

  test.each([
    ['fn f(a, b = 2) { let h = g(a)\n let k = h |> ', '{let h (call g a); let k (|> h []); ?}'],
    ['fn f(a, b = 2) { let h = g(a)\n h.', '{let h (call g a); (. h )}'],
    ['fn f(a, b = 2) { let h = g(a)\n h + ', '{let h (call g a); (+ h ?)}'],
    ['fn f(a, b = 2) { let h = g(a)\n let k', '{let h (call g a); let k ?; ?}'],
    ['fn f(a, b = 2) { let h = g(a)\n let k = [1, h', '{let h (call g a); let k [1 h]; ?}'],
    ['fn f(a, b = 2) { t ~ normal[2]\n m(t, x |> g(1) |> h(', '{t ~ normal[2]; (call m t (|> x [g 1] [h]))}'],
  ])('%s', (text, body) => {
    const [f, next] = read(`${text}\nloss d = 1`).spec.declarations;
    expect(f?.kind === 'fn' && f.parameters.map((p) => p.name.name)).toEqual(['a', 'b']);
    expect(f?.kind === 'fn' && outlineBody(f.body)).toBe(body);
    expect(next?.kind).toBe('loss');
  });

  test('a body ends with its value', () => {
    const found = only('fn f(x) {\n  let y = x\n}');
    expect([found.code, found.help]).toEqual(['missing-result', 'end the body with an expression, for instance `y`']);
    expect(complaints('block b(x) { }')).toEqual(['missing-result@}']);
    expect(complaints('fn f(x) {\n  x + 1\n  let y = 2\n}')).toEqual(['expected-token@let']);
  });
});

test('deep and long text is refused, and does not crash', () => {
  expect(complaints(`let y = ${'('.repeat(20_000)}`)).toEqual(['too-complex@(']);
  expect(complaints(`let y = ${'f('.repeat(49)}x${')'.repeat(49)}`)).toEqual([]);
  expect(complaints(`let y = x${'^x'.repeat(20_000)}`)[0]).toMatch(/^too-complex@/);
  expect(complaints(`let y = ${'-'.repeat(20_000)}x`)[0]).toMatch(/^too-complex@/);
  expect(complaints(`let y = x${'.a'.repeat(20_000)}`)[0]).toMatch(/^too-complex@/);
  expect(complaints(`let y = x |> f ${'+ a '.repeat(20_000)}`).map((c) => c.split('@')[0])).toEqual([
    'operator-after-pipe',
    'too-complex',
  ]);
  expect(complaints(`let y = x ${'|> f + a '.repeat(2_000)}`)[0]).toMatch(/^too-complex@/);
});
