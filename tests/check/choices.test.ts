/** `if`: a choice made while the spec is checked, as a stage and as a value. */
import { describe, expect, test } from 'vitest';
import { Reference } from '../compile/reference.ts';
import { analysisOf, errorsOf, program, summary, typeOf } from './checked-programs.ts';

const layersOf = (body: string, before = ''): string[] =>
  summary(program(`${before}\nnetwork N(x: tensor[4]) -> tensor[2] { ${body} }`).networks.get('N')!);

describe('a stage', () => {
  test('that is not chosen passes the value on', () => {
    const body = 'x |> dense(2) |> if norm { batch_norm }';
    expect(layersOf(body, 'const norm = true')).toEqual(['dense(2) [2]', 'dense(2)/batch_norm [2]']);
    expect(layersOf(body, 'const norm = false')).toEqual(['dense(2) [2]']);
  });

  test('`else if` goes on until one is true', () => {
    const act = `block act(x, name) { x |> if name == "relu" { relu } else if name == "tanh" { tanh } else { sigmoid } }`;
    expect(layersOf('x |> act("relu") |> act("tanh") |> act("none") |> dense(2)', act)).toEqual([
      'act("relu")/relu [4]',
      'act("tanh")/tanh [4]',
      'act("none")/sigmoid [4]',
      'dense(2) [2]',
    ]);
  });

  test('in a loop the variable decides, round by round', () => {
    const body = 'x |> for i in 0..3 { if i % 2 == 0 { dense(8 - 2 * i) } else { relu } } |> dense(2)';
    expect(layersOf(body).map((l) => l.replace(/.* /, ''))).toEqual(['[8]', '[8]', '[4]', '[4]', '[2]']);
  });

  test('sees the shapes so far', () => {
    const fit = 'block fit(x: tensor[n], to) { x |> if n != to { dense(to) } }';
    expect(layersOf('x |> fit(4) |> fit(2)', fit)).toEqual(['fit(2)/dense(to) [2]']);
  });
});

describe('a value', () => {
  test('of any kind: a number, a tensor, a function, a tuple', () => {
    const before = 'const big = true\nlatent z ~ normal[4]\n';
    expect(typeOf(`${before}let y = z |> if big { tanh }`, 'y')).toBe('tensor[4] in -1..1');
    expect(typeOf(`${before}let y = if big { z[0..1] } else { z }`, 'y')).toBe('tensor[2]');
    expect(typeOf(`${before}let t = if big { (a: z, b: z[0]) } else { (a: z) }\nlet y = t.b`, 'y')).toBe('tensor[]');
    expect(typeOf(`${before}const f = if big { tanh } else { relu }\nlet y = f(z)`, 'y')).toBe('tensor[4] in -1..1');
    expect(program('const wide = false\nconst width = if wide { 64 } else { 8 }').constants.get('width')).toBe(8);
  });

  test('a branch is a body, with names of its own', () => {
    const body = 'let h = if true { let a = x |> dense(3)  a |> relu } else { let a = x  a }\n h |> dense(2)';
    expect(layersOf(body)).toEqual(['h/a/dense(3) [3]', 'h/relu [3]', 'dense(2) [2]']);
    expect(errorsOf(analysisOf('let y = if true { let a = 3  a } else { a }'))).toEqual(['unknown-name at a']);
  });

  test('computes what the branch computes, and nothing of the other', () => {
    const run = new Reference(`model choice
      const squared = true
      latent x ~ normal[1]
      network D(x: tensor[1]) -> score[1] { x |> if squared { dense(1, bias: false) } else { dense(1) } }
      loss d = if squared { mean(D(x)^2) } else { mean(D(x)) }
      train for 10 steps, batch 2 { minimize d over D using sgd(0.1) }`);
    const weight = 'D/dense(1)/kernel';
    run.set(weight, 3);
    expect(run.step({ 'draw/x': [1, 2] })['d']).toBeCloseTo((9 + 36) / 2, 10);
    expect(run.get(weight)[0]).toBeCloseTo(3 - 0.1 * 3 * (1 + 4), 5);
    expect(run.model.variables.map((v) => v.path)).toEqual([weight, 'optimizer/d/iterations', 'step']);
  });
});

describe('what decides', () => {
  const condition = (text: string): string[] =>
    errorsOf(analysisOf(`latent z ~ normal[4]\nconst n = 3\nlet y = z |> if ${text} { relu }`));

  test('is true or false, and known', () => {
    expect(condition('n > 2')).toEqual([]);
    expect(condition('!(n == 4)')).toEqual([]);
    expect(condition('n')).toEqual(['wrong-kind at n']);
    expect(condition('"yes"')).toEqual(['wrong-kind at "yes"']);
    expect(condition('z')).toEqual(['wrong-kind at z']);
    expect(condition('mean(z) > 0')).toEqual(['not-a-constant at mean(z)']);
    expect(condition('nothing')).toEqual(['unknown-name at nothing']);
  });

  test('a value needs both branches', () => {
    expect(errorsOf(analysisOf('let y = if true { 1 }'))).toEqual(['expected-token at ']);
  });

  test('names are looked up in the branch that is not taken, too, but its shapes are ignored', () => {
    const stages = (text: string): string[] =>
      errorsOf(analysisOf(`network N(x: tensor[4]) -> tensor[4] { x |> if false { ${text} } |> dense(4) }`));
    expect(stages('nope')).toEqual(['unknown-name at nope']);
    expect(stages('conv2d(3, 3)')).toEqual([]);
  });

  test('in a template both branches are checked, and what follows is left open', () => {
    expect(errorsOf(analysisOf('block b(x: tensor[n], c) { x |> if c { conv2d(3, 3) } else { relu } }'))).toEqual([
      'wrong-rank at conv2d',
    ]);
    expect(
      errorsOf(analysisOf('block b(x: tensor[n], c) -> tensor[n] { x |> if c { reshape(n, 1) |> flatten } |> relu }')),
    ).toEqual([]);
    // One branch makes a map, the other a row: each use decides which.
    expect(
      errorsOf(analysisOf('block b(x: tensor[n], c) { x |> if c { reshape(n, 1, 1) |> conv2d(3, 1) } |> flatten }')),
    ).toEqual([]);
  });

  test('a mistake in the condition is reported once', () => {
    const text =
      'block b(x, c) { x |> if nothing { relu } else { tanh } }\nnetwork N(x: tensor[2]) -> tensor[2] { x |> b(1) |> b(2) }';
    expect(errorsOf(analysisOf(text))).toEqual(['unknown-name at nothing']);
  });
});
