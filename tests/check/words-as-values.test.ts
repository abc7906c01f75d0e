/**
 * Functions, layers, blocks, initialisers, optimizers and schedules are values: they can be named, listed and passed.
 */
import { describe, expect, test } from 'vitest';
import { actionsOf } from '../../src/compiler/program/actions.ts';
import { modelOf } from '../compile/reference.ts';
import { analysisOf, errorsOf, program, summary } from './checked-programs.ts';

const layersOf = (body: string, before = ''): string[] =>
  summary(program(`${before}\nnetwork N(x: tensor[4]) -> tensor[4] { ${body} }`).networks.get('N')!);
const initializersOf = (text: string): unknown[] =>
  program(text)
    .networks.get('N')!
    .weights.filter((w) => w.path.endsWith('kernel'))
    .map(({ initializer: { definition, settings } }) => [definition, ...settings]);

describe('functions and layers', () => {
  test('as arguments and defaults of blocks', () => {
    const block =
      'block residual(x: tensor[n], act, norm = layer_norm) -> tensor[n] { x + (x |> dense(n) |> norm |> act) }';
    expect(layersOf('x |> residual(relu) |> residual(tanh, norm: batch_norm)', block)).toEqual([
      'residual/dense(n) [4]',
      'residual/dense(n)/layer_norm [4]',
      'residual/relu [4]',
      'residual_1/dense(n) [4]',
      'residual_1/dense(n)/batch_norm [4]',
      'residual_1/tanh [4]',
    ]);
  });

  test('in lists, visited by a loop or by index', () => {
    expect(layersOf('x |> for act in [relu, tanh] { dense(4) |> act }').map((l) => l.split('/').at(-1))).toEqual([
      'dense(4)[0] [4]',
      'relu[0] [4]',
      'dense(4)[1] [4]',
      'tanh[1] [4]',
    ]);
    expect(layersOf('let f = acts[1]\n f(x)', 'const acts = [relu, tanh]')).toEqual(['tanh [4]']);
  });

  test('blocks, functions and networks may be passed to one another', () => {
    const before = `block twice(x, f, n) { x |> f(n) |> f(n) }
      block wide(x, n) { x |> dense(n) |> relu }
      fn through(F, G, x) { F(G(x)) }
      network E(x: tensor[4]) -> tensor[4] { x |> dense(4) }
      fn same(x) { x }`;
    expect(layersOf('x |> twice(wide, 3) |> twice(dense, 4)', before).filter((l) => l.includes('dense'))).toEqual([
      'twice(3)/wide(n)/dense(n) [3]',
      'twice(3)/wide(n)_1/dense(n) [3]',
      'twice(4)/dense(n) [4]',
      'twice(4)/dense(n)_1 [4]',
    ]);
    expect(errorsOf(analysisOf(`${before}\nlatent z ~ normal[4]\nlet y = through(E, same, z)`))).toEqual([]);
  });

  test('what is not a function cannot be called', () => {
    const block = 'block b(x, act) { x |> act }\n';
    expect(errorsOf(analysisOf(`${block}network N(x: tensor[4]) -> tensor[4] { x |> b(3) }`))).toEqual([
      'not-a-function at act',
    ]);
    expect(errorsOf(analysisOf('const f = relu\nlet y = f + 1'))).toEqual(['wrong-kind at f']);
    expect(errorsOf(analysisOf('let y = mean(relu)'))).toEqual(['wrong-kind at relu']);
    expect(errorsOf(analysisOf('loss d = relu'))).toEqual(['wrong-kind at relu']);
    expect(errorsOf(analysisOf('let y = grad'))).toEqual(['wrong-place at grad']);
  });
});

describe('initialisers', () => {
  test('have names, are defaults, and need no parentheses', () => {
    const text = `
      const small = normal(0.125)
      block b(x, init = small) { x |> dense(4, init: init) |> relu }
      network N(x: tensor[4]) -> tensor[4] with init: he_normal { x |> b |> b(init: uniform(-1, 1)) |> b(zeros) |> dense(4) }`;
    expect(initializersOf(text)).toEqual([['normal', 0.125], ['uniform', -1, 1], ['zeros'], ['he_normal']]);
  });

  test('nothing else can be used as one', () => {
    const dense = (init: string): string[] =>
      errorsOf(
        analysisOf(
          `const rate = linear(1 -> 0)\nnetwork N(x: tensor[4]) -> tensor[4] { x |> dense(4, init: ${init}) }`,
        ),
      );
    expect(dense('relu')).toEqual(['wrong-kind at relu']);
    expect(dense('0.02')).toEqual(['wrong-kind at 0.02']);
    expect(dense('rate')).toEqual(['wrong-kind at rate']);
    expect(dense('adam(1e-3)')).toEqual(['wrong-kind at adam(1e-3)']);
    expect(dense('normal(std: "a")')).toEqual(['wrong-kind at "a"']);
    expect(dense('uniform(1, -1)')).toEqual(['bad-range at 1, -1']);
    expect(dense('norml(3)')).toEqual(['unknown-name at norml']);
  });
});

describe('optimizers and schedules', () => {
  const gan = (declarations: string, d: string, g: string): string => `model gan
    ${declarations}
    data x: tensor[2] from ring()
    latent z ~ normal[2]
    network G(z: tensor[2]) -> tensor[2] { z |> dense(2) }
    network D(x: tensor[2]) -> score[1] { x |> dense(1) }
    loss d = wasserstein_d(D(x), D(G(z)))
    loss g = wasserstein_g(D(G(z)))
    train for 10 steps, batch 4 { minimize d over D using ${d}  minimize g over G using ${g} }`;

  test('have names, and each use has moments of its own', () => {
    const model = modelOf(gan('const slow = linear(1e-3 -> 0)\nconst opt = adam(slow, beta1: 0.5)', 'opt', 'opt'));
    const optimizers = actionsOf(model.program.training).flatMap((a) => (a.kind === 'minimize' ? [a.optimizer] : []));
    expect(optimizers.map((o) => [o.name, o.definition.name, o.settings['beta1']])).toEqual([
      ['d', 'adam', 0.5],
      ['g', 'adam', 0.5],
    ]);
    expect(optimizers.map((o) => o.settings['learning_rate'])).toMatchObject([
      { kind: 'schedule', schedule: { kind: 'linear' } },
      { kind: 'schedule', schedule: { kind: 'linear' } },
    ]);
    const slots = model.variables.map((v) => v.path).filter((p) => p.endsWith('/iterations'));
    expect(slots).toEqual(['optimizer/d/iterations', 'optimizer/g/iterations']);
    expect(model.step(0).outputs.length).toBeGreaterThan(4);
  });

  test('a name alone is the call without arguments, and schedules nest', () => {
    const model = modelOf(
      gan('const rate = warmup(cosine(2e-4 -> 0), over: 5 steps)\nconst plain = adam', 'plain', 'rmsprop(rate)'),
    );
    expect(model.step(0).outputs.length).toBeGreaterThan(4);
  });

  test('may be chosen and passed on', () => {
    const text = gan('const fast = true\nconst opt = if fast { adam(1e-3) } else { sgd }', 'opt', 'opts[0]').replace(
      'model gan',
      'model gan\nconst opts = [sgd(0.1), adam]',
    );
    expect(
      actionsOf(modelOf(text).program.training).map((a) => a.kind === 'minimize' && a.optimizer.definition.name),
    ).toEqual(['adam', 'sgd']);
  });

  test.each([
    ['linear(1e-3 -> 0)', 'wrong-kind at linear(1e-3 -> 0)'],
    ['normal(0.2)', 'wrong-kind at normal(0.2)'],
    ['relu', 'wrong-kind at relu'],
    ['adm', 'unknown-name at adm'],
    ['adam(adam)', 'wrong-kind at adam'],
    ['adam(-1)', 'argument-out-of-range at -1'],
    ['rate', 'wrong-kind at rate'],
    ['d', 'wrong-kind at d'],
  ])('using %s is refused', (using, message) => {
    expect(errorsOf(analysisOf(gan('const rate = linear(1e-3 -> 0)', using, 'adam').replace('model gan', '')))).toEqual(
      [message],
    );
  });
});
