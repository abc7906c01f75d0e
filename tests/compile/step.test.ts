/** What a pass through the training program means. */
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import { a, b, forwards, modelOf, Reference, scalars } from './reference.ts';

const losses = 'loss d = mean(D(fake)) - mean(D(x))\nloss g = -mean(D(fake))';
const minimizeD = 'minimize d over D using sgd(0.1)';
const minimizeG = 'minimize g over G using sgd(0.1)';
/** mean x = 3, mean z = 2 */
const feeds = { 'draw/x': [2, 4], 'draw/z': [1, 3] };

describe('within a pass', () => {
  it('what no update has changed is computed once', () => {
    const first = modelOf(scalars(losses, `${minimizeD}\n${minimizeG}`)).step(0);
    expect(verify(first)).toEqual([]);
    expect(forwards(first, 'G/dense(1)')).toBe(1);
    // D(x) and D(fake) for d, and D(fake) once more with the new D.
    expect(forwards(first, 'D/dense(1)')).toBe(3);
    // In the other order, G is changed before d is computed.
    const second = modelOf(scalars(losses, `${minimizeG}\n${minimizeD}`)).step(0);
    expect(forwards(second, 'G/dense(1)')).toBe(2);
    expect(forwards(second, 'D/dense(1)')).toBe(3);
  });

  it('later losses see earlier updates, and take them as they are', () => {
    const run = new Reference(scalars(losses, `${minimizeD}\n${minimizeG}`), { start: { [a]: 0.5, [b]: 2 } });
    const values = run.step(feeds);
    // d = b · (a · 2 − 3); ∂d/∂b = 0.5 · 2 − 3 = −2; b becomes 2.2
    expect(values['d']).toBeCloseTo(2 * (1 - 3), 12);
    expect(values['d.gradient_norm']).toBeCloseTo(2, 12);
    expect(run.get(b)[0]).toBeCloseTo(2.2, 7);
    // g = −2.2 · a · 2. Through b's update ∂b/∂a would add 0.1 · 2 · a · 2 = 0.2 to the gradient −4.4.
    expect(values['g']).toBeCloseTo(-2.2, 7);
    expect(values['g.gradient_norm']).toBeCloseTo(4.4, 6);
    expect(run.get(a)[0]).toBeCloseTo(0.5 + 0.44, 7);
    expect(run.get('step')).toEqual([1]);
  });

  it('each round of `repeat` has its own draws and minibatches', () => {
    const model = modelOf(scalars(losses, `repeat 3 { ${minimizeD} }\n${minimizeG}`));
    const graph = model.step(0);
    const draws = graph.inputs.filter((i) => i.source.kind === 'random').map((i) => i.name);
    expect(draws.sort()).toEqual(['draw/x@1', 'draw/x@2', 'draw/x@3', 'draw/z', 'draw/z@1', 'draw/z@2', 'draw/z@3']);
    const ring = scalars('', '')
      .replace('latent x ~ normal[1]', 'data p: tensor[2] from ring()')
      .replace('let fake', 'network C(p: tensor[2]) -> score[1] { p |> dense(1) }\nloss c = mean(C(p))\nlet fake')
      .replace('batch 2 {', 'batch 2 {\nrepeat 2 { repeat 2 { minimize c over C using sgd } }\nminimize c over C\n');
    const rounds = modelOf(ring);
    // 1 and 4 are the outer rounds, which draw nothing; 0 is the pass itself.
    expect(rounds.timeline.phases[0]!.dataRounds).toEqual([0, 2, 3, 5, 6]);
    expect(
      rounds
        .step(0)
        .inputs.filter((i) => i.source.kind === 'data')
        .map((i) => i.name)
        .sort(),
    ).toEqual(['data/p', 'data/p@2', 'data/p@3', 'data/p@5', 'data/p@6']);
  });

  it('rounds run one after another', () => {
    const run = new Reference(scalars('loss d = mean(D(x)^2) / 2', 'repeat 2 { minimize d over D using sgd(0.5) }'), {
      start: { [b]: 1 },
    });
    // ∂d/∂b = b · mean x²: 1 → 1 − 0.5 · 1 = 0.5 with x = 1, → 0.5 − 0.5 · 0.5 · 4 = −0.5 with x = 2.
    const values = run.step({ 'draw/x@1': 1, 'draw/x@2': 2 });
    expect(run.get(b)[0]).toBeCloseTo(-0.5, 12);
    expect(values['d']).toBeCloseTo(0.5 * 0.25 * 4, 12);
  });
});

describe('`every`', () => {
  const text = scalars(
    `${losses}\nloss r = mean(D(x)^2)`,
    `${minimizeD}\nevery 3 steps { minimize r over D }\nevery 2 steps { ${minimizeG} }`,
  );

  it('is due after that many steps, and again after as many more', () => {
    const run = new Reference(text);
    const due = Array.from({ length: 12 }, () => run.step(feeds));
    expect(due.flatMap((values, i) => ('r' in values ? [i + 1] : []))).toEqual([3, 6, 9, 12]);
    expect(due.flatMap((values, i) => ('g' in values ? [i + 1] : []))).toEqual([2, 4, 6, 8, 10, 12]);
  });

  it('shares the optimizer of the network if it is given none', () => {
    const model = modelOf(text);
    expect(model.variables.map((v) => v.path)).toEqual([
      a,
      b,
      'optimizer/d/iterations',
      'optimizer/g/iterations',
      'step',
    ]);
    const run = new Reference(text, { start: { [b]: 1 } });
    for (let i = 0; i < 3; i++) run.step(feeds);
    expect(run.get('optimizer/d/iterations')).toEqual([4]);
    // r is minimised with d's rate: b − 0.1 · ∂r/∂b, with ∂r/∂b = 2 b · 10.
    const alone = new Reference(
      scalars(`${losses}\nloss r = mean(D(x)^2)`, `${minimizeD}\nevery 1 steps { minimize r over D }`),
      { start: { [b]: 1, [a]: 0.5 } },
    );
    alone.step(feeds);
    const afterD = 1 + 0.1 * 2;
    expect(alone.get(b)[0]).toBeCloseTo(afterD - 0.1 * 2 * afterD * 10, 6);
  });

  it('shares moments too', () => {
    const paths = modelOf(text.replace('using sgd(0.1)', 'using adam(0.1)')).variables.map((v) => v.path);
    expect(paths.filter((p) => p.startsWith('optimizer/d/'))).toEqual([
      'optimizer/d/iterations',
      `optimizer/d/${b}/m`,
      `optimizer/d/${b}/v`,
    ]);
  });

  it('counts epochs by the size of the data, and leaves the draws of other rounds where they are', () => {
    const model = modelOf(
      scalars(losses, `every 2 epochs { repeat 2 { ${minimizeD} } }\nrepeat 1 { ${minimizeG} }`),
      5,
    );
    const draws = (index: number) =>
      model
        .step(index)
        .inputs.filter((i) => i.source.kind === 'random')
        .map((i) => i.name)
        .sort();
    expect(draws(8)).toEqual(['draw/z@3']);
    expect(draws(9)).toEqual(['draw/x@1', 'draw/x@2', 'draw/z@1', 'draw/z@2', 'draw/z@3']);
    expect(model.step(19)).toBe(model.step(9));
    expect(model.step(10)).toBe(model.step(8));
  });
});

describe('actions', () => {
  it('`clip` holds the weights of its network', () => {
    const run = new Reference(scalars(losses, `minimize d over D using sgd(10)\nclip D to -0.01..0.02\n${minimizeG}`), {
      start: { [a]: 5, [b]: 0 },
    });
    run.step(feeds);
    // ∂d/∂b = 5 · 2 − 3 = 7, so b goes far below the bound.
    expect(run.get(b)[0]).toBeCloseTo(-0.01, 7);
    // g sees the clipped weight: ∂g/∂a = 0.01 · 2.
    expect(run.get(a)[0]).toBeCloseTo(5 - 0.1 * 0.02, 7);
    run.set(a, 1);
    run.step(feeds);
    expect(run.get(b)[0]).toBeCloseTo(0.02, 7);
  });

  it('`average` follows its network from where it starts', () => {
    const text =
      scalars(losses, `${minimizeD}\n${minimizeG}\naverage G as G_ema decay 0.9`) + 'show { scatter(fake, x) }';
    const run = new Reference(text.replace('show { scatter(fake, x) }', ''));
    const start = run.get(a)[0]!;
    expect(run.get('G_ema/dense(1)/kernel')).toEqual([start]);
    run.step(feeds);
    const first = 0.9 * start + 0.1 * run.get(a)[0]!;
    expect(run.get('G_ema/dense(1)/kernel')[0]).toBeCloseTo(first, 7);
    run.step(feeds);
    expect(run.get('G_ema/dense(1)/kernel')[0]).toBeCloseTo(0.9 * first + 0.1 * run.get(a)[0]!, 7);
    // The average replaces the network where it is asked for, and nowhere else.
    run.set(a, 3);
    run.set('G_ema/dense(1)/kernel', 7);
    expect(run.value('fake', 2, { 'draw/z': [1, 2] })).toEqual([3, 6]);
    expect(run.value('fake', 2, { 'draw/z': [1, 2] }, 'G_ema')).toEqual([7, 14]);
  });

  it('a sum of losses is minimised as one loss', () => {
    const run = new Reference(
      scalars(`${losses}\nloss r = mean(D(x)^2)`, `minimize d + 0.5 * r over D using sgd(0.1)\n${minimizeG}`),
      { start: { [a]: 0.5, [b]: 1 } },
    );
    run.step(feeds);
    expect(run.get(b)[0]).toBeCloseTo(1 - 0.1 * (-2 + 10), 6);
  });
});

describe('moving statistics', () => {
  const text = `model stats
latent x ~ normal[1]
latent z ~ normal[1]
network G(z: tensor[1]) -> tensor[1] { z |> batch_norm(momentum: 0.9) |> dense(1) }
network D(x: tensor[1]) -> score[1] { x |> batch_norm(momentum: 0.9) |> dense(1) }
let fake = G(z)
let judged = D(x)
loss d = mean(D(fake)) - mean(D(x))
loss g = -mean(D(fake))
`;
  const written = (actions: string): string[] =>
    modelOf(`${text}train for 9 steps, batch 2 { ${actions} }`)
      .step(0)
      .outputs.flatMap((o) => (o.name.includes('moving') ? [o.name] : []))
      .sort();

  it('follow the batch only while their network is trained', () => {
    const [ofD, ofG] = ['D', 'G'].map((n) => ['moving_mean', 'moving_variance'].map((s) => `${n}/batch_norm/${s}`)) as [
      string[],
      string[],
    ];
    expect(written('minimize d over D using sgd')).toEqual(ofD);
    expect(written('minimize g over G using sgd')).toEqual(ofG);
    expect(written('minimize d over D using sgd minimize g over G using sgd')).toEqual([...ofD, ...ofG]);
  });

  it('follow every batch that their network is given, in order, and normalise samples', () => {
    const run = new Reference(
      `${text.replace('loss d = mean(D(fake)) - mean(D(x))', 'loss d = mean(D(x))')}train for 9 steps, batch 2 { minimize d over D using sgd(0) }`,
      {
        start: { 'D/dense(1)/kernel': 1 },
      },
    );
    run.step({ 'draw/x': [2, 6] });
    expect(run.get('D/batch_norm/moving_mean')[0]).toBeCloseTo(0.1 * 4, 7);
    // The unbiased variance of 2 and 6 is 8, as in the paper and PyTorch; the biased one, as in Keras, would be 4.
    const variance = 0.9 + 0.1 * 8;
    expect(run.get('D/batch_norm/moving_variance')[0]).toBeCloseTo(variance, 12);
    const [judged] = run.value('judged', 1, { 'draw/x': 5 });
    expect(judged).toBeCloseTo((5 - 0.4) / Math.sqrt(variance + 1e-5), 6);
  });
});

describe('outside of training', () => {
  it('there is no dropout, and there are no draws for it', () => {
    const text = scalars('let kept = dropout(x, 0.5)\nloss d = mean(dropout(D(x), 0.5))', minimizeD);
    const run = new Reference(text);
    expect(run.value('kept', 2, { 'draw/x': [3, 4] })).toEqual([3, 4]);
    const draws = run.model.step(0).inputs.flatMap((i) => (i.source.kind === 'random' ? [i.name] : []));
    expect(draws).toHaveLength(2);
  });
});

describe('derivatives in formulas', () => {
  const value = (expression: string, x: readonly number[]): number[] =>
    new Reference(scalars(`let y = ${expression}\nloss d = mean(D(x))`, minimizeD)).value('y', x.length, {
      'draw/x': x,
    });

  it('nest', () => {
    expect(value('grad(sum(x^3), x)', [2, -1])).toEqual([12, 3]);
    expect(value('grad(sum(grad(sum(x^3), x)), x)', [2, -1])).toEqual([12, -6]);
    expect(value('grad(sum(grad(sum(grad(sum(x^3), x)), x)), x)', [2, -1])).toEqual([6, 6]);
    // d²/dx² tanh = −2 tanh (1 − tanh²), which TensorFlow.js gets wrong.
    const t = Math.tanh(0.5);
    expect(value('grad(sum(grad(sum(tanh(x)), x)), x)', [0.5])[0]).toBeCloseTo(-2 * t * (1 - t * t), 12);
  });

  it('stop at `stop_gradient`', () => {
    expect(value('grad(sum(x^2 * stop_gradient(x)), x)', [3])).toEqual([18]);
    const run = new Reference(
      scalars('loss d = mean(D(stop_gradient(G(x)))) + mean(D(G(x)))', 'minimize d over D, G using sgd(1)'),
      { start: { [a]: 1, [b]: 1 } },
    );
    run.step({ 'draw/x': 1 });
    // ∂d/∂b = 1 + 1; ∂d/∂a = 1, from the second alone.
    expect([run.get(a)[0], run.get(b)[0]]).toEqual([0, -1]);
  });

  it('of a critic at its input train the critic', () => {
    // (|∂D/∂x| − 1)² with D = b x is (|b| − 1)²; its slope at b = 3 is 4.
    const run = new Reference(
      scalars('loss d = mean((norm(grad(sum(D(x)), x)) - 1)^2)', 'minimize d over D using sgd(0.25)'),
      { start: { [b]: 3 } },
    );
    const values = run.step({ 'draw/x': [1, 2] });
    expect(values['d']).toBeCloseTo(4, 9);
    expect(run.get(b)[0]).toBeCloseTo(2, 9);
  });
});
