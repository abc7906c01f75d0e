/** What is drawn at random, and needs no files. */
import type { Parameter } from '../signature.ts';
import {
  integer,
  labels,
  number,
  numbers,
  pixels,
  seed,
  size,
  type DataParameters,
  type DataSourceDefinition,
} from './data-source.ts';
import { shapeAttributes, shapeKinds } from './labels/shapes.ts';
import { vocabulary } from './labels/sentences.ts';
import { jobs, maritalStatus } from './labels/table.ts';
import { toneKinds, toneNotes } from './labels/tones.ts';

const drawn = { ...size(10_000), max: 1_000_000 };
const side = (name: string, pixels: number, least = 8): Parameter =>
  integer(name, pixels, [least, 512], `${name} of a picture, in pixels`);
const frame = (parameters: DataParameters): [number, number] => [
  number(parameters, 'height'),
  number(parameters, 'width'),
];

export const drawings: readonly DataSourceDefinition[] = [
  {
    name: 'digits',
    doc: 'Digits that look handwritten, 28 × 28, drawn from strokes: no files needed. The ten classes are balanced.',
    parameters: [drawn, seed],
    fields: () => [pixels('image', [28, 28, 1], 'ink is 1, paper is 0'), labels('label', 10, 'what the image shows')],
  },
  {
    name: 'shapes',
    doc: 'A coloured shape on a soft background, drawn in any size. The four kinds are balanced. Each of the five attributes is 1 for half of the shapes, independently of the others and of the kind, and leaves a gap to those with 0: a large shape has a radius of 25 to 30 % of the shorter side, a small one of 14 to 18 %; bright, a lightness of 72 to 80 % in Oklab, or else 42 to 52 %; warm, a hue from red to yellow, or else from cyan to blue; left and upper say on which side of the middle its centre is. The two styles show the same shapes; two data sets that are not paired have different seeds.',
    parameters: [
      side('height', 64),
      side('width', 64),
      integer('channels', 3, [1, 3], '3 for colours, or 1 for grey, in which warm and cool look the same'),
      {
        name: 'style',
        kind: 'choice',
        choices: ['filled', 'outline'],
        default: 'filled',
        doc: 'a filled shape with light and shadow, or a line along its edge',
      },
      drawn,
      seed,
    ],
    problem: (parameters) =>
      parameters['channels'] === 2
        ? { parameter: 'channels', why: 'a picture has one channel or three', help: 'use 3 for colours, or 1 for grey' }
        : null,
    fields: (p) => [
      pixels('image', [...frame(p), number(p, 'channels')], 'the picture'),
      labels('label', shapeKinds, 'the kind of shape'),
      numbers('attributes', [shapeAttributes.length], `1 or 0 for each of ${shapeAttributes.join(', ')}`, [0, 1]),
    ],
  },
  {
    name: 'shape_pairs',
    doc: 'The shapes of `shapes`, each drawn twice: as a sketch, a thin dark line on white paper, and in colour. Kind, place, size and angle are the same in both; the colours cannot be known from the sketch.',
    parameters: [side('height', 64), side('width', 64), drawn, seed],
    fields: (p) => [
      pixels('outline', [...frame(p), 3], 'the sketch'),
      pixels('photo', [...frame(p), 3], 'the shape in colour'),
    ],
  },
  {
    name: 'tones',
    doc: 'Single tones at 16,000 samples a second, which last for the whole length: a plucked string (Karplus & Strong 1983), a bowed one with vibrato, a struck bar, a blown pipe with breath. The four kinds are balanced; the notes are those of two octaves from A3, 220 Hz, all equally likely.',
    parameters: [integer('length', 16_384, [64, 1_048_576], 'samples of a tone'), drawn, seed],
    fields: (p) => [
      numbers('wave', [number(p, 'length'), 1], 'the sound', [-1, 1]),
      labels('label', toneKinds, 'how the tone is made'),
      labels('note', toneNotes, 'the note'),
    ],
  },
  {
    name: 'sentences',
    doc: 'English sentences of a small grammar: a subject, what it does, a full stop; what is left of the length is padding, label 0. Articles agree with their nouns in number, and verbs with the subject. A sentence has 4 to 13 words with its full stop; those that are longer than the length do not occur.',
    parameters: [
      integer('length', 16, [4, 1024], 'words of an example, with the full stop and padding'),
      size(100_000),
      seed,
    ],
    fields: (p) => [labels('words', vocabulary, 'the words', [number(p, 'length')])],
  },
  {
    name: 'clips',
    doc: 'Clips of one of the shapes of `shapes`, which moves evenly by 4 to 10 % of the shorter side a frame, turns, and bounces off the borders. The four kinds are balanced.',
    parameters: [
      integer('frames', 16, [1, 256], 'pictures of a clip'),
      side('height', 32),
      side('width', 32),
      { ...drawn, default: 2000 },
      seed,
    ],
    fields: (p) => [
      pixels('clip', [number(p, 'frames'), ...frame(p), 3], 'the pictures'),
      labels('label', shapeKinds, 'the kind of shape'),
    ],
  },
  {
    name: 'table',
    doc: 'A table of people whose columns depend on each other. With σ the logistic function: the age is 18 + 36 (u + v), u and v uniform in 0..1. A person is a student with probability σ((25 − age) / 2); if not, retired with σ((age − 66) / 2); if neither, a worker, clerk or engineer with 0.5, 0.3 and 0.2. The income is normal with standard deviation 5, drawn again unless it is in 0..100, around 12 for students, 20 for the retired, 45 + 0.1 (age − 18) for workers, 50 + 0.2 (age − 18) for clerks and 55 + 0.4 (age − 18) for engineers: so it has two modes. A person is married with probability 0.8 σ((age − 30) / 4).',
    parameters: [size(10_000), seed],
    fields: () => [
      numbers('age', [1], 'in years', [18, 90]),
      numbers('income', [1], 'in thousands', [0, 100]),
      labels('job', jobs, 'the job'),
      labels('married', maritalStatus, 'whether the person is married'),
    ],
  },
];
