/** Convolution and pooling: values worked out by hand, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../src/compiler/graph/graph.ts';
import { OpError } from '../../src/compiler/ops/op.ts';
import { opOf } from '../../src/compiler/ops/table.ts';

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const tensor = (shape: readonly number[], data: readonly number[]): Tensor => ({ shape, data });
const types = (shapes: readonly (readonly number[])[]) => shapes.map((shape) => ({ dtype: 'float32', shape }) as const);

function evaluate(name: string, inputs: readonly Tensor[], attributes: Attributes) {
  const output = opOf(name).infer(types(inputs.map(({ shape }) => shape)), attributes);
  const values = inputs.map(({ shape, data }) => ({ shape, data: Float64Array.from(data) }));
  return { shape: output.shape, data: [...opOf(name).evaluate(values, attributes, output)] };
}

const unpadded = { explicit_paddings: [0, 0, 0, 0] };
const plain = { strides: [1, 1], dilations: [1, 1], ...unpadded };
const nine = tensor([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
const four = tensor([2, 2, 1, 1], [1, 2, 3, 4]);

describe('values of convolutions', () => {
  test.each([
    ['plain', plain, [1, 2, 2, 1], [37, 47, 67, 77]],
    ['dilated', { ...plain, dilations: [2, 2] }, [1, 1, 1, 1], [64]],
    ['SAME, stride 2', { ...plain, strides: [2, 2], explicit_paddings: [0, 1, 0, 1] }, [1, 2, 2, 1], [37, 21, 23, 9]],
    [
      'padded above and left',
      { ...plain, explicit_paddings: [1, 0, 1, 0] },
      [1, 3, 3, 1],
      [4, 11, 18, 18, 37, 47, 36, 67, 77],
    ],
  ])('%s', (_, attributes, shape, data) => {
    expect(evaluate('Conv2D', [nine, four], attributes)).toEqual({ shape, data });
  });

  test('kernels are [rows, columns, channels in, channels out]', () => {
    const filter = tensor([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
    expect(evaluate('Conv2D', [tensor([1, 1, 1, 2], [1, 2]), filter], plain).data).toEqual([9, 12, 15]);
  });

  test('the transposed convolution adds up where its kernels overlap', () => {
    const attributes = { ...plain, strides: [1, 2], input_sizes: [1, 1, 5, 1] };
    const inputs = [tensor([1, 3, 1, 1], [1, 2, 3]), tensor([1, 1, 2, 1], [1, 2])];
    expect(evaluate('Conv2DBackpropInput', inputs, attributes).data).toEqual([1, 2, 5, 4, 6]);
  });

  test('the gradient of a kernel', () => {
    const attributes = { ...plain, filter_sizes: [2, 2, 1, 1] };
    const ones = tensor([1, 2, 2, 1], [1, 1, 1, 1]);
    expect(evaluate('Conv2DBackpropFilter', [nine, ones], attributes).data).toEqual([12, 16, 24, 28]);
  });

  test('all three cost 2·N·Ho·Wo·kh·kw·ci·co', () => {
    const [image, filter, result] = [
      [3, 8, 6, 2],
      [5, 3, 2, 7],
      [3, 4, 4, 7],
    ];
    const attributes = { ...plain, input_sizes: image!, filter_sizes: filter! };
    const flops = (name: string, ...shapes: (readonly number[])[]) =>
      opOf(name).flops(types(shapes), attributes, opOf(name).infer(types(shapes), attributes));
    const expected = 2 * 3 * 4 * 4 * 5 * 3 * 2 * 7;
    expect(flops('Conv2D', image!, filter!)).toBe(expected);
    expect(flops('Conv2DBackpropInput', filter!, result!)).toBe(expected);
    expect(flops('Conv2DBackpropFilter', image!, result!)).toBe(expected);
  });
});

describe('values of pools', () => {
  const pool = (ksize: number, stride: number, explicit_paddings: readonly number[]) => ({
    ksize: [ksize, ksize],
    strides: [stride, stride],
    explicit_paddings,
  });

  test('maximum and mean of windows at the border', () => {
    const attributes = pool(2, 2, [0, 1, 0, 1]);
    expect(evaluate('MaxPool', [nine], attributes).data).toEqual([5, 6, 8, 9]);
    expect(evaluate('AvgPool', [nine], attributes).data).toEqual([3, 4.5, 7.5, 9]);
  });

  test('cells in the padding do not count', () => {
    const negative = tensor([1, 1, 2, 1], [-3, -1]);
    const attributes = pool(3, 1, [1, 1, 1, 1]);
    expect(evaluate('MaxPool', [negative], attributes).data).toEqual([-1, -1]);
    expect(evaluate('AvgPool', [negative], attributes).data).toEqual([-2, -2]);
  });

  test('among equals the first in row-major order has the gradient', () => {
    const attributes = pool(2, 1, [0, 0, 0, 0]);
    const image = tensor([1, 2, 3, 1], [1, 4, 4, 4, 4, 2]);
    const output = tensor([1, 1, 2, 1], [4, 4]);
    const down = evaluate('MaxPoolGrad', [image, output, tensor([1, 1, 2, 1], [10, 1])], attributes);
    expect(down.data).toEqual([0, 11, 0, 0, 0, 0]);
    const up = evaluate('MaxPoolGradGrad', [image, output, tensor([1, 2, 3, 1], [1, 2, 3, 4, 5, 6])], attributes);
    expect(up.data).toEqual([2, 2]);
  });
});

describe('what is refused', () => {
  const pool = { ksize: [2, 2], strides: [1, 1], ...unpadded };
  test.each<[string, string, readonly (readonly number[])[], Attributes, string]>([
    ['a vector', 'Conv2D', [[4], [2, 2, 1, 1]], plain, 'Conv2D: input `input` is float32[4], but must be an image'],
    [
      'a matrix',
      'Conv2D',
      [
        [1, 4, 4, 1],
        [2, 2],
      ],
      plain,
      'Conv2D: input `filter` is float32[2, 2], but must be a kernel',
    ],
    [
      'other channels',
      'Conv2D',
      [
        [1, 4, 4, 3],
        [2, 2, 1, 1],
      ],
      plain,
      'input `filter` is float32[2, 2, 1, 1], but must be for 3 channels in',
    ],
    [
      'a small image',
      'Conv2D',
      [
        [1, 4, 4, 1],
        [3, 2, 1, 1],
      ],
      { ...plain, dilations: [2, 1] },
      'input `input` is float32[1, 4, 4, 1], but must be large enough for a window of 5×2 with paddings [0, 0, 0, 0]: at least 5 rows and 2 columns',
    ],
    [
      'stride 0',
      'Conv2D',
      [
        [1, 4, 4, 1],
        [2, 2, 1, 1],
      ],
      { ...plain, strides: [0, 1] },
      '`strides` is [0,1], but must be 2 integers of at least 1',
    ],
    [
      'three paddings',
      'Conv2D',
      [
        [1, 4, 4, 1],
        [2, 2, 1, 1],
      ],
      { ...plain, explicit_paddings: [1, 1, 1] },
      'but must be 4 integers of at least 0',
    ],
    [
      'a gradient of another size',
      'Conv2DBackpropInput',
      [
        [2, 2, 1, 1],
        [1, 4, 4, 1],
      ],
      { ...plain, input_sizes: [1, 4, 4, 1] },
      'input `out_backprop` is float32[1, 4, 4, 1], but must be of shape [1, 3, 3, 1]',
    ],
    [
      'a result of other channels',
      'Conv2DBackpropFilter',
      [
        [1, 4, 4, 1],
        [1, 3, 3, 2],
      ],
      { ...plain, filter_sizes: [2, 2, 1, 1] },
      'input `out_backprop` is float32[1, 3, 3, 2], but must be of shape [1, 3, 3, 1]',
    ],
    [
      'a small image',
      'MaxPool',
      [[1, 1, 4, 1]],
      pool,
      'input `input` is float32[1, 1, 4, 1], but must be large enough for a window of 2×2',
    ],
    [
      'a window all in the padding',
      'AvgPool',
      [[1, 4, 4, 1]],
      { ...pool, explicit_paddings: [0, 0, 2, 0] },
      'must be smaller than the window, 2×2',
    ],
    [
      'an output of another size',
      'MaxPoolGrad',
      [
        [1, 4, 4, 1],
        [1, 2, 2, 1],
        [1, 3, 3, 1],
      ],
      pool,
      'input `orig_output` is float32[1, 2, 2, 1]',
    ],
    [
      'a gradient of the image',
      'MaxPoolGrad',
      [
        [1, 4, 4, 1],
        [1, 3, 3, 1],
        [1, 4, 4, 1],
      ],
      pool,
      'input `grad` is float32[1, 4, 4, 1]',
    ],
    [
      'a gradient of the pool',
      'MaxPoolGradGrad',
      [
        [1, 4, 4, 1],
        [1, 3, 3, 1],
        [1, 3, 3, 1],
      ],
      pool,
      'input `grad` is float32[1, 3, 3, 1]',
    ],
    [
      'another image',
      'AvgPoolGrad',
      [[1, 3, 3, 1]],
      { ...pool, orig_input_shape: [1, 5, 4, 1] },
      'must be of shape [1, 4, 3, 1]',
    ],
  ])('%s: %s', (_, name, shapes, attributes, says) => {
    const attempt = () => opOf(name).infer(types(shapes), attributes);
    expect(attempt).toThrow(OpError);
    expect(attempt).toThrow(says);
  });
});
