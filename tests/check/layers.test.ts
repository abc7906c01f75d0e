/** The output shape of each function, and how many weights it has. */
import { expect, test } from 'vitest';
import { functions } from '../../src/compiler/words/functions/table.ts';
import { complaints, network, parameterCount } from './checked-programs.ts';

const image = 'image[28, 28, 3] in -1..1';
const map = 'tensor[7, 7, 16]';

/** Input type, pipe, output shape, trainable weights; the shapes are those of PyTorch and Keras. */
const rows: readonly [input: string, pipe: string, output: string, weights: number][] = [
  ['tensor[100]', 'dense(32)', '[32]', 100 * 32 + 32],
  ['tensor[100]', 'dense(32, bias: false)', '[32]', 100 * 32],
  ['tensor[5, 100]', 'dense(32)', '[5, 32]', 100 * 32 + 32],
  ['class(10)', 'embedding(16)', '[16]', 160],
  ['class(10)[4]', 'embedding(16)', '[4, 16]', 160],
  ['class(10)', 'embedding(16, classes: 12)', '[16]', 12 * 16],
  ['class(10)', 'one_hot', '[10]', 0],
  [image, 'conv2d(8, 3)', '[28, 28, 8]', 3 * 3 * 3 * 8 + 8],
  [image, 'conv2d(8, 5, stride: 2)', '[14, 14, 8]', 5 * 5 * 3 * 8 + 8],
  ['tensor[7, 7, 3]', 'conv2d(8, 3, stride: 2)', '[4, 4, 8]', 3 * 3 * 3 * 8 + 8],
  [image, 'conv2d(8, 3, padding: valid)', '[26, 26, 8]', 3 * 3 * 3 * 8 + 8],
  [image, 'conv2d(8, 4, stride: 2, padding: 1)', '[14, 14, 8]', 4 * 4 * 3 * 8 + 8],
  [image, 'conv2d(8, 3, dilation: 2, padding: valid)', '[24, 24, 8]', 3 * 3 * 3 * 8 + 8],
  [map, 'conv2d_transpose(8, 5, stride: 2)', '[14, 14, 8]', 5 * 5 * 16 * 8 + 8],
  [map, 'conv2d_transpose(8, 4, stride: 2, padding: 1)', '[14, 14, 8]', 4 * 4 * 16 * 8 + 8],
  [map, 'conv2d_transpose(8, 3, padding: valid)', '[9, 9, 8]', 3 * 3 * 16 * 8 + 8],
  ['tensor[1, 1, 100]', 'conv2d_transpose(8, 4, padding: valid)', '[4, 4, 8]', 4 * 4 * 100 * 8 + 8],
  [map, 'conv2d(8, 3, groups: 4)', '[7, 7, 8]', 3 * 3 * 4 * 8 + 8],
  [map, 'conv2d_transpose(8, 4, stride: 2, groups: 4)', '[14, 14, 8]', 4 * 4 * 16 * 2 + 8],
  [map, 'depthwise_conv2d(3, multiplier: 2)', '[7, 7, 32]', 3 * 3 * 16 * 2 + 32],
  [map, 'separable_conv2d(8, 3)', '[7, 7, 8]', 3 * 3 * 16 + 16 * 8 + 8],
  ['tensor[9, 4]', 'conv1d(8, 3, stride: 2)', '[5, 8]', 3 * 4 * 8 + 8],
  ['tensor[9, 4]', 'conv1d_transpose(8, 4, stride: 2, bias: false)', '[18, 8]', 4 * 4 * 8],
  ['tensor[4, 6, 6, 2]', 'conv3d(8, 3, padding: valid)', '[2, 4, 4, 8]', 27 * 2 * 8 + 8],
  ['tensor[4, 6, 6, 2]', 'conv3d_transpose(8, 4, stride: 2)', '[8, 12, 12, 8]', 64 * 2 * 8 + 8],
  ['tensor[9, 4]', 'max_pool1d', '[4, 4]', 0],
  ['tensor[4, 6, 6, 2]', 'avg_pool3d', '[2, 3, 3, 2]', 0],
  [map, 'adaptive_avg_pool(3)', '[3, 3, 16]', 0],
  [map, 'blur([1, 3, 3, 1])', '[7, 7, 16]', 0],
  [map, 'blur(1, 2, 1)', '[7, 7, 16]', 0],
  [map, 'upsample(filter: [1, 3, 3, 1])', '[14, 14, 16]', 0],
  [map, 'downsample', '[3, 3, 16]', 0],
  [map, 'upfirdn([1, 3, 3, 1], up: 2, padding: [2, 1])', '[14, 14, 16]', 0],
  [map, 'global_max_pool', '[16]', 0],
  [map, 'max_pool', '[3, 3, 16]', 0],
  [map, 'max_pool(3, stride: 2, padding: 1)', '[4, 4, 16]', 0],
  [map, 'avg_pool(2, padding: same)', '[4, 4, 16]', 0],
  [map, 'global_avg_pool', '[16]', 0],
  [map, 'upsample', '[14, 14, 16]', 0],
  [map, 'upsample(3, method: bilinear)', '[21, 21, 16]', 0],
  [map, 'batch_norm', '[7, 7, 16]', 32],
  [map, 'batch_norm(scale: false)', '[7, 7, 16]', 16],
  ['tensor[16]', 'batch_norm', '[16]', 32],
  [map, 'layer_norm', '[7, 7, 16]', 32],
  [map, 'instance_norm', '[7, 7, 16]', 0],
  [map, 'instance_norm(scale: true, center: true)', '[7, 7, 16]', 32],
  [map, 'dropout(0.3)', '[7, 7, 16]', 0],
  [map, 'dropout(0.3, per: channel)', '[7, 7, 16]', 0],
  ['tensor[240]', 'maxout(5)', '[48]', 0],
  [map, 'reshape(7, 112)', '[7, 112]', 0],
  [map, 'reshape([784])', '[784]', 0],
  [map, 'flatten', '[784]', 0],
  [map, 'zero_pad(2)', '[11, 11, 16]', 0],
  [map, 'reflect_pad', '[9, 9, 16]', 0],
  [map, 'mean(axes: [0, 1])', '[16]', 0],
  [map, 'max(axes: [-1])', '[7, 7]', 0],
  [map, 'norm', '[]', 0],
  ['tensor[4]', 'dot([1, 2][0])', '[]', 0],
];

test.each(rows)('%s |> %s', (input, pipe, output, count) => {
  const n = network(`network N(x: ${input}) -> tensor${output} { x |> ${pipe} }`, 'N');
  expect(parameterCount(n)).toBe(count);
});

test.each([
  'relu',
  'leaky_relu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'softplus',
  'tanh',
  'sigmoid',
  'softmax',
  'log_softmax',
])('%s keeps the shape', (name) => {
  network(`network N(x: tensor[2, 5]) -> tensor[2, 5] { x |> ${name} }`, 'N');
});

test('every layer of the language has a row above', () => {
  const layers = [...functions.values()].filter((f) => f.layer).map((f) => f.name);
  expect(layers.filter((name) => !rows.some(([, pipe]) => pipe.startsWith(name)))).toEqual([]);
});

test('values are concatenated along an axis, shapes are broadcast from the last one', () => {
  network('network N(x: tensor[4], y: tensor[6]) -> tensor[10] { concat(x, y) }', 'N');
  network(`network N(x: ${map}, y: tensor[7, 7, 4]) -> tensor[7, 7, 20] { x |> concat(y) }`, 'N');
  network('network N(x: tensor[2, 3], y: tensor[5, 3]) -> tensor[7, 3] { concat(x, y, axis: 0) }', 'N');
  network(`network N(x: ${map}, style: tensor[16]) -> ${map} { x * style + 1 }`, 'N');
  network('network N(x: tensor[3], y: tensor[4]) -> tensor[3, 4] { x[:, _] * y[_, :] }', 'N');
  expect(complaints('network N(x: tensor[7, 7, 1], y: tensor[4]) -> tensor[7, 7, 4] { x * y }')).toEqual([
    'shape-mismatch',
  ]);
});

test('parts of a value', () => {
  network('network N(x: tensor[100]) -> tensor[64] { x[0..63] }', 'N');
  network(`network N(x: ${map}) -> tensor[7, 16] { x[0, :, :] }`, 'N');
  network(`network N(x: ${map}) -> tensor[7, 7] { x[:, :, -1] }`, 'N');
  network(`network N(x: ${map}) -> tensor[7, 7, 1, 16] { x[:, :, _, :] }`, 'N');
});
