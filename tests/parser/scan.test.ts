import { expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import { complaints, declaration, expectOrder, expression, outline, read } from './parse-and-print.ts';

test.each([
  ['scan x in xs { x }', '(scan x xs {x})'],
  ['scan i in 1..n from h = z { update h <- f(h, i)  h }', '(scan i (.. 1 n) h = z {update h (call f h i); h})'],
  [
    'scan x in xs from h = full(8), c = a |> g {\n let n = h + x\n update h <- n\n update c <- n * 2\n n\n}',
    '(scan x xs h = (call full 8) c = (|> a [g]) {let n (+ h x); update h n; update c (* n 2); n})',
  ],
  ['f(scan x in xs { x }) |> g', '(|> (call f (scan x xs {x})) [g])'],
  ['scan x in scan y in ys { y } { x }', '(scan x (scan y ys {y}) {x})'],
])('%s', (text, tree) => {
  expect(outline(expression(text))).toBe(tree);
});

test('`scan`, `update` and `from` remain names elsewhere', () => {
  expect(outline(expression('scan + update * from'))).toBe('(+ scan (* update from))');
  expect(outline(expression('x |> scan |> update(scan: 1)'))).toBe('(|> x [scan] [update scan: 1])');
  expect(outline(declaration('fn', 'fn f(scan) { update ~ normal[2]\n scan * update }').body.result)).toBe(
    '(* scan update)',
  );
});

test('spans', () => {
  const text = 'let it = scan x in xs from h = z { update h <- x  h }';
  expectOrder(read(text).spec);
  const loop = expression('scan x in xs from h = z { update h <- x  h }');
  if (loop.kind !== 'scan') return expect.fail(loop.kind);
  const [carried] = loop.carried;
  const [update] = loop.body.bindings;
  expect([loop, loop.variable, loop.over, carried!, update!, loop.body].map((n) => textOf(n.span))).toEqual([
    'scan x in xs from h = z { update h <- x  h }',
    'x',
    'xs',
    'h = z',
    'update h <- x',
    '{ update h <- x  h }',
  ]);
});

test('half a scan is one message', () => {
  for (const text of [
    'let a = scan x in { x }',
    'let a = scan x in xs from { x }',
    'let a = scan x in xs from h = { x }',
    'let a = scan x in xs { update h <- }',
    'let a = scan x in xs from h = z { update h <- x }',
  ]) {
    expect(complaints(text), text).toHaveLength(1);
  }
});
