import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/diagnostics/index.ts';
import {
  complaints,
  declaration,
  declarations,
  everything,
  outline,
  outlineName,
  outlineType,
  read,
  ring,
} from './parse-and-print.ts';

const names = (list: readonly { name: string }[]): string[] => list.map((n) => n.name);

test('the smallest whole file', () => {
  expect(declarations(ring).map((d) => d.kind)).toEqual([
    'model',
    'data',
    'latent',
    'network',
    'network',
    'let',
    'loss',
    'loss',
    'train',
    'evaluate',
  ]);
});

test('every form of the language page', () => {
  const kinds = declarations(everything).map((d) => d.kind);
  expect(`${kinds.slice(10).join(' ')} `).toBe(
    'const data data latent state block fn block block network network network fn loss loss train train train evaluate show expect ' +
      'import import import import network block ',
  );
});

test('a file may be empty, or hold comments only', () => {
  expect(declarations('')).toEqual([]);
  expect(declarations('// nothing\n\n')).toEqual([]);
});

test('one line may hold several declarations', () => {
  expect(declarations('model m const w = 3 let y = f(w) loss d = y').map((d) => d.kind)).toEqual([
    'model',
    'const',
    'let',
    'loss',
  ]);
});

test('model, const, let, loss, expect', () => {
  expect(declaration('model', 'model ring').name.name).toBe('ring');
  const width = declaration('const', 'const width = 2 * 32');
  expect([width.name.name, outline(width.value)]).toEqual(['width', '(* 2 32)']);
  const fake = declaration('let', 'let fake = G(z)');
  expect([fake.name.name, outline(fake.value)]).toEqual(['fake', '(call G z)']);
  const d = declaration('loss', 'loss d = -mean(D(fake))');
  expect([d.name.name, outline(d.value)]).toEqual(['d', '(- (call mean (call D fake)))']);
  const held = declaration('expect', 'expect parameters(G) == 3_576_704');
  expect(outline(held.condition)).toBe('(== (call parameters G) 3576704)');
});

test('after an operator, a soft keyword at the start of a line is a name', () => {
  expect(outline(declaration('let', 'let y =\n  show +\n  expect').value)).toBe('(+ show expect)');
  expect(declarations('let y = decay\nshow { y }').map((d) => d.kind)).toEqual(['let', 'show']);
});

test('data', () => {
  const x = declaration('data', 'data x: tensor[2] from ring(modes: 8)');
  expect([x.form, x.name]).toEqual(['field', undefined]);
  expect(x.fields.map((f) => [f.name.name, outlineType(f.type), textOf(f.span)])).toEqual([
    ['x', 'tensor[2]', 'x: tensor[2]'],
  ]);
  expect(outline(x.source)).toBe('(call ring modes: 8)');

  const faces = declaration(
    'data',
    'data faces {\n x: image[64, 64, 3] in -1..1\n label: class(10) } from images("a")',
  );
  expect([faces.form, faces.name?.name]).toEqual(['fields', 'faces']);
  expect(faces.fields.map((f) => [f.name.name, outlineType(f.type)])).toEqual([
    ['x', 'image[64 64 3] in (.. (- 1) 1)'],
    ['label', 'class(10)[]'],
  ]);
  expect(textOf(faces.fields[0]!.type.span)).toBe('image[64, 64, 3] in -1..1');

  const unnamed = declaration('data', 'data { a: tensor[1], b: class(5000)[16] } from pairs()');
  expect(unnamed.name).toBeUndefined();
  expect(unnamed.fields.map((f) => outlineType(f.type))).toEqual(['tensor[1]', 'class(5000)[16]']);
});

test('latent', () => {
  const draws = ['normal[100]', 'uniform(-1, 1)[100]', 'class(10)', 'normal'].map((text) => {
    const { draw } = declaration('latent', `latent z ~ ${text}`);
    expect(textOf(draw.span)).toBe(`z ~ ${text}`);
    return [draw.distribution.name, draw.arguments.map((a) => outline(a.value)), draw.shape.map(outline)];
  });
  expect(draws).toEqual([
    ['normal', [], ['100']],
    ['uniform', ['(- 1)', '1'], ['100']],
    ['class', ['10'], []],
    ['normal', [], []],
  ]);
});

describe('networks, blocks, functions', () => {
  test('a network', () => {
    const g = declaration(
      'network',
      'network G(z: tensor[2], c: class(10)) -> image[h / 2, 4, 1] in -1..1 with init: normal(0.02), bias: false {\n z |> f\n}',
    );
    expect(g.name.name).toBe('G');
    expect(g.like).toBeUndefined();
    expect(g.parameters.map((p) => [p.name.name, outlineType(p.type)])).toEqual([
      ['z', 'tensor[2]'],
      ['c', 'class(10)[]'],
    ]);
    expect(outlineType(g.result)).toBe('image[(/ h 2) 4 1] in (.. (- 1) 1)');
    expect(g.defaults.map((a) => [a.name?.name, outline(a.value)])).toEqual([
      ['init', '(call normal 0.02)'],
      ['bias', 'false'],
    ]);
    expect(g.body && textOf(g.body.span)).toBe('{\n z |> f\n}');
    expect(g.body && outline(g.body.result)).toBe('(|> z [f])');
  });

  test('a network like another', () => {
    const g = declaration('network', 'network G_BA like G_AB');
    expect([g.name.name, g.like && outlineName(g.like), g.body]).toEqual(['G_BA', 'G_AB', undefined]);
  });

  test('several values', () => {
    const c = declaration('network', 'network C(x: tensor[2]) -> (a: logit[1], b: logit[10]) { (a: x, b: f(x)) }');
    expect(outlineType(c.result)).toBe('(a: logit[1], b: logit[10])');
    expect(c.body && outline(c.body.result)).toBe('(tuple a: x b: (call f x))');
  });

  test('a block', () => {
    const down = declaration(
      'block',
      'block down(x: tensor[h, w, c], channels, normalise = true) -> tensor[h / 2, w / 2, channels] { x }',
    );
    expect(down.parameters.map((p) => [textOf(p.span), p.default && outline(p.default)])).toEqual([
      ['x: tensor[h, w, c]', undefined],
      ['channels', undefined],
      ['normalise = true', 'true'],
    ]);
    expect(outlineType(down.result)).toBe('tensor[(/ h 2) (/ w 2) channels]');
  });

  test('a function with draws and bindings', () => {
    const penalty = declaration(
      'fn',
      `fn gradient_penalty(D, real, fake, target = 1.0) {
        t ~ uniform(0, 1)[1]
        let mid = lerp(real, fake, t)
        mean((norm(grad(sum(D(mid)), mid)) - target)^2)
      }`,
    );
    expect(names(penalty.parameters.map((p) => p.name))).toEqual(['D', 'real', 'fake', 'target']);
    expect(penalty.body.bindings.map((b) => textOf(b.span))).toEqual([
      't ~ uniform(0, 1)[1]',
      'let mid = lerp(real, fake, t)',
    ]);
    expect(penalty.body.bindings.map((b) => b.kind)).toEqual(['draw-binding', 'let-binding']);
    expect(outline(penalty.body.result)).toBe(
      '(call mean (^ (- (call norm (call grad (call sum (call D mid)) mid)) target) 2))',
    );
  });

  test('a body at the margin, and soft keywords in it', () => {
    const f = declaration('fn', 'fn f(batch, steps) {\nlet show = batch\nlet y = steps\nshow + y\n}');
    expect(f.body.bindings.map((b) => b.kind === 'let-binding' && b.name.name)).toEqual(['show', 'y']);
    expect(outline(f.body.result)).toBe('(+ show y)');
  });
});

describe('training', () => {
  test('every action', () => {
    const t = declaration(
      'train',
      `train for 100_000 steps, batch 2 * 32 {
        repeat 5 { minimize critic over D using adam(1e-4, beta1: 0) }
        minimize g over G, E
        simultaneously { minimize d over D using sgd accumulating 4 minibatches  minimize g over G accumulating n minibatches }
        every 16 steps { minimize r1 over D }
        clip D to -0.01..0.01
        average G as G_ema decay 0.999
      }`,
    );
    expect(t.duration && outline(t.duration)).toBe('(steps 100000)');
    expect(t.batch && outline(t.batch)).toBe('(* 2 32)');
    const [repeat, minimize, together, every, clip, average, ...more] = t.actions;
    expect(more).toEqual([]);
    expect(repeat?.kind === 'repeat' && [outline(repeat.count), repeat.actions.map((a) => textOf(a.span))]).toEqual([
      '5',
      ['minimize critic over D using adam(1e-4, beta1: 0)'],
    ]);
    expect(
      minimize?.kind === 'minimize' && [outline(minimize.loss), minimize.over.map(outlineName), minimize.using],
    ).toEqual(['g', ['G', 'E'], undefined]);
    expect(
      together?.kind === 'simultaneously' &&
        together.actions.map(
          (a) => a.kind === 'minimize' && [a.using && outline(a.using), a.accumulating && outline(a.accumulating)],
        ),
    ).toEqual([
      ['sgd', '4'],
      [undefined, 'n'],
    ]);
    expect(every?.kind === 'every' && [outline(every.period), every.actions.length]).toEqual(['(steps 16)', 1]);
    expect(clip?.kind === 'clip' && [outlineName(clip.network), outline(clip.range)]).toEqual([
      'D',
      '(.. (- 0.01) 0.01)',
    ]);
    expect(
      average?.kind === 'average' && [outlineName(average.network), average.as.name, outline(average.decay)],
    ).toEqual(['G', 'G_ema', '0.999']);
  });

  test('phases', () => {
    const t = declaration(
      'train',
      `train batch 64 {
        phase pretrain for 500 steps { minimize g over G }
        for stage in 1..4 { phase grow for 20 epochs, batch 16 { minimize d over D  minimize g over G } }
      }`,
    );
    expect([t.duration, t.batch && outline(t.batch)]).toEqual([undefined, '64']);
    const [phase, loop] = t.actions;
    expect(
      phase?.kind === 'phase' && [phase.name.name, outline(phase.duration), phase.batch, phase.actions.length],
    ).toEqual(['pretrain', '(steps 500)', undefined, 1]);
    expect(loop?.kind === 'for' && [loop.variable.name, outline(loop.over)]).toEqual(['stage', '(.. 1 4)']);
    const [grow] = loop?.kind === 'for' ? loop.actions : [];
    expect(grow?.kind === 'phase' && [grow.name.name, grow.batch && outline(grow.batch), grow.actions.length]).toEqual([
      'grow',
      '16',
      2,
    ]);
  });

  test('a schedule', () => {
    const t = declaration(
      'train',
      'train for 200 epochs { minimize a + b over G using adam(linear(2e-4 -> 0, from: 100 epochs)) }',
    );
    expect(t.duration && outline(t.duration)).toBe('(epochs 200)');
    expect(t.batch).toBeUndefined();
    const [only] = t.actions;
    expect(only?.kind === 'minimize' && [outline(only.loss), only.using && outline(only.using)]).toEqual([
      '(+ a b)',
      '(call adam (call linear (-> 0.0002 0) from: (epochs 100)))',
    ]);
  });
});

test('evaluate and show', () => {
  const e = declaration(
    'evaluate',
    'evaluate every 1_000 steps using G_ema, H { modes(fake, x)  precision_recall(fake, x), x }',
  );
  expect(e.every && outline(e.every)).toBe('(steps 1000)');
  expect(e.using.map(outlineName)).toEqual(['G_ema', 'H']);
  expect(e.items.map(outline)).toEqual(['(call modes fake x)', '(call precision_recall fake x)', 'x']);
  const s = declaration('show', 'show { grid(fake, 8, 8) }');
  expect([s.every, s.using, s.items.map(outline)]).toEqual([undefined, [], ['(call grid fake 8 8)']]);
});

test('the span of a declaration is its text', () => {
  const text = everything;
  const { spec } = read(text);
  const [model] = spec.declarations;
  expect(model && textOf(model.span)).toBe('model ring');
  // There are only spaces and comments between two declarations.
  let end = 0;
  for (const d of spec.declarations) {
    expect(
      text
        .slice(end, d.span.start)
        .replaceAll(/\/\/.*/g, '')
        .trim(),
    ).toBe('');
    end = d.span.end;
  }
  expect(text.slice(end).trim()).toBe('');
});

describe('comments', () => {
  test('all are kept, in order', () => {
    const { spec } = read('// a\nmodel m // b\n/// c\nlet x = 1 //d');
    expect(spec.comments.map((c) => [c.text, c.documentation])).toEqual([
      ['// a', false],
      ['// b', false],
      ['/// c', true],
      ['//d', false],
    ]);
  });

  test('documentation belongs to the declaration right below', () => {
    const [m, x, y, z] = declarations(
      '/// Title.\n///\n///   Indented.\nmodel m\n/// far\n\nlet x = 1\n// plain\nlet y = 1\n/// One.\nlet z = 1 /// no\n',
    );
    expect(m?.documentation).toBe('Title.\n\n  Indented.');
    expect(x?.documentation).toBeUndefined();
    expect(y?.documentation).toBeUndefined();
    expect(z?.documentation).toBe('One.');
  });
});

test('reserved words are not names', () => {
  expect(complaints('model data')).toEqual(['expected-name@data']);
  expect(complaints('network G(loss: tensor[2]) -> tensor[2] { x }')).toEqual(['expected-name@loss']);
  expect(complaints('data {\n  model: tensor[2]\n} from f()')).toEqual(['expected-name@model']);
  expect(complaints('let y = f(data: 3)')).toEqual(['expected-expression@data']);
  expect(complaints('clip D to 1..2')).toEqual(['unknown-declaration@clip']);
});
