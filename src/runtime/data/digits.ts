import { RandomSequence } from '../random.ts';
import { drawDigit } from './digit-drawing.ts';
import { imageSource } from './images.ts';
import type { OpenSource } from './source.ts';

interface DigitsParameters {
  readonly size: number;
  readonly seed: number;
}

/** Digits, drawn on first use and kept as bytes. Example i shows i mod 10, so the classes are balanced. */
export const openDigits: OpenSource<DigitsParameters> = async ({ size, seed }, fields) => {
  const random = new RandomSequence(seed, 'data/digits');
  const drawn: (Uint8Array | undefined)[] = [];
  const label = (index: number): number => index % 10;
  const pixels = (index: number): Uint8Array => (drawn[index] ??= drawDigit(label(index), random.at(index)));
  return imageSource({ name: 'digits', fields, size, pixels, label });
};
