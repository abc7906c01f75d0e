import { imageSource } from './images.ts';
import type { OpenSource } from './source.ts';

interface DigitsParameters {
  readonly size: number;
  readonly seed: number;
}

/** Digits, drawn from strokes on first use. */
export const openDigits: OpenSource<DigitsParameters> = ({ size, seed }, fields, { thread }) =>
  imageSource({ name: 'digits', fields, size, images: { kind: 'digits', seed } }, thread);
