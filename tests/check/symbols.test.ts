/** Where each name is declared and every place that refers to it: in right files, across files, in half-typed ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../src/compiler/analyze.ts';
import { nameAt } from '../../src/compiler/at.ts';
import type { DeclaredName } from '../../src/compiler/check/names/module.ts';
import { positionAt, type Span } from '../../src/diagnostics/source.ts';
import { walk } from '../../src/parser/walk.ts';
import { analysisOf } from './checked-programs.ts';

const place = ({ source, start }: Span): string => {
  const { line, column } = positionAt(source, start);
  return `${source.name === 'test.gan' ? '' : `${source.name}:`}${line}:${column}`;
};

/** Lines of the form `D parameter 3:11 -> 4:2 5:7`, in the order of the text. */
function outline({ symbols }: Analysis): string[] {
  return symbols.declared.map((d) => {
    const uses = d.references.map((r) => place(r.span)).join(' ');
    return `${d.name} ${d.kind} ${place(d.identifier.span)}${uses === '' ? '' : ` -> ${uses}`}`;
  });
}

const found = (analysis: Analysis, text: string): DeclaredName | null =>
  nameAt(analysis, analysis.tree.span.source.text.indexOf(text));

test('names of every kind, with all their uses', () => {
  const text = `const n = 2
data x: tensor[n] from ring()
latent z ~ normal[n]
block b(y: tensor[h], k, act = relu) -> tensor[k] { let t = y |> dense(k)  t |> act }
fn f(D, u) { e ~ normal[n]  mean(D(u + e)) }
network G(z: tensor[n], m) -> tensor[n] with init: normal(m) { z |> for i in 1..m { b(i) } |> dense(n) }
let fake = G(z, m: 1)
loss d = f(G_ema, x) + mean(fake)
train for n steps, batch n { minimize d over G using adam()  average G as G_ema decay 0.9 }
show using G_ema { scatter(fake, x) }
expect parameters(G) > n`;
  expect(outline(analysisOf(text))).toEqual([
    'n const 2:7 -> 3:16 4:19 6:25 7:21 7:38 7:101 10:11 10:26 12:24',
    'x data 3:6 -> 9:19 11:34',
    'z latent 4:8 -> 8:14',
    'b block 5:7 -> 7:85',
    'y parameter 5:9 -> 5:61',
    'h size 5:19',
    'k parameter 5:23 -> 5:48 5:72',
    'act parameter 5:26 -> 5:81',
    't binding 5:57 -> 5:76',
    'f fn 6:4 -> 9:10',
    'D parameter 6:6 -> 6:34',
    'u parameter 6:9 -> 6:36',
    'e draw 6:14 -> 6:40',
    'G network 7:9 -> 8:12 10:46 10:70 12:19',
    'z parameter 7:11 -> 7:64',
    'm parameter 7:25 -> 7:59 7:81',
    'i loop 7:73 -> 7:87',
    'fake let 8:5 -> 9:29 11:28',
    'd loss 9:6 -> 10:39',
    'G_ema average 10:75 -> 9:12 11:12',
  ]);
});

describe('across files', () => {
  const m = {
    'm.gan':
      'const width = 5\nblock wide(x) { x |> dense(width) }\nnetwork E(x: tensor[2]) -> tensor[2] { x |> dense(2) }',
  };
  const text = `import wide, width as w from "m.gan"
import "m.gan" as m
latent z ~ normal[2]
network N(x: tensor[2]) -> tensor[5] { x |> wide |> relu |> m.wide }
let y = m.E(z) + w + m.width
network K like m.E`;

  test('a name in a namespace is the name in the other file', () => {
    const analysis = analysisOf(text, m);
    for (const [use, name, at] of [
      ['m.E(z)', 'E', 'm.gan:3:9'],
      ['m.wide }', 'wide', 'm.gan:2:7'],
      ['m.width', 'width', 'm.gan:1:7'],
      ['m.E', 'E', 'm.gan:3:9'],
    ] as const) {
      const offset = analysis.tree.span.source.text.lastIndexOf(use) + 'm.'.length;
      const known = nameAt(analysis, offset);
      expect([use, known?.name, known && place(known.identifier.span)]).toEqual([use, name, at]);
    }
  });

  test('an imported name leads on to the declaration, from where it is used and where it is imported', () => {
    const analysis = analysisOf(text, m);
    const atUse = found(analysis, 'wide |> relu')!;
    expect(place(analysis.symbols.declarationOf(atUse).identifier.span)).toBe('m.gan:2:7');
    const renamed = found(analysis, 'w + m')!;
    expect(place(analysis.symbols.declarationOf(renamed).identifier.span)).toBe('m.gan:1:7');
    expect(place(analysis.symbols.declarationOf(found(analysis, 'width as')!).identifier.span)).toBe('m.gan:1:7');
    // A name declared in this file leads to this file.
    expect(place(analysis.symbols.declarationOf(found(analysis, 'z ~')!).identifier.span)).toBe('4:8');
  });

  test('what a module uses of its own is known, too', () => {
    const { symbols } = analysisOf(text, m);
    const width = symbols.modules[1]!.declared.find((d) => d.name === 'width')!;
    expect(width.references.map((r) => place(r.span)).sort()).toEqual(['2:14', '6:24', 'm.gan:2:28']);
  });
});

const specs = readdirSync('specs').filter((name) => name.endsWith('.gan'));
const textOfSpec = (name: string): string => readFileSync(`specs/${name}`, 'utf8');

describe.each(specs)('specs/%s', (name) => {
  const text = textOfSpec(name);

  test('every word that names something is a reference, and each reference spells the name', () => {
    const analysis = analyze({ name, text });
    const { symbols } = analysis;
    for (const declared of symbols.declared) {
      for (const node of declared.references) {
        expect(text.slice(node.span.start, node.span.end)).toBe(declared.name);
        expect(nameAt(analysis, node.span.start)).toBe(declared);
      }
      expect(nameAt(analysis, declared.identifier.span.start)).toBe(declared);
    }
    walk(analysis.tree, (node) => {
      if (node.kind !== 'name') return;
      const known = symbols.modules[0]!.referents.get(node);
      const choice = /^(same|valid|nearest|bilinear)$/.test(node.name);
      expect(known !== undefined || choice || isOwnCall(text, node.span)).toBe(true);
    });
  });

  test('cut off anywhere, what is declared before still is', () => {
    const whole = analyze({ name, text }).symbols.declared;
    for (let i = 1; i <= 20; i++) {
      const end = Math.floor((text.length * i) / 20);
      const names = new Set(analyze({ name, text: text.slice(0, end) }).symbols.declared.map((d) => d.name));
      const top = whole.filter(
        (d) => d.identifier.span.end < end && ['const', 'network', 'let', 'loss', 'latent'].includes(d.kind),
      );
      for (const { name: declared } of top) expect([end, declared, names.has(declared)]).toEqual([end, declared, true]);
    }
  });
});

/** Data sources, measurements and pictures are looked up in tables of their own. */
const isOwnCall = (text: string, { start }: Span): boolean => /(from|\{|\})\s*$/.test(text.slice(0, start));

test('names that are wrong are not references, and do not hide others', () => {
  const analysis = analysisOf('const n = 3\nlet a = n + m\nlet b = (n + \nlet c = n');
  const n = analysis.symbols.declared.find((d) => d.name === 'n')!;
  expect(n.references.map((r) => place(r.span))).toEqual(['3:9', '4:10', '5:9']);
  expect(found(analysis, 'm\n')).toBe(null);
});
