/** Examples as the data thread has them: stored, or drawn when they are asked for. */
import { RandomSequence } from '../../random.ts';
import type { Column, Draw, Example } from './drawings/drawing.ts';
import { drawings, type DrawingName, type DrawingParameters } from './drawings/index.ts';

/** Where examples come from. */
export type ExampleStore = StoredImages | Drawn;

export interface StoredImages {
  readonly kind: 'stored';
  /** One image after the other. */
  readonly pixels: Uint8Array;
  readonly pixelsPerImage: number;
  readonly labels?: Uint8Array | undefined;
}

/** A drawing, with the parameters of its row. */
export type Drawn = { readonly [Name in DrawingName]: DrawnAs<Name> }[DrawingName];
export interface DrawnAs<Name extends DrawingName> {
  readonly kind: 'drawn';
  readonly name: Name;
  readonly seed: number;
  readonly parameters: DrawingParameters<Name>;
}

/** One column for each field. */
export type FetchExamples = (indices: Int32Array) => Column[];

export const openExamples = (store: ExampleStore): FetchExamples =>
  store.kind === 'stored' ? storedImages(store) : drawnExamples(store);

function storedImages({ pixels, pixelsPerImage, labels }: StoredImages): FetchExamples {
  return (indices) => {
    const images = new Uint8Array(indices.length * pixelsPerImage);
    indices.forEach((index, i) =>
      images.set(pixels.subarray(index * pixelsPerImage, (index + 1) * pixelsPerImage), i * pixelsPerImage),
    );
    return labels ? [images, indices.map((index) => labels[index]!)] : [images];
  };
}

/** What is drawn is kept for the next epoch, up to so many bytes; the rest is drawn anew each time. */
const KEPT_BYTES = 2 ** 28;
/** What an array takes beside its cells, roughly. */
const BYTES_PER_ARRAY = 200;

function drawnExamples({ name, seed, parameters }: Drawn): FetchExamples {
  const draw: Draw = (drawings[name] as (given: typeof parameters) => Draw)(parameters);
  const random = new RandomSequence(seed, `data/${name}`);
  const kept = new Map<number, Example>();
  let room = KEPT_BYTES;
  const example = (index: number): Example => {
    const known = kept.get(index);
    if (known) return known;
    const drawn = draw(index, random.at(index));
    const bytes = drawn.reduce((sum, { byteLength }) => sum + byteLength + BYTES_PER_ARRAY, 0);
    if (bytes <= room) {
      room -= bytes;
      kept.set(index, drawn);
    }
    return drawn;
  };
  return (indices) => joined(Array.from(indices, example));
}

/** The columns of several examples, from those of each. */
function joined(examples: readonly Example[]): Column[] {
  return examples[0]!.map((first, field) => {
    const column = new (first.constructor as new (length: number) => Column)(first.length * examples.length);
    examples.forEach((example, i) => column.set(example[field]!, i * first.length));
    return column;
  });
}
