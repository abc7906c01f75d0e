/** What `evaluate` measures and `show` draws. The rows say what may be written; the runtime measures and draws. */
import { defineSignatures, type Parameter, type Signature } from './signature.ts';

export interface MeasurementDefinition extends Signature {
  readonly name: 'modes';
}
export interface PictureDefinition extends Signature {
  readonly name: 'grid' | 'scatter';
}

/** What a value must be, in words and as a test of the shape of one example. */
export interface ValueRequirement {
  readonly words: string;
  fits(shape: readonly number[]): boolean;
}

const points: ValueRequirement = {
  words: 'points in the plane, tensor[2]',
  fits: (shape) => shape.length === 1 && shape[0] === 2,
};
const images: ValueRequirement = {
  words: 'images of 1 or 3 channels',
  fits: (shape) => shape.length === 3 && (shape[2] === 1 || shape[2] === 3),
};

export const requirements: Readonly<Record<(MeasurementDefinition | PictureDefinition)['name'], ValueRequirement>> = {
  modes: points,
  grid: images,
  scatter: points,
};

const count = (doc: string): Parameter => ({ name: 'n', kind: 'integer', min: 1, default: 2500, doc });

export const measurements: ReadonlyMap<string, MeasurementDefinition> = defineSignatures<MeasurementDefinition>([
  {
    name: 'modes',
    doc: 'Modes covered, and the share of samples within 3σ of the nearest mode (Srivastava et al. 2017, VEEGAN).',
    parameters: [
      { name: 'samples', kind: 'value', doc: 'the generated points' },
      { name: 'data', kind: 'value', doc: 'the data whose modes are known' },
      count('how many samples'),
    ],
  },
]);

export const pictures: ReadonlyMap<string, PictureDefinition> = defineSignatures<PictureDefinition>([
  {
    name: 'grid',
    doc: 'A PNG grid of images, always from the same latents.',
    parameters: [
      { name: 'images', kind: 'value', doc: 'the images' },
      { name: 'rows', kind: 'integer', min: 1, default: 8, doc: 'rows of the grid' },
      { name: 'columns', kind: 'integer', min: 1, default: 8, doc: 'columns of the grid' },
    ],
  },
  {
    name: 'scatter',
    doc: 'Generated points over real ones, as a PNG.',
    parameters: [
      { name: 'samples', kind: 'value', doc: 'the generated points, tensor[2]' },
      { name: 'data', kind: 'value', doc: 'the real points, tensor[2]' },
      count('how many of each'),
    ],
  },
]);
