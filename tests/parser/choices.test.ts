import { expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import { complaints, declaration, expression, only, outline, outlineBody, read } from './parse-and-print.ts';

test.each([
  ['x |> if norm { batch_norm |> relu }', '(|> x [if norm {batch_norm, relu}])'],
  ['x |> if norm { batch_norm } else { relu } |> f', '(|> x [if norm {batch_norm} else {relu}] [f])'],
  ['x |> if a == 1 { f } else if b { g(2) |> h } else { k }', '(|> x [if (== a 1) {f} else {if b {g 2, h} else {k}}])'],
  ['x |> if a { f } else if b { g }', '(|> x [if a {f} else {if b {g}}])'],
  ['x |> repeat(2) { if a { f } |> g }', '(|> x [repeat 2 {if a {f}, g}])'],
  ['x |> if a { for i in 1..2 { f(i) } }', '(|> x [if a {for i in (.. 1 2) {f i}}])'],
  ['if a { x + 1 } else { x }', '(if a {(+ x 1)} {x})'],
  ['if a { x } else if b > 2 { y } else { z }', '(if a {x} {(if (> b 2) {y} {z})})'],
  ['1 + if a { x } else { y } * 2', '(+ 1 (* (if a {x} {y}) 2))'],
  ['if a { x } else { y } |> f', '(|> (if a {x} {y}) [f])'],
  ['f(if a { x } else { y }, b: if (a) { 1 } else { 2 })', '(call f (if a {x} {y}) b: (if a {1} {2}))'],
  ['if f(a) { x |> if b { g } } else { [1, 2] }', '(if (call f a) {(|> x [if b {g}])} {[1 2]})'],
  ['if a {\n t ~ normal[2]\n let y = x\n y * t\n}\nelse {\n x\n}', '(if a {t ~ normal[2]; let y x; (* y t)} {x})'],
])('%s', (text, tree) => {
  expect(outline(expression(text))).toBe(tree);
});

test('spans', () => {
  const choice = expression('if a { x } else if b { y } else { z }');
  if (choice.kind !== 'if') return expect.fail(choice.kind);
  expect([choice.condition, choice.then, choice.otherwise, choice.otherwise.result].map((n) => textOf(n.span))).toEqual(
    ['a', '{ x }', 'if b { y } else { z }', 'if b { y } else { z }'],
  );
  const pipe = expression('x |> if a { f } else if b { g }');
  const stage = pipe.kind === 'pipe' ? pipe.stages[0] : undefined;
  if (stage?.kind !== 'if-stage') return expect.fail('no if-stage');
  expect([stage, ...stage.then, ...stage.otherwise!].map((n) => textOf(n.span))).toEqual([
    'if a { f } else if b { g }',
    'f',
    'if b { g }',
  ]);
});

test('without an `else`, a stage has no other branch', () => {
  const pipe = expression('x |> if a { f }');
  expect(pipe.kind === 'pipe' && pipe.stages[0]?.kind === 'if-stage' && 'otherwise' in pipe.stages[0]).toBe(false);
});

test('in a body, the `let`s of a branch are its own', () => {
  const f = declaration('fn', 'fn f(x) {\nlet y = if x {\nlet z = 1\nz\n} else { x }\ny\n}');
  expect(outlineBody(f.body)).toBe('{let y (if x {let z 1; z} {x}); y}');
});

test.each([
  ['let y = x |> if', 'expected-expression@', '(|> x [if ? {}])'],
  ['let y = x |> if a', 'expected-token@', '(|> x [if a {}])'],
  ['let y = x |> if a {', 'unclosed-brace@{', '(|> x [if a {}])'],
  ['let y = x |> if a { f', 'unclosed-brace@{', '(|> x [if a {f}])'],
  ['let y = x |> if a { f |> ', 'expected-stage@', '(|> x [if a {f, }])'],
  ['let y = x |> if a { f } else', 'expected-token@', '(|> x [if a {f} else {}])'],
  ['let y = x |> if a { f } else {', 'unclosed-brace@{', '(|> x [if a {f} else {}])'],
  ['let y = if', 'expected-expression@', '(if ? {?} {?})'],
  ['let y = if a', 'expected-token@', '(if a {?} {?})'],
  ['let y = if a {', 'unclosed-brace@{', '(if a {?} {?})'],
  ['let y = if a { let b = 1\n b', 'unclosed-brace@{', '(if a {let b 1; b} {?})'],
  ['let y = if a { x }', 'expected-token@', '(if a {x} {?})'],
  ['let y = if a { x } else', 'expected-token@', '(if a {x} {?})'],
  ['let y = if a { x } else { y', 'unclosed-brace@{', '(if a {x} {y})'],
  ['let y = if a { x } else if b { z }', 'expected-token@', '(if a {x} {(if b {z} {?})})'],
])('half-typed: %s', (text, complaint, tree) => {
  expect(complaints(text)).toEqual([complaint]);
  const [y, loss] = read(`${text}\nloss d = 1`).spec.declarations;
  expect(y?.kind === 'let' && outline(y.value)).toBe(tree);
  expect(loss?.kind).toBe('loss');
});

test.each([
  ['let y = if a { x }', 'a value needs both: `if a { … } else { … }`; a stage may do without `else`'],
  ['let y = if a { x } elif b { z } else { w }', 'write `else if`'],
  ['let y = x |> if a { f } elif b { g }', 'write `else if`'],
  ['let y = if a then b else c', 'a choice is written `if a { … } else { … }`'],
  ['let y = b if a else c', 'a choice is a value, `if a { … } else { … }`, or a stage of a pipe, `|> if a { … }`'],
  ['fn f(x) { b if x else c }', 'a choice is a value, `if a { … } else { … }`, or a stage of a pipe, `|> if a { … }`'],
  ['let y = else', '`else` follows the `}` of an `if`: `if a { … } else { … }`'],
  ['let y = a ? b : c', 'a choice is written `if a { … } else { … }`'],
  ['let y = if a { let z = 1\n } else { x }', 'end the body with an expression, for instance `z`'],
  ['let if = 3', 'choose another name'],
])('%s', (text, help) => {
  expect(only(text).help).toBe(help);
});

test('the condition is not a pipe: what follows it is a brace', () => {
  expect(complaints('let y = if x |> f { a } else { b }')).toEqual(['expected-token@|>']);
  expect(complaints('let y = if (x |> f) { a } else { b }')).toEqual([]);
});
