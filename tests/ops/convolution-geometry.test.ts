/** Sizes and paddings worked out by hand from the documentation of TensorFlow, Keras and PyTorch. */
import { describe, expect, test } from 'vitest';
import { convolvedSize, samePadding, transposedGeometry } from '../../src/compiler/ops/convolution-geometry.ts';
import { OpError } from '../../src/compiler/ops/op.ts';

describe('samePadding is TensorFlow’s SAME', () => {
  test.each([
    { size: 28, kernel: 3, stride: 1, dilation: 1, padding: [1, 1] },
    { size: 28, kernel: 5, stride: 2, dilation: 1, padding: [1, 2] },
    { size: 28, kernel: 4, stride: 2, dilation: 1, padding: [1, 1] },
    { size: 6, kernel: 3, stride: 2, dilation: 1, padding: [0, 1] },
    { size: 7, kernel: 3, stride: 2, dilation: 1, padding: [1, 1] },
    { size: 5, kernel: 2, stride: 1, dilation: 1, padding: [0, 1] },
    { size: 9, kernel: 1, stride: 3, dilation: 1, padding: [0, 0] },
    { size: 8, kernel: 3, stride: 1, dilation: 2, padding: [2, 2] },
    { size: 1, kernel: 5, stride: 2, dilation: 1, padding: [2, 2] },
  ])(
    'size $size, kernel $kernel, stride $stride, dilation $dilation',
    ({ size, kernel, stride, dilation, padding }) => {
      expect(samePadding(size, kernel, stride, dilation)).toEqual(padding);
    },
  );

  test('the output is ceil(size / stride)', () => {
    for (let size = 1; size <= 12; size++) {
      for (let kernel = 1; kernel <= 6; kernel++) {
        for (const stride of [1, 2, 3]) {
          for (const dilation of [1, 2]) {
            const [before, after] = samePadding(size, kernel, stride, dilation);
            expect(convolvedSize(size, kernel, stride, dilation, before, after)).toBe(Math.ceil(size / stride));
          }
        }
      }
    }
  });
});

describe('convolvedSize', () => {
  type Line = Parameters<typeof convolvedSize>;
  test.each<{ of: Line; size: number }>([
    { of: [28, 5, 1, 1, 0, 0], size: 24 },
    { of: [28, 5, 2, 1, 1, 2], size: 14 },
    { of: [224, 7, 2, 1, 3, 3], size: 112 },
    { of: [7, 3, 1, 2, 0, 0], size: 3 },
    { of: [4, 4, 1, 1, 0, 0], size: 1 },
    { of: [4, 3, 2, 1, 0, 0], size: 1 },
  ])('$of', ({ of, size }) => {
    expect(convolvedSize(...of)).toBe(size);
  });

  test.each<Line>([
    [4, 5, 1, 1, 0, 0],
    [2, 5, 2, 1, 0, 0],
    [3, 3, 1, 2, 0, 1],
  ])('is 0 or less where no window fits: %i, %i, %i, %i, %i, %i', (...of) => {
    expect(convolvedSize(...of)).toBeLessThanOrEqual(0);
  });
});

describe('transposedGeometry', () => {
  test.each([
    // Keras Conv2DTranspose, padding='same'
    { of: [7, 5, 2, 1, 'same'], output: 14, before: 1, after: 2 },
    { of: [7, 5, 1, 1, 'same'], output: 7, before: 2, after: 2 },
    { of: [14, 4, 2, 1, 'same'], output: 28, before: 1, after: 1 },
    { of: [3, 1, 2, 1, 'same'], output: 6, before: 0, after: 0 },
    // padding='valid'
    { of: [7, 5, 2, 1, 'valid'], output: 17, before: 0, after: 0 },
    { of: [1, 7, 1, 1, 'valid'], output: 7, before: 0, after: 0 },
    { of: [3, 1, 2, 1, 'valid'], output: 6, before: 0, after: 0 },
    // PyTorch ConvTranspose2d: DCGAN's layers, then output_padding
    { of: [1, 4, 1, 1, 0], output: 4, before: 0, after: 0 },
    { of: [4, 4, 2, 1, 1], output: 8, before: 1, after: 1 },
    { of: [7, 3, 2, 1, 1], output: 13, before: 1, after: 1 },
    { of: [7, 3, 2, 1, 1, 1], output: 14, before: 1, after: 1 },
    // dilated
    { of: [7, 3, 2, 2, 'same'], output: 14, before: 1, after: 2 },
    { of: [7, 3, 1, 2, 'valid'], output: 11, before: 0, after: 0 },
    { of: [7, 3, 2, 2, 1], output: 15, before: 1, after: 1 },
  ] as const)('$of gives $output', ({ of, output, before, after }) => {
    const [size, kernel, stride, dilation, padding, outputPadding] = of;
    expect(transposedGeometry(size, kernel, stride, dilation, padding, outputPadding)).toEqual({
      output,
      before,
      after,
    });
  });

  test('the convolution leads back to the size', () => {
    for (let size = 1; size <= 6; size++) {
      for (let kernel = 1; kernel <= 6; kernel++) {
        for (const stride of [1, 2, 3]) {
          for (const dilation of [1, 2]) {
            for (const padding of ['same', 'valid'] as const) {
              const { output, before, after } = transposedGeometry(size, kernel, stride, dilation, padding);
              expect(convolvedSize(output, kernel, stride, dilation, before, after)).toBe(size);
            }
          }
        }
      }
    }
  });

  test.each([
    { of: [1, 2, 1, 1, 1], says: 'has an output of 0, but it must be at least 1' },
    { of: [4, 3, 2, 1, 1, 2], says: 'takes back to 5 instead of 4' },
    { of: [4, 3, 2, 1, 1, -1], says: 'takes back to 3 instead of 4' },
    { of: [4, 3, 2, 1, 'same', 1], says: "not with 'same'" },
  ] as const)('refuses $of', ({ of, says }) => {
    const [size, kernel, stride, dilation, padding, outputPadding] = of as readonly [
      number,
      number,
      number,
      number,
      'same' | number,
      number?,
    ];
    const attempt = () => transposedGeometry(size, kernel, stride, dilation, padding, outputPadding);
    expect(attempt).toThrow(OpError);
    expect(attempt).toThrow(says);
  });
});
