/** What is read from files. */
import type { Parameter } from '../signature.ts';
import { labels, number, pixels, type DataField, type DataSourceDefinition } from './data-source.ts';

const idxPaths: readonly Parameter[] = [
  {
    name: 'images',
    kind: 'text',
    doc: 'the IDX file of the images, gzip or not, or a folder that holds MNIST under its usual names; paths start at the spec',
  },
  { name: 'labels', kind: 'text', default: null, doc: 'the IDX file of the labels; not needed for a folder' },
];

const imageFields = (height: number, width: number, classes: number): readonly DataField[] => [
  pixels('image', [height, width, 1], 'ink is 1, paper is 0'),
  labels('label', classes, 'what the image shows'),
];

export const files: readonly DataSourceDefinition[] = [
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
