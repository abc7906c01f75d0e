import { describe, expect, it } from 'vitest';
import { shapeKinds } from '../../src/compiler/words/data-sources/labels/shapes.ts';
import { counts, each, examples } from './drawn.ts';
import { kindOf, measure, type Measured } from './pictures.ts';

/** What is seen in each frame of each clip. */
async function clips(n: number, [frames, height, width]: readonly [number, number, number]) {
  const fields = await examples('clips', n, { frames, height, width });
  expect(fields('clip').shape).toEqual([n, frames, height, width, 3]);
  const seen = each(fields('clip')).map((clip) =>
    Array.from({ length: frames }, (_, t): Measured => {
      const pixels = clip.subarray(t * height * width * 3, (t + 1) * height * width * 3);
      return measure({ height, width, pixels });
    }),
  );
  return { fields, seen };
}

describe('clips', () => {
  it('show the same shape in every frame, of the kind that the label says', async () => {
    const { fields, seen } = await clips(40, [8, 64, 64]);
    expect(counts(fields('label'))).toEqual([10, 10, 10, 10]);
    for (const [i, frames] of seen.entries()) {
      const kind = shapeKinds[fields('label').data[i]!];
      expect(frames.map(kindOf), `clip ${i}`).toEqual(frames.map(() => kind));
      for (const { area, red } of frames) {
        expect(Math.abs(area / frames[0]!.area - 1)).toBeLessThan(0.1);
        expect(Math.abs(red - frames[0]!.red)).toBeLessThan(0.03);
      }
    }
  });

  it('move evenly, and turn back at the borders', async () => {
    const [frames, height, width] = [40, 48, 64];
    const { seen } = await clips(20, [frames, height, width]);
    let turns = 0;
    for (const clip of seen) {
      for (const [axis, from, to, length] of [
        ['x', 0, 1, width],
        ['y', 2, 3, height],
      ] as const) {
        const steps = clip.slice(1).map((seen, t) => seen[axis] - clip[t]![axis]);
        const speed = Math.max(...steps.map(Math.abs));
        expect(speed).toBeLessThan(0.1 * height + 0.7);
        for (const [t, step] of steps.entries()) {
          if (t === 0 || Math.sign(step) === Math.sign(steps[t - 1]!) || speed < 1) continue;
          // Sizes differ by kind, so a border is where the shape could come close to with the widest kind.
          const room = Math.min(
            ...clip.slice(t - 1, t + 2).map(({ box }) => Math.min(box[from], length - 1 - box[to])),
          );
          expect(room, `turned ${room} pixels from the border`).toBeLessThan(0.25 * height);
          turns++;
        }
      }
      // Nothing is ever cut off at a border.
      for (const { area } of clip) expect(Math.abs(area / clip[0]!.area - 1)).toBeLessThan(0.15);
    }
    expect(turns).toBeGreaterThan(20);
  });

  it('have as many frames as asked for, of any size', async () => {
    expect((await examples('clips', 2, { frames: 3, height: 8, width: 20 }))('clip').shape).toEqual([2, 3, 8, 20, 3]);
  });
});
