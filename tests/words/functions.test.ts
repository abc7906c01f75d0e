/** Type rules with names for sizes: the resulting types, which are also those of the calls with numbers for the names. */
import { describe, expect, test } from 'vitest';
import { formatType, type AnyTensorType } from '../../src/compiler/types/type.ts';
import { functions } from '../../src/compiler/words/functions/table.ts';
import { called, concreteOutcomes, map, outcomeOf, type WrittenCall } from './calls.ts';
import { expectSameType, symbols } from './names.ts';
import type { Names } from './size-text.ts';

function typeOf(call: WrittenCall, names: Names): AnyTensorType {
  const outcome = outcomeOf(call, names);
  if (!outcome || 'refused' in outcome) throw new Error(outcome?.refused.message ?? 'the arguments are not valid');
  return outcome.type;
}

const image = 'image[h, w, c] in -1..1';

const results: readonly (readonly [call: WrittenCall, type: string])[] = [
  [['dense', 'tensor[n, c]', { units: 'k' }], 'tensor[n, k]'],
  [['dense', 'tensor[n]', { units: '2 * n' }], 'tensor[2 * n]'],
  [['embedding', 'class(n)', { features: 'k' }], 'tensor[k]'],
  [['embedding', 'class(n)[4]', { features: '16', classes: 'n + 1' }], 'tensor[4, 16]'],
  [['one_hot', 'class(n)'], 'tensor[n] in 0..1'],

  [['einsum', 'tensor[h, c] & tensor[w, c]', { equation: 'qd, kd -> qk' }], 'tensor[h, w]'],
  [['einsum', 'tensor[h, w, c] & one tensor[c, 2 * k]', { equation: 'ijk,kl->lji' }], 'tensor[2 * k, w, h]'],
  [['einsum', 'tensor[h, n] & tensor[n, 5] & tensor[w]', { equation: 'ij, jk, k -> ik' }], 'tensor[h, 5]'],
  [['einsum', 'tensor[h, w] & tensor[5, w]', { equation: 'ij, ik -> ij' }], 'tensor[5, w]'],
  [['einsum', 'tensor[h, w]', { equation: 'ij -> ' }], 'tensor[]'],
  [['matmul', 'tensor[h, n] & one tensor[n, w]'], 'tensor[h, w]'],
  [['matvec', 'one tensor[h, w] & tensor[w]'], 'tensor[h]'],
  [['outer', 'tensor[h] & tensor[2 * w]'], 'tensor[h, 2 * w]'],

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
  [['conv2d', 'tensor[h, w, 4 * c]', { filters: '2 * k', kernel: '3', groups: '2' }], 'tensor[h, w, 2 * k]'],
  [
    ['conv2d_transpose', map, { filters: '8', kernel: '3', dilation: '2', padding: 'valid' }],
    'tensor[h + 4, w + 4, 8]',
  ],
  [['conv1d', 'tensor[n, c]', { filters: 'k', kernel: '5', stride: '2' }], 'tensor[ceil(n / 2), k]'],
  [['conv1d', 'tensor[n, c]', { filters: '8', kernel: '3', padding: 'valid', dilation: '2' }], 'tensor[n - 4, 8]'],
  [['conv1d_transpose', 'tensor[n, c]', { filters: 'k', kernel: '4', stride: '2' }], 'tensor[2 * n, k]'],
  [
    ['conv3d', 'tensor[n, h, w, c]', { filters: 'k', kernel: '3', stride: '2' }],
    'tensor[ceil(n / 2), ceil(h / 2), ceil(w / 2), k]',
  ],
  [
    ['conv3d_transpose', 'tensor[n, h, w, c]', { filters: 'k', kernel: '4', stride: '2', padding: '1' }],
    'tensor[2 * n, 2 * h, 2 * w, k]',
  ],
  [['depthwise_conv2d', map, { kernel: '3' }], 'tensor[h, w, c]'],
  [['depthwise_conv2d', map, { kernel: '3', multiplier: 'k', padding: 'valid' }], 'tensor[h - 2, w - 2, c * k]'],
  [['separable_conv2d', image, { filters: 'k', kernel: '3', stride: '2' }], 'tensor[ceil(h / 2), ceil(w / 2), k]'],
  [['conv2d_with', `${map} & one tensor[3, 3, c, k]`], 'tensor[h, w, k]'],
  [['conv2d_with', `${map} & tensor[k, 3, c, 8]`, { padding: 'valid' }], 'tensor[h - k + 1, w - 2, 8]'],
  [['conv2d_with', 'tensor[h, w, 4] & tensor[3, 3, 2, 2 * k]', { groups: '2' }], 'tensor[h, w, 2 * k]'],
  [['conv2d_transpose_with', `${map} & tensor[4, 4, k, c]`, { stride: '2' }], 'tensor[2 * h, 2 * w, k]'],
  [
    ['conv2d_transpose_with', 'tensor[h, w, 4] & one tensor[3, 5, k, 4]', { padding: 'valid', groups: '2' }],
    'tensor[h + 2, w + 4, 2 * k]',
  ],

  [['pool', image, { size: 'n' }], 'image[h, w, c] in -1..1'],
  [['max_pool', image], 'tensor[floor(h / 2), floor(w / 2), c] in -1..1'],
  [['max_pool', map, { size: '3', stride: '2' }], 'tensor[floor((h - 1) / 2), floor((w - 1) / 2), c]'],
  [['max_pool', map, { size: 'k', stride: '1' }], 'tensor[h - k + 1, w - k + 1, c]'],
  [['avg_pool', 'tensor[2 * h, 2 * w, c]'], 'tensor[h, w, c]'],
  [['avg_pool', map, { padding: 'same' }], 'tensor[ceil(h / 2), ceil(w / 2), c]'],
  [['max_pool', 'tensor[k * h, w, c]', { size: 'k', padding: 'same' }], 'tensor[h, ceil(w / k), c]'],
  [['max_pool1d', 'tensor[n, c] in 0..1'], 'tensor[floor(n / 2), c] in 0..1'],
  [['avg_pool1d', 'tensor[k * n, c]', { size: 'k', padding: 'same' }], 'tensor[n, c]'],
  [['max_pool3d', 'tensor[2 * n, h, w, c]'], 'tensor[n, floor(h / 2), floor(w / 2), c]'],
  [['avg_pool3d', 'tensor[n, h, w, c]', { size: '3', stride: '1' }], 'tensor[n - 2, h - 2, w - 2, c]'],
  [['adaptive_avg_pool', image, { size: 'k' }], 'tensor[k, k, c] in -1..1'],
  [['blur', image], 'tensor[h, w, c]'],
  [['blur', map, { kernel: '1, 2, 1' }], 'tensor[h, w, c]'],
  [['downsample', 'tensor[2 * h, w, c]'], 'tensor[h, floor(w / 2), c]'],
  [['upsample', image, { filter: '1, 3, 3, 1' }], 'tensor[2 * h, 2 * w, c]'],
  [['upfirdn', map, { kernel: '1, 3, 3, 1' }], 'tensor[h - 3, w - 3, c]'],
  [['upfirdn', map, { kernel: '1, 3, 3, 1', up: '2', padding: '2, 1' }], 'tensor[2 * h, 2 * w, c]'],
  [
    ['upfirdn', 'tensor[2 * h, w, c]', { kernel: '1, 2, 1', down: '2', padding: '1, p' }],
    'tensor[h + floor(p / 2), floor((w + p) / 2), c]',
  ],
  [['upsample', image], 'image[2 * h, 2 * w, c] in -1..1'],
  [['upsample', map, { factor: 's', method: 'bilinear' }], 'tensor[h * s, s * w, c]'],

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

  [['full', '', { shape: 'n, 4', value: '-1' }], 'tensor[n, 4] in -1'],
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
  [['mean', image, { over: 'batch' }], 'tensor[h, w, c] in -1..1'],
  [['max', map, { over: 'batch', axes: '0, 1' }], 'tensor[c]'],
  [['sum', map, { axes: '-1', keepdims: 'true' }], 'tensor[h, w, 1]'],
  [['mean', map, { keepdims: 'true' }], 'tensor[1, 1, 1]'],
  [['batch_size', ''], 'tensor[]'],
  [['group', 'class(n)[k]', { size: '4' }], 'class(n)[4, k]'],
  [['group', image, { size: 'k' }], 'image[k, h, w, c] in -1..1'],
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
