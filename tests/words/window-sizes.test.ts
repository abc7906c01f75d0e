/** Sizes of results as type rules compute them, which may be symbolic, against those of the ops. */
import { describe, expect, test } from 'vitest';
import { convolvedSize, samePadding, transposedGeometry } from '../../src/compiler/ops/convolution-geometry.ts';
import { OpError } from '../../src/compiler/ops/op.ts';
import * as windows from '../../src/compiler/words/functions/window-sizes.ts';
import { sizeValues } from './names.ts';

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
      for (const dilation of [1, 2]) {
        const output = windows.transposedSize(side, { kernel, stride, dilation, padding }) as number;
        const expected = (): number => transposedGeometry(side, kernel, stride, dilation, padding).output;
        if (output < 1) expect(expected).toThrow(OpError);
        else expect(expected()).toBe(output);
      }
    }
  });
});
