import { describe, expect, it } from 'vitest';
import { shapeAttributes, shapeKinds } from '../../src/compiler/words/data-sources/labels/shapes.ts';
import { dataSources } from '../../src/compiler/words/data-sources.ts';
import { counts, each, examples, mean } from './drawn.ts';
import { kindOf, measure } from './pictures.ts';
import { stored } from './stored.ts';

describe('shapes', () => {
  const side = 64;
  const measured = async (n: number, style = 'filled') => {
    const fields = await examples('shapes', n, { style });
    const shapes = each(fields('image')).map((pixels) => measure({ height: side, width: side, pixels }));
    return { fields, shapes };
  };

  it('are of balanced kinds, and each attribute is a fair coin of its own', async () => {
    const n = 4000;
    const fields = await examples('shapes', n, { height: 8, width: 8 });
    expect(counts(fields('label'))).toEqual(shapeKinds.map(() => n / 4));
    const attributes = each(fields('attributes'));
    const margin = 4 * Math.sqrt(0.25 / n);
    for (const [i, name] of shapeAttributes.entries()) {
      const own = attributes.map((a) => a[i]!);
      expect(new Set(own)).toEqual(new Set([0, 1]));
      expect(Math.abs(mean(own) - 0.5), name).toBeLessThan(margin);
      for (let j = 0; j < i; j++)
        expect(Math.abs(mean(attributes.map((a) => Number(a[i] === a[j]))) - 0.5)).toBeLessThan(margin);
      for (const kind of shapeKinds.keys()) {
        const ofKind = own.filter((_, at) => fields('label').data[at] === kind);
        expect(Math.abs(mean(ofKind) - 0.5)).toBeLessThan(2 * margin);
      }
    }
  });

  it('show the kind that their label says', async () => {
    const { fields, shapes } = await measured(400);
    expect(shapes.map(kindOf)).toEqual(Array.from(fields('label').data, (label) => shapeKinds[label]));
  });

  it('show the attributes that they are said to have', async () => {
    const { fields, shapes } = await measured(400);
    const seen = shapes.map(({ area, red, green, blue, x, y }) => [
      area > 0.085 * side ** 2,
      0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.52,
      red > blue,
      x < side / 2,
      y < side / 2,
    ]);
    const said = each(fields('attributes'));
    for (const [i, name] of shapeAttributes.entries())
      expect(
        seen.map((attributes) => Number(attributes[i])),
        name,
      ).toEqual(said.map((attributes) => attributes[i]));
  });

  it('vary in place, angle and colour', async () => {
    const { shapes } = await measured(200);
    const images = each((await measured(200)).fields('image')).map((pixels) => pixels.join());
    expect(new Set(images).size).toBe(200);
    for (const what of ['x', 'y', 'red', 'green', 'blue'] as const) {
      const values = shapes.map((shape) => shape[what] / (what === 'x' || what === 'y' ? side : 1));
      expect(Math.max(...values) - Math.min(...values), what).toBeGreaterThan(0.35);
    }
  });

  it('end at the same places as outlines, which are hollow', async () => {
    const [filled, outline] = [(await measured(100)).shapes, (await measured(100, 'outline')).shapes];
    for (const [i, { box, area }] of filled.entries()) {
      const differences = outline[i]!.box.map((edge, at) => Math.abs(edge - box[at]!));
      // The points of the others are too thin for their last pixels to count.
      if (i % 4 < 2) expect(Math.max(...differences), `example ${i}`).toBeLessThanOrEqual(1);
      expect(outline[i]!.area / area).toBeLessThan(0.75);
      expect(Math.abs(outline[i]!.x - filled[i]!.x)).toBeLessThan(1);
    }
  });

  it('have smooth edges: as much is seen in a small picture as in a large one', async () => {
    const [small, large] = [
      await examples('shapes', 40, { height: 16, width: 16 }),
      await examples('shapes', 40, { height: 128, width: 128 }),
    ];
    const whole = each(large('image'));
    for (const [i, pixels] of each(small('image')).entries()) {
      const difference = pixels.map((value, at) => {
        const [column, row, channel] = [Math.floor(at / 3) % 16, Math.floor(at / 48), at % 3];
        let sum = 0;
        for (let y = 0; y < 8; y++)
          for (let x = 0; x < 8; x++) sum += whole[i]![((row * 8 + y) * 128 + column * 8 + x) * 3 + channel]! / 64;
        return Math.abs(value - sum);
      });
      expect(mean(difference), `example ${i}`).toBeLessThan(0.02);
    }
  });

  it.each([
    [8, 8, 1],
    [8, 512, 3],
    [512, 8, 1],
    [512, 512, 3],
    [33, 47, 3],
  ])('are drawn in %d × %d pixels with %d channels, nowhere cut off', async (height, width, channels) => {
    const image = (await examples('shapes', 8, { height, width, channels }))('image');
    expect(image.shape).toEqual([8, height, width, channels]);
    for (const pixels of each(image)) {
      expect(Math.min(...pixels.slice(0, width * channels))).toBeGreaterThan(0.5);
      const sorted = pixels.toSorted();
      expect(sorted.at(-1)! - sorted[0]!).toBeGreaterThan(0.1);
    }
  });

  it('in grey are the luma of those in colour', async () => {
    const [colour, grey] = [await examples('shapes', 20), await examples('shapes', 20, { channels: 1 })];
    const rgb = colour('image').data;
    const differences = Array.from(grey('image').data, (value, i) => {
      const luma = 0.2126 * rgb[3 * i]! + 0.7152 * rgb[3 * i + 1]! + 0.0722 * rgb[3 * i + 2]!;
      return Math.abs(value - luma);
    });
    // Light is cut off in single channels.
    expect(mean(differences)).toBeLessThan(0.005);
  });

  it('have one channel or three', () => {
    const shapes = dataSources.get('shapes')!;
    const problem = (channels: number) => shapes.problem!(stored('shapes', { channels }).parameters);
    expect([problem(1), problem(3)]).toEqual([null, null]);
    expect(problem(2)).toMatchObject({ parameter: 'channels' });
  });
});
