import { shapeKinds } from '../../../../compiler/words/data-sources/labels/shapes.ts';
import type { Draw } from './drawing.ts';
import { REACH } from './figure.ts';
import { blank, paintFilled } from './paint.ts';
import { randomScene, tossAttributes } from './scene.ts';
import { kindOf } from './shapes.ts';

export interface ClipsParameters {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
}

/** A shape that moves evenly, turns, and bounces off the borders. */
export const drawClips =
  ({ frames, height, width }: ClipsParameters): Draw =>
  (index, random) => {
    const frame = { height, width, channels: 3 };
    const scene = randomScene(kindOf(index), tossAttributes(random), frame, random);
    const { figure } = scene;
    const direction = 2 * Math.PI * random.uniform();
    const speed = Math.min(height, width) * (0.04 + 0.06 * random.uniform());
    const turn = 0.3 * (random.uniform() - 0.5);
    const edge = REACH * figure.radius;
    const clip = new Uint8Array(frames * height * width * 3);
    for (let t = 0; t < frames; t++) {
      const moved = {
        ...figure,
        x: bounced(figure.x + t * speed * Math.cos(direction), edge, width - edge),
        y: bounced(figure.y + t * speed * Math.sin(direction), edge, height - edge),
        angle: figure.angle + t * turn,
      };
      const canvas = blank(frame);
      paintFilled(canvas, { ...scene, figure: moved });
      clip.set(canvas.pixels, t * canvas.pixels.length);
    }
    return [clip, Int32Array.of(index % shapeKinds.length)];
  };

/** Where something is that would have come to `place` if it were not thrown back at both ends. */
function bounced(place: number, low: number, high: number): number {
  const room = high - low;
  const around = (((place - low) % (2 * room)) + 2 * room) % (2 * room);
  return low + (around < room ? around : 2 * room - around);
}
