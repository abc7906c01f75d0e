/**
 * Files that import from one another: which names are imported, which are not, and in which file a mistake is reported.
 */
import { describe, expect, test } from 'vitest';
import { analysisOf, errorsOf, program, summary, weights, type Modules } from './checked-programs.ts';

const layers = `
const width = 5
block residual(x: tensor[h, w, c]) -> tensor[h, w, c] { x + (x |> conv2d(c, 3) |> instance_norm |> relu) }
block down(x: tensor[h, w, c], n) -> tensor[h / 2, w / 2, n] { x |> conv2d(n, 3, stride: 2) |> relu }
network E(x: tensor[8, 8, 3]) -> tensor[width] { x |> flatten |> dense(width) }`;

const parts = `
const width = 4
data x: tensor[2] from ring()
latent z ~ normal[2]
network D(x: tensor[2]) -> score[1] { x |> dense(4) |> relu |> dense(1) }
let on_data = mean(D(x))`;

describe('what is imported', () => {
  test('blocks and networks by name, under another name, through a namespace, from the library', () => {
    const checked = program(
      `import residual, down as shrink from "layers.gan"
       import "layers.gan" as layers
       import penalties as p
       import gradient_penalty from penalties
       latent z ~ normal[8, 8, 3]
       network D(x: tensor[8, 8, 3]) -> score[1] { x |> residual |> shrink(layers.width) |> layers.down(4) |> flatten |> dense(1) }
       let features = layers.E(z)
       loss d = mean(D(z)) + p.r1(D, z) + gradient_penalty(D, z, 0.5 * z)`,
      new Map(),
      { 'layers.gan': layers },
    );
    expect(summary(checked.networks.get('D')!).filter((l) => l.includes('conv2d') && !l.includes('norm'))).toEqual([
      'residual/conv2d(c) [8, 8, 3]',
      'down(layers.width)/conv2d(n) [4, 4, 5]',
      'down(4)/conv2d(n) [2, 2, 4]',
    ]);
    expect(weights(checked.networks.get('layers.E')!)).toEqual([
      'layers.E/dense(width)/kernel [192, 5]',
      'layers.E/dense(width)/bias [5]',
    ]);
  });

  test('data, latents, values and networks: all that a spec trains may come from a module', () => {
    const checked = program(
      `import x, z, D from "parts.gan"
       import "parts.gan" as parts
       network G(z: tensor[2]) -> tensor[2] { z |> dense(parts.width) |> relu |> dense(2) }
       loss d = mean(D(G(z))) - parts.on_data
       loss g = -mean(D(G(z)))
       train for 10 steps, batch 4 {
         minimize d over parts.D using adam()
         minimize g over G using adam()
         clip parts.D to -1..1
         average D as D_mean decay 0.9
       }
       evaluate using D_mean { modes(parts.x, x) }
       expect parameters(parts.D) == 17`,
      new Map(),
      { 'parts.gan': parts },
    );
    expect([...checked.networks.keys()].sort()).toEqual(['D_mean', 'G', 'parts.D']);
    expect(checked.data.flatMap((set) => set.fields.map((f) => f.name))).toEqual(['parts.x']);
    expect([...checked.latents.keys()]).toEqual(['parts.z']);
  });

  test('two modules may have networks of the same name, and share the network of a third', () => {
    const checked = program(
      `import "a.gan" as a
       import "b.gan" as b
       latent z ~ normal[2]
       let y = a.E(z) + b.E(z) + a.f(z) + b.f(z)`,
      new Map(),
      {
        'a.gan':
          'import shared from "c.gan"\nnetwork E(x: tensor[2]) -> tensor[2] { x |> dense(2) }\nfn f(x) { shared(x) }',
        'b.gan':
          'import shared from "c.gan"\nnetwork E(x: tensor[2]) -> tensor[2] { x |> dense(2) }\nfn f(x) { shared(x) }',
        'c.gan': 'network shared(x: tensor[2]) -> tensor[2] { x |> dense(2) }',
      },
    );
    expect([...checked.networks.keys()].sort()).toEqual(['a.E', 'b.E', 'c.shared']);
  });

  test('paths are relative to the file they are in, and may go up as far as the folder of the spec', () => {
    const modules: Modules = {
      'blocks/a.gan': 'import g from "deep/b.gan"\nimport h from "../c.gan"\nblock f(x) { x |> g |> h }',
      'blocks/deep/b.gan': 'block g(x) { x |> dense(3) }',
      'c.gan': 'block h(x) { x |> relu }',
    };
    const text = 'import f from "./blocks/a.gan"\nnetwork N(x: tensor[2]) -> tensor[3] { x |> f }';
    expect(summary(program(text, new Map(), modules).networks.get('N')!)).toEqual(['f/g/dense(3) [3]', 'f/h/relu [3]']);
  });

  test('`--set` reaches the constants of the spec, and no others', () => {
    const text = 'import "m.gan" as m\nconst width = 2\nlet z = 0\nexpect m.width + m.twice + width == 31';
    const modules = { 'm.gan': 'const width = 7\nconst twice = 2 * width' };
    expect(errorsOf(analysisOf(text, modules, { constants: new Map([['width', 10]]) }))).toEqual([]);
    expect(errorsOf(analysisOf(text, modules))).toHaveLength(1);
  });
});

describe('imports that lead nowhere', () => {
  test.each([
    ['import f from "../x.gan"', 'import-outside at "../x.gan"'],
    ['import f from "/etc/x.gan"', 'import-outside at "/etc/x.gan"'],
    ['import f from "a/../../x.gan"', 'import-outside at "a/../../x.gan"'],
    ['import f from "C:\\\\x.gan"', 'import-outside at "C:\\\\x.gan"'],
    ['import "https://example.com/x.gan" as f', 'import-outside at "https://example.com/x.gan"'],
    ['import f from "nowhere.gan"', 'missing-module at "nowhere.gan"'],
    ['import f from nowhere', 'unknown-module at nowhere'],
    ['import r3 as f from penalties', 'unknown-import at r3'],
    ['import down, residul as f from "layers.gan"', 'unknown-import at residul'],
  ])('%s: one message, and none where the name is used', (text, message) => {
    const use = 'network N(x: tensor[2]) -> tensor[2] { x |> f(3) |> f }\nlet y = f + f(2)';
    expect(errorsOf(analysisOf(`${text}\n${use}`, { 'layers.gan': layers }))).toEqual([message]);
  });

  test('a cycle of files is reported where it closes', () => {
    const circle = {
      'a.gan': 'import g from "b.gan"\nfn f(x) { g(x) }',
      'b.gan': 'import f from "a.gan"\nfn g(x) { f(x) }',
    };
    expect(errorsOf(analysisOf('import f from "a.gan"\nlet y = f(3)', circle))).toEqual([
      'b.gan: import-cycle at "a.gan"',
    ]);
    expect(errorsOf(analysisOf('import f from "test.gan"'))).toEqual(['import-cycle at "test.gan"']);
  });

  test('names that a file or another import has already, and names of the language', () => {
    const m = { 'm.gan': 'fn f(x) { x }\nfn g(x) { x }\nconst c = 3' };
    expect(errorsOf(analysisOf('import f, g as f from "m.gan"', m))).toEqual(['duplicate-name at f']);
    expect(errorsOf(analysisOf('import f from "m.gan"\nfn f(x) { x }', m))).toEqual(['duplicate-name at f']);
    expect(errorsOf(analysisOf('import f as relu from "m.gan"', m))).toEqual(['reserved-name at relu']);
    // A name that cannot be called does not hide one that can.
    expect(
      errorsOf(analysisOf('import c as mean from "m.gan"\nlatent z ~ normal[2]\nlet y = mean(z) + mean', m)),
    ).toEqual([]);
  });

  test('a namespace is not a value, and what is not a namespace has no names', () => {
    const m = { 'm.gan': 'fn f(x) { x }' };
    const error = (line: string): string[] =>
      errorsOf(analysisOf(`import "m.gan" as m\nimport f from "m.gan"\n${line}`, m));
    expect(error('let y = m + 1')).toEqual(['wrong-kind at m']);
    expect(error('let y = m.nope')).toEqual(['unknown-import at nope']);
    expect(error('let y = m.nope(3)')).toEqual(['unknown-import at nope']);
    expect(error('let y = m(3)')).toEqual(['not-a-function at m']);
    expect(error('let y = f.x')).toEqual(['no-members at x']);
    expect(error('let y = q.f(3)')).toEqual(['unknown-name at q']);
    expect(error('let y = f.f(3)')).toEqual(['wrong-place at f']);
    expect(error('network M like m.f')).toEqual(['wrong-place at f']);
  });
});

describe('mistakes of a module', () => {
  const use = `import bad, good from "m.gan"
    import "m.gan" as m
    network N(x: tensor[2]) -> tensor[2] { x |> bad |> good |> m.bad |> dense(2) }
    let y = bad(3)`;

  test('are reported in its own file, once, however often it is used', () => {
    const m = { 'm.gan': 'block bad(x) { x |> dense(nothing) |> dens(3) }\nblock good(x) { x |> relu }' };
    expect(errorsOf(analysisOf(use.replace(/let y.*/, ''), m))).toEqual([
      'm.gan: unknown-name at nothing',
      'm.gan: unknown-name at dens',
    ]);
  });

  test('are reported even if nobody imports the name', () => {
    const m = { 'm.gan': 'block bad(x) { x |> dens(3) }\nfn good(x) { x }' };
    expect(errorsOf(analysisOf('import good from "m.gan"', m))).toEqual(['m.gan: unknown-name at dens']);
    expect(errorsOf(analysisOf('import m as good from nowhere'))).toHaveLength(1);
  });

  test('of syntax are reported, too, but not their consequences', () => {
    const broken = { 'm.gan': 'block bad(x) { x |> dense( }\nblock good(x) { x |> relu }' };
    expect(errorsOf(analysisOf(use.replace(/let y.*/, ''), broken))).toEqual(['m.gan: expected-expression at }']);
    const misspelt = { 'm.gan': 'blok bad(x) { x |> dense(3) }\nblock good(x) { x |> relu }' };
    expect(errorsOf(analysisOf(use.replace(/let y.*/, ''), misspelt))).toEqual(['m.gan: unknown-declaration at blok']);
  });

  test('a model cannot be imported, nor what has losses, trains or shows', () => {
    const after = (module: string): string[] =>
      errorsOf(analysisOf('import good from "m.gan"', { 'm.gan': `fn good(x) { x }\n${module}` }));
    expect(after('model m')).toEqual(['not-a-module at "m.gan"']);
    expect(after('latent z ~ normal[2]\nshow { grid(z) }')).toEqual(['not-a-module at "m.gan"']);
    expect(
      after(
        'latent z ~ normal[2]\nnetwork G(z: tensor[2]) -> tensor[2] { z |> dense(2) }\nloss l = mean(G(z))\ntrain for 1 steps, batch 1 { minimize l over G using adam() }',
      ),
    ).toEqual(['not-a-module at "m.gan"']);
  });

  test('at a use they show both places', () => {
    const m = { 'm.gan': 'block half(x: tensor[n]) -> tensor[n / 2] { x |> dense(n / 2) }' };
    const { diagnostics } = analysisOf(
      'import half from "m.gan"\nnetwork N(x: tensor[5]) -> tensor[2] { x |> half }',
      m,
    );
    expect(diagnostics.map((d) => [d.code, d.span.source.name])).toEqual([['indivisible', 'm.gan']]);
    expect(diagnostics[0]!.labels?.map((l) => l.span.source.name)).toContain('test.gan');
  });

  test('expectations of a module hold it to itself', () => {
    const m = { 'm.gan': 'const a = 3\nexpect a == 4\nfn f(x) { x }' };
    expect(errorsOf(analysisOf('import f from "m.gan"', m))).toEqual(['m.gan: expectation-failed at a == 4']);
  });

  test('a module by itself is right without a model, and makes no program', () => {
    const { isModule, program: made, diagnostics } = analysisOf('', {});
    expect([isModule, made === null, diagnostics]).toEqual([false, false, []]);
  });
});
