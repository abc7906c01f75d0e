/**
 * Type rules with names for sizes: the resulting types, what is refused for all values of the names, and what is not.
 */
import { describe, expect, test } from 'vitest';
import { formatType, type AnyTensorType } from '../../src/compiler/types/type.ts';
import { convolvedSize, samePadding, transposedGeometry } from '../../src/compiler/ops/convolution-geometry.ts';
import { OpError } from '../../src/compiler/ops/op.ts';
import { functions } from '../../src/compiler/words/functions/table.ts';
import * as windows from '../../src/compiler/words/functions/window-sizes.ts';
import { outcomeOf, type Outcome, type WrittenCall } from './calls.ts';
import { draws, expectSameType, sizeValues, symbols } from './names.ts';
import type { Names } from './size-text.ts';

/** The outcomes of the call for many draws of numbers, without those that make its arguments invalid. */
function* concreteOutcomes(call: WrittenCall): Generator<{ names: Names; outcome: NonNullable<Outcome> }> {
  for (const names of draws(400)) {
    const outcome = outcomeOf(call, names);
    if (outcome) yield { names, outcome };
  }
}

function typeOf(call: WrittenCall, names: Names): AnyTensorType {
  const outcome = outcomeOf(call, names);
  if (!outcome || 'refused' in outcome) throw new Error(outcome?.refused.message ?? 'the arguments are not valid');
  return outcome.type;
}

const called = ([callee, inputs, settings]: WrittenCall): string =>
  `${inputs} |> ${callee}${settings ? `(${Object.entries(settings).map(([name, text]) => `${name}: ${text}`)})` : ''}`;

const map = 'tensor[h, w, c]';
const image = 'image[h, w, c] in -1..1';

const results: readonly (readonly [call: WrittenCall, type: string])[] = [
  [['dense', 'tensor[n, c]', { units: 'k' }], 'tensor[n, k]'],
  [['dense', 'tensor[n]', { units: '2 * n' }], 'tensor[2 * n]'],
  [['embedding', 'class(n)', { features: 'k' }], 'tensor[k]'],
  [['embedding', 'class(n)[4]', { features: '16', classes: 'n + 1' }], 'tensor[4, 16]'],
  [['one_hot', 'class(n)'], 'tensor[n] in 0..1'],

  [['conv2d', image, { filters: 'k', kernel: '3' }], 'tensor[h, w, k]'],
  [['conv2d', map, { filters: '8', kernel: '5', stride: '2' }], 'tensor[ceil(h / 2), ceil(w / 2), 8]'],
  [['conv2d', 'tensor[2 * h, 4 * w, c]', { filters: '8', kernel: '5', stride: '2' }], 'tensor[h, 2 * w, 8]'],
  [['conv2d', 'tensor[h / 2, w, c]', { filters: '8', kernel: '3' }], 'tensor[h / 2, w, 8]'],
  [['conv2d', map, { filters: '8', kernel: '3', stride: 's' }], 'tensor[ceil(h / s), ceil(w / s), 8]'],
  [['conv2d', map, { filters: '8', kernel: 'k' }], 'tensor[h, w, 8]'],
  [['conv2d', map, { filters: '8', kernel: '3', padding: 'valid' }], 'tensor[h - 2, w - 2, 8]'],
  [['conv2d', map, { filters: '8', kernel: '3', padding: 'p' }], 'tensor[h + 2 * p - 2, w + 2 * p - 2, 8]'],
  [['conv2d', map, { filters: '8', kernel: '4', stride: '2', padding: '1' }], 'tensor[floor(h / 2), floor(w / 2), 8]'],
  [['conv2d', map, { filters: '8', kernel: '3', dilation: '2', padding: 'valid' }], 'tensor[h - 4, w - 4, 8]'],
  [['conv2d', 'tensor[h, 28, c]', { filters: '8', kernel: 'k', padding: 'valid' }], 'tensor[h - k + 1, -k + 29, 8]'],
  [
    ['conv2d', 'tensor[28, 28, c]', { filters: '8', kernel: '4', stride: 's', padding: 'valid' }],
    'tensor[floor(24 / s) + 1, floor(24 / s) + 1, 8]',
  ],
  [['conv2d_transpose', map, { filters: 'k', kernel: '5', stride: '2' }], 'tensor[2 * h, 2 * w, k]'],
  [['conv2d_transpose', map, { filters: '8', kernel: '4', stride: '2', padding: '1' }], 'tensor[2 * h, 2 * w, 8]'],
  [['conv2d_transpose', map, { filters: '8', kernel: '4', padding: 'valid' }], 'tensor[h + 3, w + 3, 8]'],
  [
    ['conv2d_transpose', 'tensor[1, h, c]', { filters: '8', kernel: 'k', stride: '2', padding: 'valid' }],
    'tensor[max(k, 2), 2 * h + max(k, 2) - 2, 8]',
  ],

  [['max_pool', image], 'tensor[floor(h / 2), floor(w / 2), c] in -1..1'],
  [['max_pool', map, { size: '3', stride: '2' }], 'tensor[floor((h - 1) / 2), floor((w - 1) / 2), c]'],
  [['max_pool', map, { size: 'k', stride: '1' }], 'tensor[h - k + 1, w - k + 1, c]'],
  [['avg_pool', 'tensor[2 * h, 2 * w, c]'], 'tensor[h, w, c]'],
  [['avg_pool', map, { padding: 'same' }], 'tensor[ceil(h / 2), ceil(w / 2), c]'],
  [['max_pool', 'tensor[k * h, w, c]', { size: 'k', padding: 'same' }], 'tensor[h, ceil(w / k), c]'],
  [['upsample', image], 'image[2 * h, 2 * w, c] in -1..1'],
  [['upsample', map, { factor: 's', method: 'bilinear' }], 'tensor[h * s, s * w, c]'],

  [['downsample', image], 'image[ceil(h / 2), ceil(w / 2), c] in -1..1'],
  [['downsample', 'tensor[k * h, w, c]', { factor: 'k' }], 'tensor[h, ceil(w / k), c]'],

  [['batch_norm', map], 'tensor[h, w, c]'],
  [['layer_norm', 'tensor[n]'], 'tensor[n]'],
  [['instance_norm', image], 'tensor[h, w, c]'],
  [['dropout', map, { rate: 'r' }], 'tensor[h, w, c]'],
  [['dropout', map, { per: 'channel' }], 'tensor[h, w, c]'],

  [['relu', image], 'tensor[h, w, c] in 0..1'],
  [['leaky_relu', image], 'tensor[h, w, c] in -0.2..1'],
  [['leaky_relu', image, { slope: 'r' }], 'tensor[h, w, c]'],
  [['elu', map], 'tensor[h, w, c]'],
  [['gelu', map], 'tensor[h, w, c]'],
  [['silu', 'tensor[n] in -1..2'], 'tensor[n] in -0.2785..2'],
  [['softplus', map], 'tensor[h, w, c]'],
  [['tanh', map], 'tensor[h, w, c] in -1..1'],
  [['sigmoid', 'logit[n]'], 'prob[n]'],
  [['softmax', 'logit[n + 1]'], 'prob[n + 1]'],
  [['log_softmax', 'logit[2, 2 * n]'], 'tensor[2, 2 * n]'],
  [['maxout', 'tensor[h, 6 * n]', { pieces: '3' }], 'tensor[h, 2 * n]'],
  [['maxout', 'tensor[n]', { pieces: '2' }], 'tensor[n / 2]'],
  [['maxout', 'tensor[12]', { pieces: 'k' }], 'tensor[12 / k]'],

  [['reshape', 'tensor[n]', { shape: 'n' }], 'tensor[n]'],
  [['reshape', 'tensor[16 * n]', { shape: '4, 4, n' }], 'tensor[4, 4, n]'],
  [['reshape', image, { shape: 'h * w, c' }], 'image[h * w, c] in -1..1'],
  [['flatten', image], 'image[c * h * w] in -1..1'],
  [['flatten', 'tensor[4, 7, n]'], 'tensor[28 * n]'],
  [['concat', 'tensor[h, w, c] & tensor[h, w, n]'], 'tensor[h, w, c + n]'],
  [['concat', 'tensor[h, w, c] & tensor[28, n, 1]'], 'tensor[28, w, c + 1]'],
  [['concat', 'tensor[h, 3] & tensor[w, 3] & tensor[1, n]', { axis: '0' }], 'tensor[h + w + 1, 3]'],
  [['concat', 'image[h, w, 3] in -1..1 & image[h, w, 1] in 0..1', { axis: '2' }], 'image[h, w, 4] in -1..1'],
  [['concat', 'tensor[h, w] & tensor[h, w]', { axis: 'a' }], 'tensor[?, ?]'],
  [['zero_pad', image, { cells: 'p' }], 'tensor[h + 2 * p, w + 2 * p, c] in -1..1'],
  [['reflect_pad', image], 'tensor[h + 2, w + 2, c] in -1..1'],
  [['reflect_pad', 'tensor[h, w, c]', { cells: 'p' }], 'tensor[h + 2 * p, w + 2 * p, c]'],

  [['replicate_pad', image, { cells: 'p' }], 'tensor[h + 2 * p, w + 2 * p, c] in -1..1'],
  [['stack', 'tensor[h, 3] & tensor[w, 3]'], 'tensor[2, h, 3]'],
  [['stack', 'tensor[5] in 0..1 & tensor[h] in -1..0 & tensor[5]', { axis: '-1' }], 'tensor[5, 3]'],
  [['stack', 'tensor[] & tensor[]'], 'tensor[2]'],
  [['stack', 'tensor[n] & tensor[n]', { axis: 'a' }], 'tensor[?, ?]'],
  [['transpose', image], 'image[c, w, h] in -1..1'],
  [['transpose', map, { axes: '2, 0, -2' }], 'tensor[c, h, w]'],
  [['transpose', 'tensor[h, w]', { axes: 'a, 0' }], 'tensor[?, ?]'],
  [['flip', image, { axes: '0, 1' }], 'image[h, w, c] in -1..1'],
  [['flip', 'tensor[h, w]', { axes: 'a' }], 'tensor[h, w]'],
  [['roll', image, { shift: 'n', axis: '-1' }], 'image[h, w, c] in -1..1'],
  [['tile', map, { repeats: '1, k, 3' }], 'tensor[h, k * w, 3 * c]'],
  [['pixel_shuffle', 'tensor[h, w, 4 * c]'], 'tensor[2 * h, 2 * w, c]'],
  [['pixel_shuffle', map], 'tensor[2 * h, 2 * w, c / 4]'],
  [['pixel_unshuffle', 'tensor[k * h, 2 * k, c]', { factor: 'k' }], 'tensor[h, 2, c * k * k]'],
  [['pixel_unshuffle', map], 'tensor[h / 2, w / 2, 4 * c]'],

  [['add', 'tensor[h, w, c] & tensor[c]'], 'tensor[h, w, c]'],
  [['add', 'tensor[h] & one tensor[]'], 'tensor[h]'],
  [['add', 'tensor[h] & tensor[5]'], 'tensor[5]'],
  [['add', 'tensor[h] & tensor[w]'], 'tensor[max(h, w)]'],
  [['add', 'tensor[h] & tensor[2 * h]'], 'tensor[2 * h]'],
  [['subtract', 'one tensor[] in 1..1 & prob[n] in 0..1'], 'prob[n]'],
  [['multiply', 'tensor[h, w, c] in 0..2 & tensor[h, w, 1] in 0..3'], 'tensor[h, w, c] in 0..6'],
  [['divide', 'tensor[2 * h] & tensor[h + h]'], 'tensor[2 * h]'],
  [['power', 'tensor[n] in 0..3 & one tensor[] in 2..2'], 'tensor[n] in 0..9'],
  [['power', 'tensor[n] in 0..3 & one tensor[]'], 'tensor[n]'],
  [['maximum', 'logit[n] & logit[n]'], 'logit[n]'],
  [['minimum', 'tensor[n] in 0..1 & tensor[n] in 0..3'], 'tensor[n] in 0..1'],
  [['negate', 'logit[n]'], 'logit[n]'],
  ...['exp', 'log', 'log1p', 'expm1', 'sqrt', 'rsqrt', 'abs'].map((name) => [[name, map], 'tensor[h, w, c]'] as const),
  [['expm1', 'tensor[n] in -2..0'], 'tensor[n] in -0.864665..0'],
  [['log1p', 'tensor[n] in 0..1'], 'tensor[n] in 0..0.693147'],
  ...['sign', 'sin', 'cos'].map((name) => [[name, map], 'tensor[h, w, c] in -1..1'] as const),
  [['clamp', image, { low: '0', high: '5' }], 'image[h, w, c] in 0..1'],
  [['clamp', image, { low: '0', high: 'r' }], 'image[h, w, c]'],
  [['lerp', `${image} & ${image} & tensor[] in 0..1`], 'image[h, w, c] in -1..1'],
  [['stop_gradient', image], 'image[h, w, c] in -1..1'],

  ...['greater', 'greater_equal', 'less', 'less_equal', 'equal', 'not_equal'].map(
    (name) => [[name, 'tensor[h, w] & tensor[w]'], 'tensor[h, w] in 0..1'] as const,
  ),
  [['equal', 'class(n) & class(k)'], 'tensor[] in 0..1'],
  [['where', 'tensor[n] & logit[n] & logit[1]'], 'logit[n]'],
  [['where', `tensor[h, w, 1] & ${image} & tensor[c] in 0..2`], 'tensor[h, w, c] in -1..2'],

  [['argmax', 'logit[n]'], 'class(n)'],
  [['argmax', map, { axis: '0' }], 'class(h)[w, c]'],
  [['sort', 'tensor[h, n] in 0..1', { axis: '0' }], 'tensor[h, n] in 0..1'],
  [['sort', 'prob[n]'], 'tensor[n]'],
  [['argsort', 'tensor[h, n]'], 'class(n)[h, n]'],
  [['top_k', 'score[h, n + 3]', { k: '3' }], 'score[h, 3]'],
  [['top_k', map, { k: 'k', axis: '1' }], 'tensor[h, k, c]'],
  [['top_k_indices', 'tensor[n]', { k: '1' }], 'class(n)[1]'],
  [['gather', 'tensor[n, c] & class(n)[k]'], 'tensor[k, c]'],
  [['gather', 'one tensor[n] in 0..1 & class(n)'], 'tensor[] in 0..1'],
  [['cumulative_sum', 'prob[n]'], 'tensor[n]'],
  [['cumulative_sum', 'tensor[h, w]', { axis: 'a', reverse: 'true' }], 'tensor[h, w]'],

  [['mean', image], 'tensor[] in -1..1'],
  [['mean', map, { axes: '0, 1' }], 'tensor[c]'],
  [['sum', map, { axes: '-1' }], 'tensor[h, w]'],
  [['max', map, { axes: '0' }], 'tensor[w, c]'],
  [['min', image, { axes: 'a' }], 'tensor[?, ?] in -1..1'],
  [['norm', map], 'tensor[]'],
  [['dot', 'tensor[n] & tensor[n]'], 'tensor[]'],

  [['cross_entropy', 'logit[n] & class(n)'], 'tensor[]'],
  [['binary_cross_entropy', 'logit[n] & one tensor[] in 1..1'], 'tensor[]'],
];

describe('a call with names comes to', () => {
  test.each(results.map(([call, type]) => [called(call), type, call] as const))('%s: %s', (_, type, call) => {
    expect(formatType(typeOf(call, symbols))).toBe(type);
  });
});

test('every function of the table has a row above', () => {
  expect([...functions.keys()].filter((name) => !results.some(([[callee]]) => callee === name))).toEqual([]);
});

describe('with numbers for the names it is the type of the call with these numbers', () => {
  test.each(results.map(([call]) => [called(call), call] as const))('%s', (_, call) => {
    const symbolic = typeOf(call, symbols);
    let accepted = 0;
    for (const { names, outcome } of concreteOutcomes(call)) {
      if ('refused' in outcome) continue;
      accepted++;
      expectSameType(symbolic, outcome.type, names);
    }
    expect(accepted).toBeGreaterThan(0);
  });
});

const refusals: readonly (readonly [call: WrittenCall, code: string])[] = [
  [['dense', 'tensor[]', { units: 'k' }], 'wrong-rank'],
  [['dense', 'class(n)', { units: 'k' }], 'meaning-mismatch'],
  [['embedding', 'class(n + 1)', { features: '16', classes: 'n' }], 'class-count'],
  [['embedding', 'tensor[n]', { features: '16' }], 'meaning-mismatch'],
  [['one_hot', 'tensor[n]'], 'meaning-mismatch'],
  [['conv2d', 'tensor[h, w]', { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv2d', map, { filters: '8', kernel: 'h + 1', padding: 'valid' }], 'kernel-too-large'],
  [['conv2d', 'tensor[2, w, c]', { filters: '8', kernel: 'h + 2', stride: 's', padding: 'valid' }], 'kernel-too-large'],
  [['conv2d_transpose', 'tensor[n]', { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv2d_transpose', 'tensor[1, 1, c]', { filters: '8', kernel: '2', padding: 'h' }], 'shape-mismatch'],
  [['max_pool', map, { size: 'h', padding: 'h' }], 'argument-out-of-range'],
  [['avg_pool', 'tensor[1, w, c]'], 'kernel-too-large'],
  [['avg_pool', map, { size: 'w + 1' }], 'kernel-too-large'],
  [['upsample', 'tensor[n]'], 'wrong-rank'],
  [['batch_norm', 'tensor[]'], 'wrong-rank'],
  [['instance_norm', 'tensor[h, w]'], 'wrong-rank'],
  [['dropout', 'tensor[n]', { per: 'channel' }], 'wrong-rank'],
  [['relu', 'class(n)'], 'meaning-mismatch'],
  [['sigmoid', 'prob[n]'], 'double-activation'],
  [['softmax', 'logit[n, 1]'], 'wrong-rank'],
  [['maxout', 'tensor[h, 5]', { pieces: '2' }], 'indivisible'],
  [['reshape', map, { shape: 'h, w, 2 * c' }], 'reshape-size'],
  [['reshape', 'tensor[n]', { shape: 'n + 1' }], 'reshape-size'],
  [['reshape', 'tensor[2 * n]', { shape: '1' }], 'reshape-size'],
  [['concat', 'tensor[h, w, c] & tensor[n]'], 'shape-mismatch'],
  [['concat', 'tensor[h, w, c] & tensor[h + 1, w, c]'], 'shape-mismatch'],
  [['concat', 'tensor[h, 1] & tensor[2, 1] & tensor[3, 1]'], 'shape-mismatch'],
  [['concat', 'tensor[n] & tensor[n]', { axis: 'n' }], 'argument-out-of-range'],
  [['reflect_pad', map, { cells: 'h' }], 'argument-out-of-range'],
  [['reflect_pad', 'tensor[h, 2, c]', { cells: '2' }], 'argument-out-of-range'],
  [['stack', 'tensor[n] & tensor[n + 1]'], 'shape-mismatch'],
  [['stack', 'tensor[n] & tensor[n, 1]'], 'shape-mismatch'],
  [['stack', 'tensor[n] & tensor[n]', { axis: 'n + 1' }], 'argument-out-of-range'],
  [['stack', 'class(n) & class(n)'], 'meaning-mismatch'],
  [['transpose', 'tensor[h, w]', { axes: '0' }], 'wrong-rank'],
  [['transpose', 'tensor[h, w]', { axes: '1, -1' }], 'wrong-rank'],
  [['transpose', 'tensor[h, w]', { axes: '0, 2' }], 'argument-out-of-range'],
  [['flip', 'tensor[h, w]', { axes: '0, 0' }], 'wrong-rank'],
  [['flip', 'tensor[n]', { axes: '1' }], 'argument-out-of-range'],
  [['roll', 'tensor[]', { shift: '1', axis: '0' }], 'argument-out-of-range'],
  [['tile', map, { repeats: '2, 2' }], 'wrong-rank'],
  [['pixel_shuffle', 'tensor[h, w, 6]'], 'indivisible'],
  [['pixel_unshuffle', 'tensor[h, 3, c]'], 'indivisible'],
  [['downsample', 'tensor[n]'], 'wrong-rank'],
  [['where', 'class(2) & tensor[n] & tensor[n]'], 'meaning-mismatch'],
  [['greater', 'class(n) & class(n)'], 'meaning-mismatch'],
  [['equal', 'class(n) & tensor[]'], 'meaning-mismatch'],
  [['argmax', 'tensor[]'], 'wrong-rank'],
  [['sort', 'class(n)[4]'], 'meaning-mismatch'],
  [['sort', 'tensor[n]', { axis: '-2' }], 'argument-out-of-range'],
  [['top_k', 'tensor[n]', { k: 'n + 1' }], 'argument-out-of-range'],
  [['gather', 'tensor[n] & class(n + 1)'], 'class-count'],
  [['gather', 'tensor[] & class(n)'], 'wrong-rank'],
  [['gather', 'tensor[n] & tensor[n]'], 'meaning-mismatch'],
  [['mean', 'tensor[h, w]', { axes: '0, -2' }], 'wrong-rank'],
  [['add', 'tensor[2 * h] & tensor[3 * h]'], 'shape-mismatch'],
  [['add', 'tensor[h + 5] & tensor[5]'], 'shape-mismatch'],
  [['subtract', 'tensor[h, 28, 1] & tensor[100]'], 'shape-mismatch'],
  [['clamp', map, { low: 'n + 1', high: 'n' }], 'bad-range'],
  [['mean', 'tensor[h, w]', { axes: '0, 2' }], 'argument-out-of-range'],
  [['sum', 'tensor[h, w]', { axes: 'n + 1' }], 'argument-out-of-range'],
  [['cross_entropy', 'logit[n] & class(n + 1)'], 'class-count'],
  [['cross_entropy', 'logit[n, c] & class(n)'], 'wrong-rank'],
  [['binary_cross_entropy', 'logit[1] & tensor[n + 1]'], 'shape-mismatch'],
  [['binary_cross_entropy', 'tensor[n] & tensor[n]'], 'meaning-mismatch'],
];

describe('is refused if no value of the names is right', () => {
  test.each(refusals.map(([call, code]) => [called(call), code, call] as const))('%s: %s', (_, code, call) => {
    expect(outcomeOf(call, symbols)).toMatchObject({ refused: { code } });
    const outcomes = [...concreteOutcomes(call)];
    expect(outcomes.length).toBeGreaterThan(0);
    for (const { names, outcome } of outcomes)
      expect(outcome, JSON.stringify(names)).toMatchObject({ refused: { code } });
  });
});

const open: readonly WrittenCall[] = [
  ['embedding', 'class(n)', { features: '16', classes: '8' }],
  ['conv2d', map, { filters: '8', kernel: '5', padding: 'valid' }],
  ['conv2d', map, { filters: '8', kernel: 'k', padding: 'valid', stride: 's' }],
  ['conv2d_transpose', map, { filters: '8', kernel: '3', padding: 'p' }],
  ['max_pool', map, { size: '3' }],
  ['max_pool', 'tensor[28, 28, 1]', { size: 'k', padding: 'p' }],
  ['softmax', 'logit[n]'],
  ['maxout', 'tensor[n]', { pieces: '2' }],
  ['maxout', 'tensor[n]', { pieces: 'k' }],
  ['reshape', 'tensor[n]', { shape: 'h, w' }],
  ['reshape', 'tensor[784]', { shape: 'h, w, 1' }],
  ['concat', 'tensor[h, c] & tensor[w, c]'],
  ['concat', 'tensor[h, w] & tensor[w, h]', { axis: 'a' }],
  ['concat', 'tensor[2 * ceil(h / 2), 1] & tensor[h, 1]'],
  ['reflect_pad', map],
  ['reflect_pad', 'tensor[3, 4, c]', { cells: 'p' }],
  ['stack', 'tensor[h] & tensor[w]'],
  ['transpose', 'tensor[h, w]', { axes: 'a, 0' }],
  ['flip', 'tensor[h, w]', { axes: 'a, 1' }],
  ['pixel_shuffle', map],
  ['pixel_unshuffle', map],
  ['top_k', 'tensor[n]', { k: 'k' }],
  ['gather', 'tensor[h] & class(w)'],
  ['add', 'tensor[h] & tensor[w]'],
  ['add', 'tensor[h] & tensor[h + 1]'],
  ['add', 'tensor[h, w, 1] & tensor[5]'],
  ['add', 'tensor[h, w, 1] & tensor[n]'],
  ['lerp', 'tensor[h] & tensor[2 * h] & tensor[5, 2 * h]'],
  ['clamp', map, { low: 'r', high: '0.3' }],
  ['mean', 'tensor[h, w]', { axes: 'a' }],
  ['cross_entropy', 'logit[n] & class(c)'],
  ['binary_cross_entropy', 'logit[h] & tensor[w]'],
  ['binary_cross_entropy', 'logit[1] & tensor[n]'],
];

describe('passes if it depends on the values of the names', () => {
  test.each(open.map((call) => [called(call), call] as const))('%s', (_, call) => {
    expect(outcomeOf(call, symbols)).toHaveProperty('type');
    const refused = [...concreteOutcomes(call)].map(({ outcome }) => 'refused' in outcome);
    expect(refused).toContain(true);
    expect(refused).toContain(false);
  });
});

test.each<[WrittenCall, string[]]>([
  [
    ['reshape', map, { shape: 'h, w, 2 * c' }],
    [
      '`reshape` cannot make [h, w, 2 * c] out of [h, w, c]',
      'this asks for 2 * c * h * w elements, but there are c * h * w',
      'put `flatten |> dense(2 * c * h * w)` before it',
    ],
  ],
  [
    ['cross_entropy', 'logit[n] & class(n + 1)'],
    [
      'the labels have n + 1 classes, but `cross_entropy` has room for n',
      'the last of n + 1 labels would fall outside',
    ],
  ],
  [
    ['conv2d', map, { filters: '8', kernel: 'h + 1', padding: 'valid' }],
    ['the (h + 1) × (h + 1) kernel of `conv2d` does not fit into h × w'],
  ],
  [
    ['reflect_pad', map, { cells: 'h' }],
    ['`cells` of `reflect_pad` must be between 0 and h - 1', 'this is h'],
  ],
  [['clamp', map, { low: 'n + 1', high: 'n' }], ['nothing lies between n + 1 and n']],
])('messages name the sizes as they are written: %j', (call, texts) => {
  const outcome = outcomeOf(call, symbols);
  if (!outcome || !('refused' in outcome)) throw new Error('it is not refused');
  expect([outcome.refused.message, ...outcome.refused.texts]).toEqual(expect.arrayContaining(texts));
});

describe('sizes of windows are those of the ops', () => {
  const grid = sizeValues.flatMap((side) =>
    [1, 2, 3, 4, 5].flatMap((kernel) => [1, 2, 3].map((stride) => ({ side, kernel, stride }))),
  );
  const paddings: readonly windows.Padding<number>[] = ['same', 'valid', 0, 1, 2];

  test.each(paddings)('of convolutions, padding %s', (padding) => {
    for (const { side, kernel, stride } of grid) {
      for (const dilation of [1, 2]) {
        const pads =
          padding === 'same'
            ? samePadding(side, kernel, stride, dilation)
            : ([padding, padding].map((cells) => (cells === 'valid' ? 0 : cells)) as [number, number]);
        const expected = convolvedSize(side, kernel, stride, dilation, ...pads);
        const output = windows.convolvedSize(side, { kernel, stride, dilation, padding });
        expect(output).toBe(expected < 1 ? null : expected);
      }
    }
  });

  test.each(paddings)('of transposed convolutions, padding %s', (padding) => {
    for (const { side, kernel, stride } of grid) {
      const output = windows.transposedSize(side, { kernel, stride, padding }) as number;
      const expected = (): number => transposedGeometry(side, kernel, stride, padding).output;
      if (output < 1) expect(expected).toThrow(OpError);
      else expect(expected()).toBe(output);
    }
  });
});
