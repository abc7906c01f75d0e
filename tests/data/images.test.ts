import { describe, expect, it } from 'vitest';
import { openData } from '../../src/runtime/data/open.ts';
import type { DeclaredField } from '../../src/runtime/data/open.ts';
import { contextIn, rowsOf, stored } from './stored.ts';

const context = contextIn('.');
const range = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
const image: DeclaredField = { name: 'x', shape: [28, 28, 1], dtype: 'float32' };
const label: DeclaredField = { name: 'y', shape: [], dtype: 'int32', classes: 10 };

describe('openData', () => {
  it('delivers fields by position, under the declared names', async () => {
    const both = await openData(stored('digits'), [image, label], context);
    expect(both.fields.map((field) => field.name)).toEqual(['x', 'y']);
    expect([...(await rowsOf(both, range(3))).keys()]).toEqual(['x', 'y']);
    const first = await openData(stored('digits'), [image], context);
    expect([...(await rowsOf(first, range(3))).keys()]).toEqual(['x']);
  });

  it.each([
    [-1, 1],
    [0, 255],
    [1, 0],
  ] as const)('maps 0..1 onto the declared range %d..%d', async (low, high) => {
    const unit = (await rowsOf(await openData(stored('digits'), [image], context), range(20))).get('x')!.data;
    const source = await openData(stored('digits'), [{ ...image, range: [low, high] }], context);
    const mapped = (await rowsOf(source, range(20))).get('x')!.data;
    expect(source.fields[0]!.type.range).toEqual([low, high]);
    const largest = Math.max(...unit.map((value, i) => Math.abs(mapped[i]! - (low + value * (high - low)))));
    expect(largest).toBeLessThan(1e-6 * Math.abs(high - low));
    expect([Math.min(...mapped), Math.max(...mapped)]).toEqual([Math.min(low, high), Math.max(low, high)]);
  });

  it.each<[string, string, DeclaredField[], RegExp]>([
    [
      'shape',
      'digits',
      [{ ...image, shape: [32, 32, 1] }],
      /`x` .* its shape is declared as \[32, 32, 1\], but is \[28, 28, 1\]/,
    ],
    ['element type', 'digits', [{ ...image, dtype: 'int32' }], /declared as int32, but the source delivers float32/],
    ['number of classes', 'digits', [image, { ...label, classes: 9 }], /9 classes are declared, but there are 10/],
    ['range', 'ring', [{ name: 'x', shape: [2], dtype: 'float32', range: [-1, 1] }], /no bounds that could be mapped/],
    [
      'number of fields',
      'digits',
      [image, label, { ...label, name: 'z' }],
      /delivers 2 fields here \(image, label\), but 3 are declared \(x, y, z\)/,
    ],
    ['source', 'nowhere', [image], /no data source `nowhere`/],
  ])('refuses a wrong %s', async (_, name, declared, message) => {
    await expect(openData(stored(name), declared, context)).rejects.toThrow(message);
    await expect(openData(stored(name), declared, context)).rejects.toMatchObject({
      name: 'DataError',
      help: expect.stringMatching(/\w/),
    });
  });
});

describe('digits', () => {
  it('are the same for the same seed, in any order, and others for another', async () => {
    const once = (await rowsOf(await openData(stored('digits'), [image], context), range(10))).get('x')!.data;
    const again = await openData(stored('digits'), [image], context);
    await rowsOf(again, Int32Array.of(8, 3));
    expect((await rowsOf(again, range(10))).get('x')!.data).toEqual(once);
    expect(
      (await rowsOf(await openData(stored('digits', { seed: 1 }), [image], context), range(10))).get('x')!.data,
    ).not.toEqual(once);
  });

  it('are like MNIST: balanced, 0 to 1, with an empty border, centred by mass', async () => {
    const n = 2000;
    const source = await openData(stored('digits', { size: n }), [image, label], context);
    const tensors = await rowsOf(source, range(n));
    const labels = tensors.get('y')!.data;
    for (let digit = 0; digit < 10; digit++) expect(labels.filter((l) => l === digit)).toHaveLength(n / 10);

    const x = tensors.get('x')!.data as Float32Array;
    let total = 0;
    for (let i = 0; i < n; i++) {
      const pixels = x.subarray(i * 784, (i + 1) * 784);
      let mass = 0;
      let row = 0;
      let column = 0;
      pixels.forEach((value, at) => {
        if (!(value >= 0 && value <= 1)) throw new Error(`example ${i} has the value ${value}`);
        mass += value;
        row += value * (Math.floor(at / 28) + 0.5);
        column += value * ((at % 28) + 0.5);
        const onBorder = at < 28 || at >= 27 * 28 || at % 28 === 0 || at % 28 === 27;
        if (onBorder && value > 0) throw new Error(`digit ${labels[i]}, example ${i}: ink on the border`);
      });
      expect(Math.max(...pixels)).toBe(1);
      expect(mass / 784).toBeGreaterThan(0.02);
      expect(mass / 784).toBeLessThan(0.35);
      // Digits are moved off the centre by up to a pixel on purpose, and where strokes cross, ink counts once.
      expect(Math.abs(row / mass - 14)).toBeLessThan(2);
      expect(Math.abs(column / mass - 14)).toBeLessThan(2);
      total += mass / 784;
    }
    // MNIST's mean is 0.131.
    expect(total / n).toBeGreaterThan(0.1);
    expect(total / n).toBeLessThan(0.16);
  });

  it('vary, and can still be told apart: the nearest class mean is right for most, not for all', async () => {
    const n = 1000;
    const source = await openData(stored('digits', { size: 2 * n }), [image, label], context);
    const tensors = await rowsOf(source, range(2 * n));
    const x = tensors.get('x')!.data as Float32Array;
    const labels = tensors.get('y')!.data;
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    for (let i = 0; i < n; i++) for (let j = 0; j < 784; j++) means[labels[i]!]![j]! += x[i * 784 + j]! / (n / 10);
    let right = 0;
    for (let i = n; i < 2 * n; i++) {
      const distances = means.map((m) => m.reduce((sum, value, j) => sum + (value - x[i * 784 + j]!) ** 2, 0));
      if (distances.indexOf(Math.min(...distances)) === labels[i]) right++;
    }
    // On MNIST it is about 82 %.
    expect(right / n).toBeGreaterThan(0.7);
    expect(right / n).toBeLessThan(0.98);
    const images = new Set(Array.from({ length: 2 * n }, (_, i) => x.slice(i * 784, (i + 1) * 784).join()));
    expect(images.size).toBe(2 * n);
  });
});
