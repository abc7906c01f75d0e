/** Optimizers and learning rates compared with their formulas, written out. */
import { describe, expect, it } from 'vitest';
import { a, b, Reference, scalars } from './reference.ts';

const weight = (rule: string, stepsPerEpoch = 10): Reference =>
  new Reference(scalars('loss d = mean(D(x))', `minimize d over D using ${rule}`), {
    stepsPerEpoch,
    start: { [b]: 1 },
  });

interface Memory {
  m: number;
  v: number;
}
/** The new weight; `t` is 1 at the first update. */
type Rule = (w: number, g: number, memory: Memory, t: number) => number;

const adam =
  (lr: number, b1 = 0.9, b2 = 0.999, eps = 1e-8, decay = 0): Rule =>
  (w, g, s, t) => {
    s.m = b1 * s.m + (1 - b1) * g;
    s.v = b2 * s.v + (1 - b2) * g * g;
    return w * (1 - lr * decay) - (lr * (s.m / (1 - b1 ** t))) / (Math.sqrt(s.v / (1 - b2 ** t)) + eps);
  };
const sgd =
  (lr: number, momentum = 0, nesterov = false, decay = 0): Rule =>
  (w, gradient, s) => {
    const g = gradient + decay * w;
    s.m = momentum * s.m + g;
    return w - lr * (nesterov ? g + momentum * s.m : s.m);
  };
const rmsprop =
  (lr: number, rho = 0.99, momentum = 0, eps = 1e-8): Rule =>
  (w, g, s) => {
    s.v = rho * s.v + (1 - rho) * g * g;
    s.m = momentum * s.m + g / (Math.sqrt(s.v) + eps);
    return w - lr * s.m;
  };

/** PyTorch's `clip_grad_norm_` and `clip_grad_value_`, for a gradient of one number. */
const clippedTo =
  (bounds: { norm?: number; value?: number }, rule: Rule): Rule =>
  (w, gradient, s, t) => {
    const { norm = Infinity, value = Infinity } = bounds;
    const g = Math.max(-value, Math.min(value, gradient));
    return rule(w, g * Math.min(1, norm / (Math.abs(g) + 1e-6)), s, t);
  };

const rules: readonly (readonly [string, Rule])[] = [
  ['sgd', sgd(0.01)],
  ['sgd(0.1)', sgd(0.1)],
  ['sgd(0.1, momentum: 0.9)', sgd(0.1, 0.9)],
  ['sgd(0.1, momentum: 0.9, nesterov: true)', sgd(0.1, 0.9, true)],
  ['sgd(0.1, weight_decay: 0.2)', sgd(0.1, 0, false, 0.2)],
  ['rmsprop(0.01)', rmsprop(0.01)],
  ['rmsprop(0.01, rho: 0.5, momentum: 0.9, epsilon: 0.1)', rmsprop(0.01, 0.5, 0.9, 0.1)],
  ['adam', adam(1e-3)],
  ['adam(1e-2, beta1: 0.5)', adam(1e-2, 0.5)],
  ['adam(1e-2, beta1: 0, beta2: 0.9)', adam(1e-2, 0, 0.9)],
  ['adam(1e-2, beta1: 0.5, beta2: 0)', adam(1e-2, 0.5, 0)],
  ['adam(1e-2, epsilon: 0.5)', adam(1e-2, 0.9, 0.999, 0.5)],
  ['adamw(1e-2)', adam(1e-2, 0.9, 0.999, 1e-8, 0.01)],
  ['adamw(1e-2, beta1: 0.5, weight_decay: 0.3)', adam(1e-2, 0.5, 0.999, 1e-8, 0.3)],
  ['sgd(0.1, clip_norm: 1)', clippedTo({ norm: 1 }, sgd(0.1))],
  ['sgd(0.1, momentum: 0.9, clip_value: 0.75)', clippedTo({ value: 0.75 }, sgd(0.1, 0.9))],
  ['sgd(0.1, clip_value: 2.5, clip_norm: 1.5)', clippedTo({ value: 2.5, norm: 1.5 }, sgd(0.1))],
  ['rmsprop(0.01, clip_norm: 1)', clippedTo({ norm: 1 }, rmsprop(0.01))],
  ['adam(1e-2, clip_norm: 1)', clippedTo({ norm: 1 }, adam(1e-2))],
  // In the first three steps, this goes from 0 over 0.25 to 0.5.
  ['sgd(0.1, momentum: linear(0 -> 0.5, over: 2 steps))', (w, g, s, t) => sgd(0.1, (t - 1) / 4)(w, g, s, t)],
  ['sgd(0.1, weight_decay: linear(0 -> 0.5, over: 2 steps))', (...a) => sgd(0.1, 0, false, (a[3] - 1) / 4)(...a)],
  ['rmsprop(0.1, rho: linear(0 -> 0.5, over: 2 steps))', (w, g, s, t) => rmsprop(0.1, (t - 1) / 4)(w, g, s, t)],
  ['adam(0.1, beta1: linear(0 -> 0.5, over: 2 steps))', (w, g, s, t) => adam(0.1, (t - 1) / 4)(w, g, s, t)],
  ['adam(0.1, beta2: linear(0 -> 0.5, over: 2 steps))', (w, g, s, t) => adam(0.1, 0.9, (t - 1) / 4)(w, g, s, t)],
  ['adam(0.1, epsilon: 1 - linear(1 -> 0.5, over: 2 steps))', (...a) => adam(0.1, 0.9, 0.999, (a[3] - 1) / 4)(...a)],
  ['adamw(0.4 * linear(0 -> 0.5, over: 2 steps))', (...a) => adam((a[3] - 1) / 10, 0.9, 0.999, 1e-8, 0.01)(...a)],
  [
    'sgd(0.1, clip_norm: linear(0 -> 0.5, over: 2 steps))',
    (w, g, s, t) => clippedTo({ norm: (t - 1) / 4 }, sgd(0.1))(w, g, s, t),
  ],
  ['adamw(1e-2, clip_value: 1)', clippedTo({ value: 1 }, adam(1e-2, 0.9, 0.999, 1e-8, 0.01))],
];

describe('an optimizer', () => {
  it.each(rules)('%s', (text, rule) => {
    const run = weight(text);
    const memory: Memory = { m: 0, v: 0 };
    let w = 1;
    // The gradient of mean(b · x) is the mean of x.
    for (const [i, g] of [0.5, -2, 3].entries()) {
      run.step({ 'draw/x': g });
      w = rule(w, g, memory, i + 1);
      // Constants of a graph are float32.
      expect(run.get(b)[0]).toBeCloseTo(w, 6);
      expect(run.get('optimizer/d/iterations')).toEqual([i + 1]);
    }
    expect(Math.abs(w - 1)).toBeGreaterThan(1e-4);
  });
});

describe('`clip_norm`', () => {
  it('bounds the length of the gradient over all networks together; the one that is logged is the whole', () => {
    const text = scalars('loss d = mean(D(x)) + mean(G(z))', 'minimize d over D, G using sgd(0.1, clip_norm: 2)');
    const run = new Reference(text, { start: { [a]: 0, [b]: 0 } });
    // The gradient is (mean x, mean z) = (3, 4), of length 5.
    const values = run.step({ 'draw/x': 3, 'draw/z': 4 });
    expect(values['d.gradient_norm']).toBeCloseTo(5, 12);
    expect(run.get(b)[0]).toBeCloseTo((-0.1 * 3 * 2) / 5, 6);
    expect(run.get(a)[0]).toBeCloseTo((-0.1 * 4 * 2) / 5, 6);
    // A shorter one is left as it is, and one of length 0 has no direction.
    run.step({ 'draw/x': 0.3, 'draw/z': 0 });
    expect(run.get(b)[0]).toBeCloseTo((-0.1 * 3 * 2) / 5 - 0.03, 6);
    const before = run.get(b);
    run.step({ 'draw/x': 0, 'draw/z': 0 });
    expect(run.get(b)).toEqual(before);
  });
});

describe('a learning rate', () => {
  /** With gradient 1 and sgd, the weight falls by the rate. An epoch is 10 steps, the whole training 100. */
  const rateAt = (schedule: string, step: number): number => {
    const run = weight(`sgd(${schedule})`);
    run.set('step', step);
    run.step({ 'draw/x': 1 });
    return 1 - run.get(b)[0]!;
  };
  const cosine = (done: number) => 0.1 + (0.5 - 0.1) * 0.5 * (1 + Math.cos(Math.PI * done));
  const schedules: readonly (readonly [string, Readonly<Record<number, number>>])[] = [
    ['0.3', { 0: 0.3, 50: 0.3, 99: 0.3 }],
    ['constant(0.3)', { 0: 0.3, 99: 0.3 }],
    ['linear(0.5 -> 0)', { 0: 0.5, 1: 0.495, 50: 0.25, 99: 0.005, 100: 0, 150: 0 }],
    ['linear(0.1 -> 0.5)', { 0: 0.1, 50: 0.3, 200: 0.5 }],
    ['linear(0.5 -> 0, from: 50 steps)', { 0: 0.5, 50: 0.5, 75: 0.25, 99: 0.01 }],
    ['linear(0.5 -> 0, from: 2 epochs, to: 4 epochs)', { 0: 0.5, 20: 0.5, 30: 0.25, 40: 0, 99: 0 }],
    ['cosine(0.5 -> 0.1)', { 0: 0.5, 10: cosine(0.1), 50: 0.3, 99: cosine(0.99), 120: 0.1 }],
    ['linear(0.5 -> 0, over: 50 steps)', { 0: 0.5, 25: 0.25, 50: 0, 99: 0 }],
    ['cosine(0.5 -> 0.1, from: 2 epochs, over: 50 steps)', { 0: 0.5, 20: 0.5, 45: 0.3, 70: 0.1 }],
    ['0.5 * linear(1 -> 0)', { 0: 0.5, 50: 0.25 }],
    ['clamp(linear(1 -> 0), 0.2, 0.4) - 0.1', { 0: 0.3, 70: 0.2, 99: 0.1 }],
    ['step(0.4, every: 30 steps, factor: 0.5)', { 0: 0.4, 29: 0.4, 30: 0.2, 59: 0.2, 60: 0.1, 99: 0.05 }],
    ['step(0.4, every: 3 epochs)', { 29: 0.4, 30: 0.04, 60: 0.004 }],
    ['warmup(0.4, over: 4 steps)', { 0: 0.1, 1: 0.2, 3: 0.4, 4: 0.4, 99: 0.4 }],
    ['warmup(linear(0.4 -> 0), over: 1 epochs)', { 0: 0.04, 4: 0.5 * 0.4 * 0.96, 9: 0.4 * 0.91, 50: 0.2 }],
  ];
  it.each(schedules)('%s', (schedule, rates) => {
    for (const [step, rate] of Object.entries(rates))
      expect(rateAt(schedule, Number(step)), `at step ${step}`).toBeCloseTo(rate, 6);
  });

  it('counts steps of the training, not updates', () => {
    const run = new Reference(
      scalars('loss d = mean(D(x))', 'repeat 2 { minimize d over D using sgd(linear(1 -> 0)) }'),
      { start: { [b]: 0 } },
    );
    const feeds = { 'draw/x@1': 1, 'draw/x@2': 1 };
    run.step(feeds);
    run.step(feeds);
    expect(run.get(b)[0]).toBeCloseTo(-(2 + 2 * 0.99), 6);
  });
});
