import { describe, expect, it } from 'vitest';
import { each, examples, mean } from './drawn.ts';
import { isDark, kindOf, measure } from './pictures.ts';

describe('shape_pairs', () => {
  it('show the same shape at the same place, as a line and in colour', async () => {
    const [height, width] = [64, 96];
    const fields = await examples('shape_pairs', 200, { height, width });
    const [outlines, photos] = [each(fields('outline')), each(fields('photo'))];
    for (const [i, pixels] of photos.entries()) {
      const photo = measure({ height, width, pixels });
      const outline = measure({ height, width, pixels: outlines[i]! }, isDark);
      expect(kindOf(outline), `example ${i}`).toBe(kindOf(photo));
      expect(Math.hypot(outline.x - photo.x, outline.y - photo.y), `example ${i}`).toBeLessThan(1);
      // The points of others are too thin for their last pixels to count.
      if (i % 4 < 2)
        for (const [at, edge] of outline.box.entries())
          expect(Math.abs(edge - photo.box[at]!), `example ${i}`).toBeLessThanOrEqual(1);
    }
  });

  it('are sketched on white paper in ink without colour', async () => {
    for (const pixels of each((await examples('shape_pairs', 40))('outline'))) {
      expect(Math.max(...pixels.map((value, at) => Math.abs(value - pixels[at - (at % 3)]!)))).toBeLessThan(0.05);
      expect(mean(pixels.map((value) => Number(value === 1)))).toBeGreaterThan(0.75);
    }
  });

  it('do not tell by the sketch what the colours are', async () => {
    const fields = await examples('shape_pairs', 200);
    const photos = each(fields('photo')).map((pixels) => measure({ height: 64, width: 64, pixels }));
    // Sketches have the same colour, shapes all kinds of them.
    for (const colour of ['red', 'green', 'blue'] as const) {
      const values = photos.map((photo) => photo[colour]);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.5);
    }
  });
});
