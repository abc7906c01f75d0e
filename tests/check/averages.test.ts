/** `average G as G_ema`, in one phase or several. */
import { expect, test } from 'vitest';
import { Reference } from '../compile/reference.ts';

test('an average goes on in a later phase, with the decay that it has there', () => {
  const run = new Reference(`model phases
    latent z ~ normal[2]
    network G(z: tensor[2]) -> tensor[1] { z |> dense(1, bias: false) }
    loss g = mean(G(z))
    train batch 2 {
      phase first for 1 steps { minimize g over G using sgd(0.5)  average G as G_ema decay 0.5 }
      phase second for 1 steps { minimize g over G using sgd(0.5)  average G as G_ema decay 0.75 }
    }`);
  const [weight, average] = ['G/dense(1)/kernel', 'G_ema/dense(1)/kernel'];
  const feeds = { 'draw/z': [1, 2, 3, 4] };
  let expected = [...run.get(weight)];
  for (const decay of [0.5, 0.75]) {
    run.step(feeds);
    expected = expected.map((a, i) => decay * a + (1 - decay) * run.get(weight)[i]!);
    run.get(average).forEach((a, i) => expect(a).toBeCloseTo(expected[i]!, 6));
  }
});
