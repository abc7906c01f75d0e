/** Schedules as numbers of training: in losses, functions, networks, averages, bounds, and values outside of training. */
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import { a, b, modelOf, Reference, scalars } from './reference.ts';

const minimizeD = 'minimize d over D using sgd(0.1)';
/** Goes from 1 to 0 in the first four steps. */
const falling = 'linear(1 -> 0, over: 4 steps)';

/** The values of an output in steps of a training that has come to the given ones. */
function at(steps: readonly number[], text: string, output = 'd', feeds = {}): number[] {
  const run = new Reference(text, { start: { [a]: 2, [b]: 3 } });
  return steps.map((step) => {
    run.set('step', step);
    run.set(b, 3);
    return run.step({ 'draw/x': 1, 'draw/z': 1, ...feeds })[output]!;
  });
}

describe('in a loss, a schedule', () => {
  it.each([
    [`${falling} * mean(D(x))`, [3, 1.5, 0, 0]],
    [`mean(D(x)) - ${falling}`, [2, 2.5, 3, 3]],
    [`mean(lerp(D(x), fake, 1 - ${falling})) + 0 * mean(D(x))`, [3, 2.5, 2, 2]],
    [`mean(D(x) * (1 - ${falling})^2)`, [0, 0.75, 3, 3]],
    [`warmup(2, over: 4 steps) * mean(D(x))`, [1.5, 4.5, 6, 6]],
  ])('%s', (loss, expected) => {
    const found = at([0, 2, 4, 50], scalars(`loss d = ${loss}`, minimizeD));
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
  });

  it('weighs the gradient', () => {
    const found = at([0, 1, 4], scalars(`loss d = ${falling} * mean(D(x))`, minimizeD), 'd.gradient_norm');
    for (const [i, value] of [1, 0.75, 0].entries()) expect(found[i]).toBeCloseTo(value, 6);
  });

  it('has a name, goes into functions, and is one node wherever it is used', () => {
    const text = scalars(
      `let fading = ${falling}
       const weight = 0.5 * linear(0 -> 1, over: 4 steps)
       fn mixed(real, share) { share * mean(D(real)) }
       loss d = mixed(x, fading) + mixed(x, 1 - fading) + weight * mean(D(x)^2)`,
      'minimize d over D using sgd(0.1 * fading)',
    );
    const found = at([0, 2, 4], text);
    for (const [i, value] of [3, 3 + 0.25 * 9, 3 + 0.5 * 9].entries()) expect(found[i]).toBeCloseTo(value, 6);
    const graph = modelOf(text).step(0);
    expect(verify(graph)).toEqual([]);
    // Both schedules are as far as 4 · step / 4 says.
    expect(graph.nodes.filter(({ op }) => op === 'Cast')).toHaveLength(1);
  });

  it('works in the body of a network, and as an input of one', () => {
    const text = scalars(
      `network F(x: tensor[1], alpha: tensor[]) -> score[1] { alpha * x + ${falling} * (x |> dense(1, bias: false)) }
       loss f = mean(F(x, 10 * ${falling}))
       loss d = mean(D(x))`,
      `${minimizeD}\nminimize f over F using sgd(0)`,
    );
    const run = new Reference(text, { start: { 'F/dense(1)/kernel': 4 } });
    for (const value of [14, 10.5, 7, 3.5, 0])
      expect(run.step({ 'draw/x': 1, 'draw/z': 1 })['f']).toBeCloseTo(value, 6);
  });
});

describe('in an action, a schedule', () => {
  it('is the decay of an average', () => {
    const text = scalars('loss d = mean(D(x))', `${minimizeD}\naverage D as E decay 0.5 - 0.5 * ${falling}`);
    const run = new Reference(text, { start: { [b]: 3, 'E/dense(1)/kernel': 7 } });
    let average = 7;
    for (let step = 0; step < 6; step++) {
      run.step({ 'draw/x': 1 });
      const share = Math.min(0.5, step / 8);
      average = share * average + (1 - share) * run.get(b)[0]!;
      expect(run.get('E/dense(1)/kernel')[0]).toBeCloseTo(average, 6);
    }
  });

  it('bounds the weights of a `clip`', () => {
    const text = scalars('loss d = mean(D(x))', `minimize d over D using sgd(0)\nclip D to -1..(0.5 + ${falling})`);
    const run = new Reference(text, { start: { [b]: 5 } });
    const found = Array.from({ length: 6 }, () => {
      run.step({ 'draw/x': 1 });
      return run.get(b)[0];
    });
    expect(found).toEqual([1.5, 1.25, 1, 0.75, 0.5, 0.5]);
  });
});

describe('outside of training', () => {
  it('a schedule is where the training has come to', () => {
    const run = new Reference(scalars(`let faded = ${falling} * fake\nloss d = mean(D(x))`, minimizeD), {
      start: { [a]: 2 },
    });
    const faded = () => run.value('faded', 1, { 'draw/z': 1 })[0]!;
    expect(faded()).toBeCloseTo(2, 6);
    for (let step = 0; step < 3; step++) run.step({ 'draw/x': 1 });
    expect(faded()).toBeCloseTo(0.5, 6);
  });
});
