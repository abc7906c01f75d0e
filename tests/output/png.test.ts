import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { HostTensor } from '../../src/runtime/engines/engine.ts';
import { imageGrid, scatterPlot } from '../../src/runtime/output/png.ts';

const tensor = (shape: readonly number[], values: readonly number[]): HostTensor => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});
const gutter = [96, 96, 96];
const white = [255, 255, 255];
const real = [176, 176, 176];
const fake = [214, 39, 40];

function picture(png: Uint8Array): { width: number; height: number; at(x: number, y: number): number[] } {
  const { width, height, data, channels } = decode(png, { checkCrc: true });
  expect(channels).toBe(3);
  return { width, height, at: (x, y) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)] };
}

describe('imageGrid', () => {
  it('lays images out in rows, with gutters around, each pixel a square', () => {
    // Three images of 1 × 2 pixels in two columns, pixels of 3 × 3, gutters of 1.
    const images = tensor([3, 1, 2, 1], [-1, 1, 0, -1, 1, 1]);
    const { width, height, at } = picture(imageGrid(images, { range: [-1, 1], columns: 2, gutter: 1, scale: 3 }));
    expect([width, height]).toEqual([2 * 7 + 1, 2 * 4 + 1]);
    expect(at(0, 0)).toEqual(gutter);
    expect(at(1, 1)).toEqual([0, 0, 0]);
    expect(at(3, 3)).toEqual([0, 0, 0]);
    expect(at(4, 1)).toEqual(white);
    expect(at(6, 3)).toEqual(white);
    expect(at(7, 1)).toEqual(gutter);
    expect(at(8, 1)).toEqual([128, 128, 128]);
    expect(at(11, 1)).toEqual([0, 0, 0]);
    expect(at(1, 4)).toEqual(gutter);
    expect(at(1, 5)).toEqual(white);
    expect(at(8, 5)).toEqual(gutter); // there is no fourth
  });

  it('shows colours, cuts values to the range, and NaN in magenta', () => {
    const images = tensor([1, 1, 3, 3], [0, 0.5, 1, -3, 9, 0.2, NaN, 0, 0]);
    const { at } = picture(imageGrid(images, { range: [0, 1], gutter: 0, scale: 1 }));
    expect([at(0, 0), at(1, 0), at(2, 0)]).toEqual([
      [0, 128, 255],
      [0, 255, 51],
      [255, 0, 255],
    ]);
  });

  it('by default: a square of images, digits doubled', () => {
    const { width, height } = picture(
      imageGrid(
        tensor(
          [64, 28, 28, 1],
          Array.from({ length: 64 * 784 }, () => 0),
        ),
        { range: [0, 1] },
      ),
    );
    expect([width, height]).toEqual([8 * 58 + 2, 8 * 58 + 2]);
  });

  it.each([[[2, 3]], [[1, 2, 2, 2]], [[0, 2, 2, 1]]])('refuses the shape %j', (shape) => {
    expect(() => imageGrid(tensor(shape, []), { range: [0, 1] })).toThrow(`not [${shape.join(', ')}]`);
  });
});

describe('scatterPlot', () => {
  const reals = tensor([2, 2], [1, 0, -1, 0]);

  it('draws real points in grey and fake ones in red over them, y upwards, equal scales', () => {
    const { width, height, at } = picture(scatterPlot(reals, tensor([2, 2], [0, 1, 1, 0]), { extent: 2 }));
    expect([width, height]).toEqual([512, 512]);
    expect(at(128, 256)).toEqual(real);
    expect(at(383, 256)).toEqual(fake); // over the real one
    expect(at(256, 129)).toEqual(fake); // y = 1 is above the middle
    expect(at(256, 383)).toEqual(white);
  });

  it('shows runaways on the edge, and leaves out what is not a number', () => {
    const { at } = picture(scatterPlot(reals, tensor([3, 2], [1e9, 0, -Infinity, -Infinity, NaN, 0]), { size: 64 }));
    expect(at(63, 32)).toEqual(fake);
    expect(at(0, 63)).toEqual(fake);
    expect(at(32, 32)).toEqual(white);
  });

  it('refuses points of other dimensions', () => {
    expect(() => scatterPlot(reals, tensor([1, 3], [1, 2, 3]))).toThrow('points of shape [n, 2], not [1, 3]');
  });
});
