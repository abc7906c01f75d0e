/** What is known about a value besides its shape: its meaning and range. */
import { expect, test } from 'vitest';
import { complaints, typeOf } from './checked-programs.ts';

const values = `
data digits { x: image[28, 28, 1] in -1..1  label: class(10) } from digits()
latent z ~ normal[4]
latent u ~ uniform(0, 2)[4]
network P(z: tensor[4]) -> prob[3] { z |> dense(3) |> softmax }
network L(z: tensor[4]) -> logit[3] { z |> dense(3) }
network S(z: tensor[4]) -> score[3] { z |> dense(3) }`;

test.each([
  ['x', 'image[28, 28, 1] in -1..1'],
  ['label', 'class(10)'],
  ['z', 'tensor[4]'],
  ['u', 'tensor[4] in 0..2'],
  ['P(z)', 'prob[3]'],
  ['1 - P(z)', 'prob[3]'],
  ['P(z) + P(z)', 'tensor[3] in 0..2'],
  ['L(z) - L(z)', 'logit[3]'],
  ['-S(z)', 'score[3]'],
  ['S(z) * 2', 'tensor[3]'],
  ['L(z) |> sigmoid', 'prob[3]'],
  ['z |> tanh', 'tensor[4] in -1..1'],
  ['0.5 * (z |> tanh) + 0.5', 'tensor[4] in 0..1'],
  ['x / 2', 'tensor[28, 28, 1] in -0.5..0.5'],
  ['u^2', 'tensor[4] in 0..4'],
  ['u - u', 'tensor[4] in -2..2'],
  ['clamp(z, -1, 1)', 'tensor[4] in -1..1'],
  ['abs(x)', 'tensor[28, 28, 1] in 0..1'],
  ['lerp(x, x, 0.5)', 'image[28, 28, 1] in -1..1'],
  ['x |> flatten', 'image[784] in -1..1'],
  ['one_hot(label)', 'tensor[10] in 0..1'],
  ['cross_entropy(z, label) |> mean', ''],
  ['mean(x)', 'tensor[] in -1..1'],
  ['mean(x, axes: [0, 1])', 'tensor[1] in -1..1'],
  ['norm(x)', 'tensor[]'],
  ['grad(sum(L(z)), z)', 'tensor[4]'],
])('%s is %s', (expression, type) => {
  if (type === '') expect(complaints(`${values}\nlet v = ${expression}`)).toEqual(['class-count']);
  else expect(typeOf(`${values}\nlet v = ${expression}`, 'v')).toBe(type);
});

test('a promise has to be kept; an argument just must not contradict its type', () => {
  const picture =
    'network D(x: tensor[4] in -1..1) -> logit[1] { x |> dense(1) }\nlatent z ~ normal[4]\nlatent u ~ uniform(0, 1)[4]';
  expect(complaints(`${picture}\nlet a = D(z)`)).not.toContain('range-mismatch');
  expect(complaints(`${picture}\nlet a = D(u)`)).toContain('range-mismatch');
  expect(complaints('network G(z: tensor[4]) -> tensor[4] in -1..1 { z }')).toEqual(['range-mismatch']);
  expect(complaints('network G(z: tensor[4]) -> tensor[4] in -1..1 { z |> tanh }')).toEqual([]);
});

test('fewer labels go where more have room', () => {
  const text = (n: number): string =>
    `latent c ~ class(${n})\nnetwork E(c: class(10)) -> tensor[4] { embedding(c, 4) }\nlet e = E(c)`;
  expect(complaints(text(9))).toEqual([]);
  expect(complaints(text(10))).toEqual([]);
  expect(complaints(text(11))).toEqual(['meaning-mismatch']);
});
