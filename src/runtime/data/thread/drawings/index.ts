import { drawClips } from './clips.ts';
import { drawDigits } from './digits.ts';
import type { Draw } from './drawing.ts';
import { drawShapePairs, drawShapes } from './shapes.ts';
import { drawSentences } from './sentences.ts';
import { drawTable } from './table.ts';
import { drawTones } from './tones.ts';

/** How to draw the examples of a source, given the parameters of its row. */
export const drawings = {
  digits: drawDigits,
  shapes: drawShapes,
  shape_pairs: drawShapePairs,
  tones: drawTones,
  sentences: drawSentences,
  clips: drawClips,
  table: drawTable,
} satisfies Record<string, (parameters: never) => Draw>;

export type DrawingName = keyof typeof drawings;
export type DrawingParameters<Name extends DrawingName> = Parameters<(typeof drawings)[Name]>[0];
