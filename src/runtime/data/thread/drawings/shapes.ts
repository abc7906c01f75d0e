import { shapeAttributes, shapeKinds, type ShapeKind } from '../../../../compiler/words/data-sources/labels/shapes.ts';
import type { Draw } from './drawing.ts';
import { blank, paintFilled, paintOutline, paintSketch } from './paint.ts';
import { randomScene, tossAttributes, type Frame } from './scene.ts';

export interface ShapesParameters extends Frame {
  readonly style: 'filled' | 'outline';
}

/** The kinds take turns, so they are balanced. */
export const kindOf = (index: number): ShapeKind => shapeKinds[index % shapeKinds.length]!;

/** A shape, its kind, and what is true of it. */
export const drawShapes =
  ({ style, ...frame }: ShapesParameters): Draw =>
  (index, random) => {
    const attributes = tossAttributes(random);
    const scene = randomScene(kindOf(index), attributes, frame, random);
    const canvas = blank(frame);
    if (style === 'filled') paintFilled(canvas, scene);
    else paintOutline(canvas, scene);
    return [
      canvas.pixels,
      Int32Array.of(index % shapeKinds.length),
      Float32Array.from(shapeAttributes, (name) => Number(attributes[name])),
    ];
  };

/** A shape as a sketch and in colour. */
export const drawShapePairs =
  ({ height, width }: Pick<Frame, 'height' | 'width'>): Draw =>
  (index, random) => {
    const frame = { height, width, channels: 3 };
    const scene = randomScene(kindOf(index), tossAttributes(random), frame, random);
    const [sketch, photo] = [blank(frame), blank(frame)];
    paintSketch(sketch, scene);
    paintFilled(photo, scene);
    return [sketch.pixels, photo.pixels];
  };
