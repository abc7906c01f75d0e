import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import { complaints, declaration, expression, only, outline, read } from './parse-and-print.ts';

describe('precedence and forms', () => {
  test.each([
    ['1 + 2 * 3', '(+ 1 (* 2 3))'],
    ['1 - 2 - 3', '(- (- 1 2) 3)'],
    ['a / b * c % d', '(% (* (/ a b) c) d)'],
    ['-x^2', '(- (^ x 2))'],
    ['-x * y', '(* (- x) y)'],
    ['2^-1', '(^ 2 (- 1))'],
    ['2^-x^3 * y', '(* (^ 2 (- (^ x 3))) y)'],
    ['2^3^4', '(^ 2 (^ 3 4))'],
    ['--x', '(- (- x))'],
    ['!a == b', '(== (! a) b)'],
    ['a + 1 <= b * 2', '(<= (+ a 1) (* b 2))'],
    ['a != b', '(!= a b)'],
    ['a < b', '(< a b)'],
    ['a > b', '(> a b)'],
    ['a >= b', '(>= a b)'],
    ['(a + b) * c', '(* (+ a b) c)'],
    ['(a - b)^2', '(^ (- a b) 2)'],
    ['a + b |> f', '(|> (+ a b) [f])'],
    ['a == b |> f(1)', '(|> (== a b) [f 1])'],
    ['(x |> f) + y', '(+ (|> x [f]) y)'],
    ['((x |> f) |> g)', '(|> (|> x [f]) [g])'],
    ['D(x).label', '(. (call D x) label)'],
    ['-D(x).label[0]^2', '(- (^ (at (. (call D x) label) 0) 2))'],
    ['x[0, 1..4, :, _]', '(at x 0 (.. 1 4) : _)'],
    ['x[-1, 0..n - 1][:]', '(at (at x (- 1) (.. 0 (- n 1))) :)'],
    ['[256, 128 |> f]', '[256 (|> 128 [f])]'],
    ['[]', '[]'],
    ['(validity: a, label: b + 1)', '(tuple validity: a label: (+ b 1))'],
    ['f()', '(call f)'],
    ['f(a, b: true, c: false)', '(call f a b: true c: false)'],
    ['f(-1..1, to: 0..n)', '(call f (.. (- 1) 1) to: (.. 0 n))'],
    ['linear(2e-4 -> 0, from: 100 epochs)', '(call linear (-> 0.0002 0) from: (epochs 100))'],
    ['f(2 * n steps)', '(call f (steps (* 2 n)))'],
    ['f(a: x |> g)', '(call f a: (|> x [g]))'],
    ['images("a\\"b\\n\\\\", resize: 64)', '(call images "a\\"b\\n\\\\" resize: 64)'],
    ['z |> repeat(2) { dense(128) |> relu } |> dense(2)', '(|> z [repeat 2 {dense 128, relu}] [dense 2])'],
    ['x |> for i in 1..3 { conv(2^i) }', '(|> x [for i in (.. 1 3) {conv (^ 2 i)}])'],
    [
      'x |> for c in [256, 128] { conv(c) |> repeat(c) { relu } }',
      '(|> x [for c in [256 128] {conv c, repeat c {relu}}])',
    ],
    ['a\n  - b', '(- a b)'],
    ['steps + batch * epochs', '(+ steps (* batch epochs))'],
    ['f(steps, every: over)', '(call f steps every: over)'],
    ['_x + x_1', '(+ _x x_1)'],
    ['network_1 + letter', '(+ network_1 letter)'],
    ['x<y', '(< x y)'],
  ])('%s', (text, tree) => {
    expect(outline(expression(text))).toBe(tree);
  });
});

test.each([
  ['1_000', 1000],
  ['0.5', 0.5],
  ['1_0.2_5', 10.25],
  ['1e3', 1000],
  ['2.5e-4', 0.00025],
  ['1E+2', 100],
])('the number %s', (text, value) => {
  expect(expression(text)).toMatchObject({ kind: 'number', value });
});

test('a call and an index bind on their own line only', () => {
  const inBody = (text: string): string => outline(declaration('fn', `fn f(x) { ${text} }`).body.result);
  expect(inBody('let y = g(x)\n (x + y)')).toBe('(+ x y)');
  expect(inBody('let y = g\n (x + y)')).toBe('(+ x y)');
  expect(inBody('let y = x |> g\n (x + y)')).toBe('(+ x y)');
  expect(inBody('let y = x\n [x, y]')).toBe('[x y]');
  expect(inBody('t ~ normal\n (x + t)')).toBe('(+ x t)');
  expect(inBody('t ~ normal\n [x, t]')).toBe('[x t]');
  expect(inBody('x[0]')).toBe('(at x 0)');
});

test('a span is the text of its node', () => {
  const product = expression('(a + b) * f(c, d: 2)');
  expect(product.kind === 'binary' && [product, product.left, product.right].map((e) => textOf(e.span))).toEqual([
    '(a + b) * f(c, d: 2)',
    '(a + b)',
    'f(c, d: 2)',
  ]);
  expect(product.kind === 'binary' && product.left).toMatchObject({
    kind: 'parenthesized',
    expression: { kind: 'binary' },
  });
  const pipe = expression('(x) |> f(1) |> repeat(2) { g }');
  expect(textOf(pipe.span)).toBe('(x) |> f(1) |> repeat(2) { g }');
  expect(pipe.kind === 'pipe' && pipe.stages.map((s) => textOf(s.span))).toEqual(['f(1)', 'repeat(2) { g }']);
  const member = expression('-(a).b[0, :]');
  expect(textOf(member.span)).toBe('-(a).b[0, :]');
  expect(member.kind === 'unary' && textOf(member.operand.span)).toBe('(a).b[0, :]');
  const call = expression('f(rate: 2e-4 -> 0)');
  expect(
    call.kind === 'call' && [call.callee, ...call.arguments, call.arguments[0]!.value].map((n) => textOf(n.span)),
  ).toEqual(['f', 'rate: 2e-4 -> 0', '2e-4 -> 0']);
});

describe('slips', () => {
  test('an operator after a pipe', () => {
    const slip = only('let y = x |> f(1) + z * 2');
    expect(slip.code).toBe('operator-after-pipe');
    expect(slip.help).toBe('put the pipe in parentheses: `(x |> f(1)) + z * 2`');
    expect(slip.fix?.edits.map((e) => [e.span.start, e.replacement])).toEqual([
      [8, '('],
      [17, ')'],
    ]);
    expect(complaints('fn f(x) { let y = x |> g - 1\n y }')).toEqual(['operator-after-pipe@-']);
  });

  test('comparisons do not chain', () => {
    const slip = only('expect a < b + 1 <= c');
    expect(slip.code).toBe('comparison-chain');
    expect(slip.help).toBe('compare twice: `a < b + 1` and `b + 1 <= c`');
    expect(complaints('expect (a < b) == (b < c)')).toEqual([]);
    expect(complaints('expect (a < b) < c')).toEqual([]);
  });

  test.each([
    ['let y = 2x', 'to multiply, write `2 * x`'],
    ['let y = .5', 'a fraction begins with a digit: `0.5`'],
    ['let y = f(a, )', 'nothing follows this comma: remove it'],
    ['let y = f(a b)', 'arguments are separated by commas, and named with a colon: `ring(modes: 8, std: 0.01)`'],
    ['let y = data', '`data` is a reserved word, so it cannot be used as a name'],
    ['fn f(x) { return x }', 'a body’s last expression is its value: leave out `return`'],
    ['expect a and b', 'there is no logical “and” or “or”; write each `expect` separately'],
    ['let y = 1..2', 'a range goes in an argument or an index, or after `in` or `to`'],
    ['let f(x) = x', 'a function is declared with `fn name(x) { … }`'],
  ])('%s', (text, help) => {
    expect(only(text).help).toBe(help);
  });

  test.each([
    ['let y = 1e999', 'number-too-large@1e999'],
    ['let y = "a\\d"', 'unknown-escape@\\d'],
    ['let y = f("abc)', 'unterminated-string@"abc)'],
    ['let y = x |> ', 'expected-stage@'],
    ['let y = x |> 3', 'expected-stage@3'],
    ['let y = a + ', 'expected-expression@'],
    ['let y = a + * b', 'expected-expression@*'],
    ['let y = x.(3)', 'expected-name@('],
    ['let y = x[]', 'expected-expression@]'],
    ['let y = (a, b)', 'expected-token@,'],
    ['let y = a)', 'unexpected-token@)'],
  ])('%s', (text, complaint) => {
    expect(complaints(text)).toEqual([complaint]);
  });
});

describe('text of other languages', () => {
  test.each([
    ['let y = a − b', '−', 'this is a Unicode minus; write -', '-'],
    ['let y = a × b', '×', 'to multiply, write *', '*'],
    ['let y = a ** b', '**', 'powers are written x^2', '^'],
    ['let y = f(“abc”)', '“abc”', 'these are curly quotes; strings use straight ones: "…"', '"abc"'],
    ["let y = f('abc')", "'abc'", 'strings use double quotes: "…"', '"abc"'],
    ['let y = a;', ';', 'declarations need no semicolons', ''],
    ['let y = a # why', '# why', 'comments begin with //', '// why'],
    ['let y = a /* why\n */', '/* why\n */', 'comments begin with // and end with the line', undefined],
    ['let y = x | f', '|', 'a pipe is |>', '|>'],
    ['let y = a\u00a0+ b', '\u00a0', 'this is a Unicode space; write an ordinary one', ' '],
    ['expect a && b', '&&', 'there is no logical “and”; write each `expect` separately', undefined],
    ['expect a || b', '||', 'there is no logical “or”', undefined],
    ['expect a === b', '===', 'equality is ==', '=='],
    ['let α = 3', 'α', 'names are made of the letters a to z, digits and _ (write `alpha` for α)', undefined],
  ])('%s', (text, written, help, replacement) => {
    const found = only(text);
    expect(found.code).toBe('unexpected-character');
    expect(textOf(found.span)).toBe(written);
    expect(found.help).toBe(help);
    expect(found.fix?.edits[0]?.replacement).toBe(replacement);
  });

  test('a lookalike is read as what it looks like', () => {
    const { spec, diagnostics } = read("let y = −a ** 2 − f('b') ≤ c | g");
    const [y] = spec.declarations;
    expect(y?.kind === 'let' && outline(y.value)).toBe('(|> (<= (- (- (^ a 2)) (call f "b")) c) [g])');
    expect(diagnostics).toHaveLength(6);
  });

  test('tabs are spaces, with one warning per file that fixes them all', () => {
    const { diagnostics, spec } = read('fn f(x) {\n\tlet y = x\n\t\ty\n}');
    expect(diagnostics.map((d) => [d.severity, d.code])).toEqual([['warning', 'tab-character']]);
    expect(diagnostics[0]?.fix?.edits.map((e) => e.replacement)).toEqual(['  ', '    ']);
    expect(spec.declarations.map((d) => d.kind)).toEqual(['fn']);
  });
});
