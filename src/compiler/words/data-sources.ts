/**
 * Data sources: the rows say what may be written after `from` and which types that delivers, without reading any file.
 * `runtime/data` opens the sources.
 */

import { defineSignatures, type Parameter, type Signature } from './signature.ts';

export type DataParameterValue = number | string | boolean;
export type DataParameters = Readonly<Record<string, DataParameterValue>>;

/** One field of an example. A declaration takes a source's fields by position and may leave out the last ones. */
export interface DataField {
  readonly name: string;
  readonly doc: string;
  readonly type: DataFieldType;
}
export interface DataFieldType {
  /** Per example; `[]` for a label. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  /** The source delivers bytes, each of which stands for one of 256 numbers. */
  readonly bytes?: true;
  /**
   * The range of the stored values. It is mapped linearly onto the declared range; without one, values stay as they
   * are.
   */
  readonly range?: readonly [number, number];
  /** Of labels, which lie in 0 … classes − 1. */
  readonly classes?: number;
}

export interface DataSourceDefinition extends Signature {
  /** Whether the positions of its modes are known, so that `modes` can count them. */
  readonly modes?: boolean;
  /** What is wrong with parameters that are each within their range; null if nothing is. */
  problem?(
    parameters: DataParameters,
  ): { readonly parameter: string; readonly why: string; readonly help: string } | null;
  /** The fields of an example. Parameters are complete, except for those whose default is `null`. */
  fields(parameters: DataParameters): readonly DataField[];
}

/** The number of examples if the parameters give it; null if only the files do. */
export function examplesIn({ size }: DataParameters): number | null {
  return typeof size === 'number' ? size : null;
}

const number = (parameters: DataParameters, name: string): number => parameters[name] as number;

const size = (examples: number): Parameter => ({
  name: 'size',
  kind: 'integer',
  default: examples,
  min: 1,
  max: 100_000_000,
  doc: 'examples in an epoch',
});
const seed: Parameter = {
  name: 'seed',
  kind: 'integer',
  default: 0,
  min: 0,
  doc: 'another seed gives another data set',
};
const std = (value: number): Parameter => ({
  name: 'std',
  kind: 'number',
  default: value,
  min: 0,
  doc: 'standard deviation of the noise around each point',
});

const pointFields = (classes: number, label: string): readonly DataField[] => [
  { name: 'point', doc: 'a point in the plane', type: { shape: [2], dtype: 'float32' } },
  { name: 'label', doc: label, type: { shape: [], dtype: 'int32', classes } },
];
const imageFields = (height: number, width: number, classes: number): readonly DataField[] => [
  {
    name: 'image',
    doc: 'ink is 1, paper is 0',
    type: { shape: [height, width, 1], dtype: 'float32', bytes: true, range: [0, 1] },
  },
  { name: 'label', doc: 'what the image shows', type: { shape: [], dtype: 'int32', classes } },
];

const idxPaths: readonly Parameter[] = [
  {
    name: 'images',
    kind: 'text',
    doc: 'the IDX file of the images, gzip or not, or a folder that holds MNIST under its usual names; paths start at the spec',
  },
  { name: 'labels', kind: 'text', default: null, doc: 'the IDX file of the labels; not needed for a folder' },
];

const rows: readonly DataSourceDefinition[] = [
  {
    name: 'ring',
    doc: 'Gaussians equally spaced on a circle around 0: the classic test for mode collapse (Metz et al. 2017).',
    modes: true,
    parameters: [
      { name: 'modes', kind: 'integer', default: 8, min: 1, max: 10_000, doc: 'how many Gaussians' },
      { name: 'radius', kind: 'number', default: 1, min: 0, doc: 'radius of the circle' },
      std(0.01),
      size(100_000),
      seed,
    ],
    fields: (parameters) => pointFields(number(parameters, 'modes'), 'the Gaussian it comes from, counter-clockwise'),
  },
  {
    name: 'grid',
    doc: 'Gaussians on a square grid around 0 (Srivastava et al. 2017, VEEGAN).',
    modes: true,
    parameters: [
      { name: 'modes', kind: 'integer', default: 25, min: 1, max: 10_000, doc: 'how many Gaussians: a square number' },
      { name: 'step', kind: 'number', default: 2, min: 0, doc: 'distance between neighbours' },
      std(0.05),
      size(100_000),
      seed,
    ],
    problem(parameters) {
      const modes = number(parameters, 'modes');
      const side = Math.floor(Math.sqrt(modes));
      if (side * side === modes) return null;
      return {
        parameter: 'modes',
        why: `${modes} Gaussians do not fill a square grid`,
        help: `use ${side * side} (${side} × ${side}) or ${(side + 1) ** 2} (${side + 1} × ${side + 1})`,
      };
    },
    fields: (parameters) => pointFields(number(parameters, 'modes'), 'the Gaussian it comes from, row by row'),
  },
  {
    name: 'spiral',
    doc: 'An Archimedean spiral of radius 1 around 0, points equally spaced along it.',
    parameters: [
      { name: 'turns', kind: 'number', default: 2, min: 0.01, max: 1000, doc: 'full turns of an arm' },
      std(0.02),
      size(100_000),
      seed,
      { name: 'arms', kind: 'integer', default: 1, min: 1, max: 1000, doc: 'how many arms' },
    ],
    fields: (parameters) => pointFields(number(parameters, 'arms'), 'the arm'),
  },
  {
    name: 'digits',
    doc: 'Digits that look handwritten, 28 × 28, drawn from strokes: no files needed. The ten classes are balanced.',
    parameters: [{ ...size(10_000), max: 1_000_000 }, seed],
    fields: () => imageFields(28, 28, 10),
  },
  {
    name: 'mnist',
    doc: 'MNIST or a set in its format with ten classes (Fashion-MNIST, KMNIST), from IDX files.',
    parameters: idxPaths,
    fields: () => imageFields(28, 28, 10),
  },
  {
    name: 'idx',
    doc: 'Grey images in IDX files, of any size and number of classes (EMNIST has 47).',
    parameters: [
      ...idxPaths,
      { name: 'height', kind: 'integer', default: 28, min: 1, max: 65_535, doc: 'of an image, in pixels' },
      { name: 'width', kind: 'integer', default: 28, min: 1, max: 65_535, doc: 'of an image, in pixels' },
      { name: 'classes', kind: 'integer', default: 10, min: 1, max: 256, doc: 'how many labels there are' },
    ],
    fields: (p) => imageFields(number(p, 'height'), number(p, 'width'), number(p, 'classes')),
  },
];

export const dataSources: ReadonlyMap<string, DataSourceDefinition> = defineSignatures(rows);
