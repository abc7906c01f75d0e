import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import type { ImportDeclaration } from '../../src/parser/index.ts';
import {
  complaints,
  declaration,
  declarations,
  expression,
  only,
  outline,
  outlineName,
  read,
} from './parse-and-print.ts';

/** `names of module` or `module as namespace`, with files in quotes. */
function outlineImport({ names, namespace, module }: ImportDeclaration): string {
  const from = module.library ? module.text : JSON.stringify(module.text);
  if (namespace) return `${from} as ${namespace.name}`;
  return `${names.map((n) => (n.as ? `${n.name.name}=${n.as.name}` : n.name.name)).join(' ')} of ${from}`;
}

describe('imports', () => {
  test.each([
    ['import residual from "layers.gan"', 'residual of "layers.gan"'],
    ['import residual, down as shrink from "layers.gan"', 'residual down=shrink of "layers.gan"'],
    ['import down as shrink, up from "a/b.gan"', 'down=shrink up of "a/b.gan"'],
    ['import modulated_conv2d from stylegan', 'modulated_conv2d of stylegan'],
    ['import a as b from stylegan', 'a=b of stylegan'],
    ['import "layers.gan" as layers', '"layers.gan" as layers'],
    ['import stylegan as sg', 'stylegan as sg'],
    ['import\n  steps as every,\n  batch\n  from over', 'steps=every batch of over'],
    ['import from as as from as', 'from=as of as'],
  ])('%s', (text, outlined) => {
    expect(outlineImport(declaration('import', text))).toBe(outlined);
  });

  test('spans', () => {
    const { names, module } = declaration('import', 'import residual, down as shrink from "layers.gan"');
    expect([...names, module].map((n) => textOf(n.span))).toEqual(['residual', 'down as shrink', '"layers.gan"']);
    const { module: whole, namespace } = declaration('import', 'import stylegan as sg');
    expect([whole, namespace!].map((n) => textOf(n.span))).toEqual(['stylegan', 'sg']);
  });

  test('one after another, and between other declarations', () => {
    const text =
      'import a from "a.gan"\nimport sg as s\nmodel m import b from c let y = 1\nimport "d.gan" as d\nshow { y }';
    expect(declarations(text).map((d) => d.kind)).toEqual([
      'import',
      'import',
      'model',
      'import',
      'let',
      'import',
      'show',
    ]);
  });

  test.each([
    ['import', 'expected-token@', ' of ""'],
    ['import a', 'expected-token@', 'a of ""'],
    ['import a,', 'expected-name@', 'a  of ""'],
    ['import a as', 'expected-name@', 'a as '],
    ['import a as b, c', 'expected-token@', 'a=b c of ""'],
    ['import a from', 'expected-token@', 'a of ""'],
    ['import a as b from', 'expected-token@', 'a=b of ""'],
    ['import "a.gan"', 'expected-token@', ' of "a.gan"'],
    ['import "a.gan" as', 'expected-name@', '"a.gan" as '],
  ])('half-typed: %s', (text, complaint, outlined) => {
    expect(complaints(text)).toEqual([complaint]);
    for (const next of ['', '\nmodel m', '\nimport x from y']) {
      const [first, ...more] = read(`${text}${next}`).spec.declarations;
      expect(first?.kind === 'import' && outlineImport(first)).toBe(outlined);
      expect(more).toHaveLength(next === '' ? 0 : 1);
    }
  });

  test.each([
    [
      'import a form "x.gan"',
      'write `import residual from "layers.gan"`, or `import "layers.gan" as layers` for all of it',
    ],
    [
      'import { a } from "x.gan"',
      'names are written without braces: `import residual from "layers.gan"`, or `import "layers.gan" as layers` for all of it',
    ],
    ['import * from "x.gan"', 'to import all of a module, give it a name: `import "layers.gan" as layers`'],
    ['import a.b', 'a module is one name, or a file in quotes: `import residual from "models/layers.gan"`'],
  ])('%s', (text, help) => {
    expect(only(text).help).toBe(help);
  });

  test.each([
    ['from layers import residual, down', 'import residual, down from layers'],
    ['from "layers.gan" import residual', 'import residual from "layers.gan"'],
  ])('the other way round: %s', (text, replacement) => {
    for (const before of ['', 'model m\n', 'let y = f(x)\n', 'let y = f(\n']) {
      const { spec, diagnostics } = read(`${before}${text}\nloss d = 1`);
      const found = diagnostics.find((d) => d.code === 'unknown-declaration');
      expect(found?.help).toBe(`what is imported comes first: \`${replacement}\``);
      expect(found?.fix?.edits.map((e) => [textOf(e.span), e.replacement])).toEqual([[text, replacement]]);
      expect(spec.declarations.slice(-2).map((d) => d.kind)).toEqual(['unknown', 'loss']);
    }
  });

  test('`import` is reserved', () => {
    expect(complaints('let import = 3')).toEqual(['expected-name@import']);
    expect(complaints('fn import(x) { x }')).toEqual(['expected-name@import']);
  });
});

describe('names of other modules', () => {
  test.each([
    ['layers.residual(x, 3)', '(call layers.residual x 3)'],
    ['layers.residual(x).label[0]', '(at (. (call layers.residual x) label) 0)'],
    ['layers.width', '(. layers width)'],
    ['layers.width * layers.f()', '(* (. layers width) (call layers.f))'],
    ['x |> layers.residual(3)', '(|> x [layers.residual 3])'],
    ['x |> layers.residual |> layers.down', '(|> x [layers.residual] [layers.down])'],
    ['x |> repeat(2) { layers.a |> layers.b(1) }', '(|> x [repeat 2 {layers.a, layers.b 1}])'],
    ['f(layers.a, b: layers.c(1))', '(call f (. layers a) b: (call layers.c 1))'],
  ])('%s', (text, tree) => {
    expect(outline(expression(text))).toBe(tree);
  });

  test('a call with a namespace has three spans', () => {
    const call = expression('layers.residual(x)');
    expect(call.kind === 'call' && [call, call.namespace!, call.callee].map((n) => textOf(n.span))).toEqual([
      'layers.residual(x)',
      'layers',
      'residual',
    ]);
  });

  test('as an index, a `(` binds on its own line only', () => {
    const f = declaration('fn', 'fn f(x) { let y = layers.width\n (x + y) }');
    expect(outline(f.body.result)).toBe('(+ x y)');
  });

  test('networks', () => {
    const like = declaration('network', 'network B like layers.A').like;
    expect(like && [outlineName(like), textOf(like.span)]).toEqual(['layers.A', 'layers.A']);
    const t = declaration(
      'train',
      'train for 5 steps { minimize d over layers.G, D  clip layers.D to -1..1  average layers.G as G_ema decay 0.9 }',
    );
    const named = t.actions.flatMap((a) => (a.kind === 'minimize' ? a.over : 'network' in a ? [a.network] : []));
    expect(named.map(outlineName)).toEqual(['layers.G', 'D', 'layers.D', 'layers.G']);
    const show = declaration('show', 'show using layers.G_ema, H { x }');
    expect(show.using.map(outlineName)).toEqual(['layers.G_ema', 'H']);
  });

  test.each([
    ['let y = x |> layers.', '(|> x [layers.])'],
    ['let y = x |> layers.f(', '(|> x [layers.f])'],
    ['let y = layers.f(', '(call layers.f)'],
    ['let y = layers.', '(. layers )'],
  ])('half-typed: %s', (text, tree) => {
    const { spec, diagnostics } = read(`${text}\nloss d = 1`);
    expect(diagnostics).toHaveLength(1);
    const [y] = spec.declarations;
    expect(y?.kind === 'let' && outline(y.value)).toBe(tree);
  });

  test('half-typed networks', () => {
    const [b] = read('network B like layers.').spec.declarations;
    expect(b?.kind === 'network' && b.like && outlineName(b.like)).toBe('layers.');
    expect(only('train for 5 steps {\n  minimize d over layers.\n}').help).toBe(
      'a network of another module is written `layers.G`',
    );
  });

  test('what is called is a name, with one namespace at most', () => {
    expect(complaints('let y = D(x).label(3)')).toEqual(['unexpected-token@(']);
    expect(complaints('let y = a.b.c(3)')).toEqual(['unexpected-token@(']);
  });
});
