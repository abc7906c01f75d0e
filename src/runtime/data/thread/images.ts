/** Images as the data thread holds them: pixels in bytes, with labels if there are any. */
import { RandomSequence } from '../../random.ts';
import { drawDigit } from './digit-drawing.ts';

/** Where images come from. */
export type ImageStore = StoredImages | DrawnDigits;

export interface StoredImages {
  readonly kind: 'stored';
  /** One image after the other. */
  readonly pixels: Uint8Array;
  readonly pixelsPerImage: number;
  readonly labels?: Uint8Array | undefined;
}

export interface DrawnDigits {
  readonly kind: 'digits';
  readonly seed: number;
}

export interface Images {
  /** One image after the other. */
  readonly pixels: Uint8Array;
  readonly labels?: Int32Array;
}

export type FetchImages = (indices: Int32Array) => Images;

export const openImages = (store: ImageStore): FetchImages =>
  store.kind === 'stored' ? storedImages(store) : drawnDigits(store);

function storedImages({ pixels, pixelsPerImage, labels }: StoredImages): FetchImages {
  const image = (index: number) => pixels.subarray(index * pixelsPerImage, (index + 1) * pixelsPerImage);
  return (indices) => ({
    pixels: joined(indices, pixelsPerImage, image),
    ...(labels && { labels: indices.map((index) => labels[index]!) }),
  });
}

/** Drawn on first use and kept. Example i shows i mod 10, so the classes are balanced. */
function drawnDigits({ seed }: DrawnDigits): FetchImages {
  const random = new RandomSequence(seed, 'data/digits');
  const drawn: (Uint8Array | undefined)[] = [];
  const label = (index: number): number => index % 10;
  const image = (index: number) => (drawn[index] ??= drawDigit(label(index), random.at(index)));
  return (indices) => ({ pixels: joined(indices, 28 * 28, image), labels: indices.map(label) });
}

function joined(indices: Int32Array, pixelsPerImage: number, image: (index: number) => Uint8Array): Uint8Array {
  const pixels = new Uint8Array(indices.length * pixelsPerImage);
  indices.forEach((index, i) => pixels.set(image(index), i * pixelsPerImage));
  return pixels;
}
