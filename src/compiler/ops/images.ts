/** Images: float32 in TensorFlow's layout, batch, rows, columns, channels. */
import type { TensorType } from '../graph/graph.ts';
import { refuse, requireFloat } from './requirements.ts';

export type ImageShape = readonly [batch: number, rows: number, columns: number, channels: number];

/** Rows, then columns. */
export type Sides = readonly [down: number, across: number];

export function requireImage(op: string, input: string, type: TensorType): ImageShape {
  requireFloat(op, input, type);
  if (type.shape.length !== 4) refuse(op, input, type, 'an image [batch, rows, columns, channels]');
  return imageShape(type.shape);
}

/** For shapes that `infer` has already accepted. */
export function imageShape(shape: readonly number[]): ImageShape {
  return shape as unknown as ImageShape;
}

export function sidesOf([, rows, columns]: ImageShape): Sides {
  return [rows, columns];
}

export function imageType(batch: number, [rows, columns]: Sides, channels: number): TensorType {
  return { dtype: 'float32', shape: [batch, rows, columns, channels] };
}
