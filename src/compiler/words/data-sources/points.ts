/** Points in the plane, of which the distribution is known. */
import type { Parameter } from '../signature.ts';
import { labels, number, numbers, seed, size, type DataField, type DataSourceDefinition } from './data-source.ts';

const std = (value: number): Parameter => ({
  name: 'std',
  kind: 'number',
  default: value,
  min: 0,
  doc: 'standard deviation of the noise around each point',
});

const pointFields = (classes: number, label: string): readonly DataField[] => [
  numbers('point', [2], 'a point in the plane'),
  labels('label', classes, label),
];
export const points: readonly DataSourceDefinition[] = [
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
];
