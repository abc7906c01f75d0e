/** Gradients that are means over several minibatches, and gradients that are computed before any update. */
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/compiler/graph-semantics/verify.ts';
import { planMemory } from '../../src/compiler/passes/plan-memory.ts';
import { a, b, forwards, modelOf, Reference, scalars } from './reference.ts';

const losses = 'loss d = mean(D(fake)^2) - mean(D(x))\nloss g = -mean(D(fake))';

/** A critic of two layers, whose loss is a mean over examples, with a norm of its gradient in it. */
const deep = (minimize: string, batch: number): string => `model deep
latent x ~ normal[3]
latent z ~ normal[3]
network D(x: tensor[3]) -> score[1] { x |> dense(5) |> tanh |> dense(1) }
loss d = mean(softplus(D(z))) - mean(D(x)) + gradient_penalty_of(D, x)
fn gradient_penalty_of(D, x) { mean(norm(grad(sum(D(x)), x))^2) }
train for 9 steps, batch ${batch} { ${minimize} }
`;

describe('`accumulating`', () => {
  const numbers = (count: number, seed: number): number[] =>
    Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * (i + 1)) * 2);

  it.each(['sgd(0.1)', 'adam(0.01)', 'rmsprop(0.01, clip_norm: 0.1)'])(
    'of four minibatches is as good as one batch of four times the size, with %s',
    (optimizer) => {
      const whole = new Reference(deep(`minimize d over D using ${optimizer}`, 8));
      const parts = new Reference(deep(`minimize d over D using ${optimizer} accumulating 4 minibatches`, 2));
      for (let step = 0; step < 3; step++) {
        const [x, z] = [numbers(24, step), numbers(24, step + 100)];
        const minibatches = [1, 2, 3, 4].flatMap((round) => [
          [`draw/x@${round}`, x.slice(6 * (round - 1), 6 * round)],
          [`draw/z@${round}`, z.slice(6 * (round - 1), 6 * round)],
        ]);
        const [one, four] = [
          whole.step({ 'draw/x': x, 'draw/z': z }),
          parts.step(Object.fromEntries(minibatches) as Record<string, number[]>),
        ];
        for (const name of Object.keys(one)) expect(four[name], name).toBeCloseTo(one[name]!, 10);
      }
      for (const [path] of whole.state) {
        for (const [i, value] of whole.get(path).entries()) expect(parts.get(path)[i], path).toBeCloseTo(value, 10);
      }
      expect(parts.get('optimizer/d/iterations')).toEqual([3]);
    },
  );

  it('takes rounds of its own, next to those of `repeat`', () => {
    const text = scalars(
      losses,
      `repeat 2 { minimize d over D using sgd(0.1) accumulating 2 minibatches }
       minimize g over G using sgd(0.1)
       every 2 steps { minimize d over D accumulating 3 minibatches }
       minimize g over G accumulating 1 minibatches`,
    );
    const drawn = (step: number): string[] =>
      modelOf(text)
        .step(step)
        .inputs.flatMap(({ name, source }) => (source.kind === 'random' && name.startsWith('draw/z') ? [name] : []))
        .sort();
    // 1 and 4 are the rounds of `repeat`, which draw nothing themselves; 7, 8 and 9 are those of `every`.
    expect(drawn(0)).toEqual(['draw/z', 'draw/z@10', 'draw/z@2', 'draw/z@3', 'draw/z@5', 'draw/z@6']);
    const whole = ['', '@10', '@2', '@3', '@5', '@6', '@7', '@8', '@9'].map((round) => `draw/z${round}`);
    expect(drawn(1)).toEqual(whole);
  });

  it('normalises each minibatch by itself, and follows each with the moving statistics', () => {
    const text = `model stats
latent x ~ normal[1]
network D(x: tensor[1]) -> score[1] { x |> batch_norm(momentum: 0.9) |> dense(1) }
loss d = mean(D(x))
train for 9 steps, batch 2 { minimize d over D using sgd(0) accumulating 2 minibatches }
`;
    const run = new Reference(text);
    run.step({ 'draw/x@1': [2, 6], 'draw/x@2': [10, 20] });
    expect(run.get('D/batch_norm/moving_mean')[0]).toBeCloseTo(0.9 * 0.4 + 0.1 * 15, 6);
  });

  it('holds the activations of one minibatch at a time', () => {
    const text = (count: number): string => `model wide
latent x ~ normal[512]
network D(x: tensor[512]) -> score[1] { x |> dense(4) |> repeat(6) { tanh |> dense(4) } |> dense(1) }
let far = x |> for i in 1..8 { sin }
loss d = mean(D(x) * mean(far, axes: [0]))
train for 9 steps, batch 256 { minimize d over D using sgd(0.1) accumulating ${count} minibatches }
`;
    const [two, eight] = [2, 8].map((count) => planMemory(modelOf(text(count)).step(0)).atPeak.values);
    expect(eight! / two!).toBeLessThan(1.1);
  });
});

describe('`simultaneously`', () => {
  const together = scalars(
    losses,
    'simultaneously { minimize d over D using sgd(0.1)  minimize g over G using sgd(0.1) }',
  );

  it('computes all gradients before any update, and what they share once', () => {
    const run = new Reference(together, { start: { [a]: 0.5, [b]: 2 } });
    const values = run.step({ 'draw/x': 3, 'draw/z': 2 });
    // d = (b · a · 2)² − b · 3 and g = −b · a · 2, both with a = 0.5 and b = 2.
    expect(values).toMatchObject({ d: 4 - 6, g: -2 });
    expect(run.get(b)[0]).toBeCloseTo(2 - 0.1 * (2 * 2 - 3), 6);
    expect(run.get(a)[0]).toBeCloseTo(0.5 + 0.1 * 2 * 2, 6);
    const graph = modelOf(together).step(0);
    expect(verify(graph)).toEqual([]);
    expect(forwards(graph, 'G/dense(1)')).toBe(1);
    // D(x) and D(fake), once for both losses.
    expect(forwards(graph, 'D/dense(1)')).toBe(2);
  });

  it('does not depend on the order of its losses', () => {
    const swapped = together.replace(
      'minimize d over D using sgd(0.1)  minimize g over G using sgd(0.1)',
      'minimize g over G using sgd(0.1)  minimize d over D using sgd(0.1)',
    );
    expect(swapped).not.toBe(together);
    const [one, other] = [together, swapped].map((text) => {
      const run = new Reference(text, { start: { [a]: 0.5, [b]: 2 } });
      for (let i = 0; i < 3; i++) run.step({ 'draw/x': 3, 'draw/z': 2 });
      return [run.get(a), run.get(b)];
    });
    expect(one).toEqual(other);
  });

  it('adds up the updates of a network that is in it twice', () => {
    const text = scalars(
      losses,
      'simultaneously { minimize mean(D(x)^2) over D using sgd(0.1)  minimize mean(D(x)^2) over D using sgd(0.2) }',
    );
    const run = new Reference(text, { start: { [b]: 2 } });
    run.step({ 'draw/x': 1, 'draw/z': 1 });
    expect(run.get(b)[0]).toBeCloseTo(2 - 0.3 * 4, 6);
  });
});
