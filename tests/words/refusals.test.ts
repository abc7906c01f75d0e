/** Type rules with names for sizes: what is refused whatever the names stand for, and what is not yet. */
import { describe, expect, test } from 'vitest';
import { called, concreteOutcomes, map, outcomeOf, type WrittenCall } from './calls.ts';
import { symbols } from './names.ts';

const refusals: readonly (readonly [call: WrittenCall, code: string])[] = [
  [['dense', 'tensor[]', { units: 'k' }], 'wrong-rank'],
  [['dense', 'class(n)', { units: 'k' }], 'meaning-mismatch'],
  [['embedding', 'class(n + 1)', { features: '16', classes: 'n' }], 'class-count'],
  [['embedding', 'tensor[n]', { features: '16' }], 'meaning-mismatch'],
  [['one_hot', 'tensor[n]'], 'meaning-mismatch'],
  [['einsum', 'tensor[h, c] & tensor[w, c + 1]', { equation: 'qd, kd -> qk' }], 'shape-mismatch'],
  [['einsum', 'tensor[h, w] & tensor[w]', { equation: 'ij, jk -> ik' }], 'wrong-rank'],
  [['einsum', 'tensor[h] & tensor[h]', { equation: 'i -> i' }], 'wrong-argument'],
  [['einsum', 'tensor[h, h]', { equation: 'ii -> i' }], 'wrong-argument'],
  [['einsum', 'tensor[h]', { equation: 'i -> ij' }], 'wrong-argument'],
  [['einsum', 'tensor[h] & tensor[h]', { equation: 'i, i' }], 'wrong-argument'],
  [['einsum', 'class(n)[4]', { equation: 'i -> ' }], 'meaning-mismatch'],
  [['matmul', 'tensor[h, w] & tensor[w + 1, h]'], 'shape-mismatch'],
  [['matvec', 'tensor[h, w] & tensor[h, w]'], 'wrong-rank'],
  [['outer', 'tensor[h] & tensor[]'], 'wrong-rank'],
  [['conv2d', 'tensor[h, w]', { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv2d', map, { filters: '8', kernel: 'h + 1', padding: 'valid' }], 'kernel-too-large'],
  [['conv2d', 'tensor[2, w, c]', { filters: '8', kernel: 'h + 2', stride: 's', padding: 'valid' }], 'kernel-too-large'],
  [['conv2d_transpose', 'tensor[n]', { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv2d_transpose', 'tensor[1, 1, c]', { filters: '8', kernel: '2', padding: 'h' }], 'shape-mismatch'],
  [['conv1d', map, { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv1d', 'class(n)[h, w]', { filters: '8', kernel: '3' }], 'meaning-mismatch'],
  [['conv1d', 'tensor[n, c]', { filters: '8', kernel: 'n + 1', padding: 'valid' }], 'kernel-too-large'],
  [['conv3d', map, { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv3d_transpose', 'tensor[n, 1, 1, c]', { filters: '8', kernel: '2', padding: 'h' }], 'shape-mismatch'],
  [['conv1d_transpose', 'tensor[n]', { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv2d', 'tensor[h, w, 6]', { filters: '8', kernel: '3', groups: '4' }], 'indivisible'],
  [['conv2d', 'tensor[h, w, 8]', { filters: '6', kernel: '3', groups: '4' }], 'indivisible'],
  [['conv2d_transpose', 'tensor[h, w, 3]', { filters: '8', kernel: '3', groups: '2' }], 'indivisible'],
  [['depthwise_conv2d', map, { kernel: 'h + 1', padding: 'valid' }], 'kernel-too-large'],
  [['separable_conv2d', 'tensor[n]', { filters: '8', kernel: '3' }], 'wrong-rank'],
  [['conv2d_with', `${map} & tensor[3, 3, c + 1, k]`], 'shape-mismatch'],
  [['conv2d_with', `${map} & tensor[3, 3, c]`], 'wrong-rank'],
  [['conv2d_with', `${map} & tensor[h + 1, 3, c, 8]`, { padding: 'valid' }], 'kernel-too-large'],
  [['conv2d_transpose_with', `${map} & tensor[3, 3, k, c + 1]`], 'shape-mismatch'],
  [['conv2d_transpose_with', 'tensor[h, w] & tensor[3, 3, k, c]'], 'wrong-rank'],
  [['max_pool1d', map], 'wrong-rank'],
  [['avg_pool3d', 'tensor[1, h, w, c]'], 'kernel-too-large'],
  [['max_pool3d', 'tensor[n, h, w, c]', { size: 'h', padding: 'h' }], 'argument-out-of-range'],
  [['avg_pool1d', 'tensor[n]'], 'wrong-rank'],
  [['adaptive_avg_pool', 'tensor[h, w]', { size: '3' }], 'wrong-rank'],
  [['blur', 'tensor[h, w]'], 'wrong-rank'],
  [['blur', map, { kernel: '1, -1' }], 'wrong-argument'],
  [['upsample', map, { method: 'bilinear', filter: '1, 3, 3, 1' }], 'wrong-argument'],
  [['downsample', 'tensor[1, w, c]'], 'kernel-too-large'],
  [['downsample', 'tensor[n]'], 'wrong-rank'],
  [['upfirdn', 'tensor[3, w, c]', { kernel: '1, 3, 3, 1' }], 'kernel-too-large'],
  [['upfirdn', map, { kernel: '1, 2', padding: '1' }], 'wrong-argument'],
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
  [['mean', 'one tensor[h, w]', { over: 'batch' }], 'wrong-rank'],
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
  ['einsum', 'tensor[h, w] & tensor[5, w]', { equation: 'ij, ik -> ij' }],
  ['matmul', 'tensor[h, w] & tensor[n, h]'],
  ['conv2d', map, { filters: '8', kernel: '5', padding: 'valid' }],
  ['conv2d', map, { filters: '8', kernel: 'k', padding: 'valid', stride: 's' }],
  ['conv2d_transpose', map, { filters: '8', kernel: '3', padding: 'p' }],
  ['conv2d', map, { filters: '8', kernel: '3', groups: '2' }],
  ['conv1d', 'tensor[n, c]', { filters: '8', kernel: '5', padding: 'valid' }],
  ['conv2d_with', 'tensor[h, w, c] & tensor[3, 3, 4, 8]'],
  ['conv2d_transpose_with', 'tensor[h, w, c] & tensor[3, 3, 4, k]'],
  ['max_pool3d', 'tensor[n, h, w, c]'],
  ['downsample', map],
  ['upfirdn', map, { kernel: '1, 3, 3, 1' }],
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
