/** The distributions that a spec can draw from. */
import type { Distribution } from '../graph/graph.ts';
import type { Interval } from '../types/interval.ts';
import { defineSignatures, type Parameter, type Signature } from './signature.ts';

/** Its settings are numbers, in the order of the parameters. */
export interface DistributionDefinition extends Signature {
  distribution(settings: readonly number[]): Distribution;
  /** The range of its values, if they are bounded. */
  range?(settings: readonly number[]): Interval;
}

const mean: Parameter = { name: 'mean', kind: 'number', default: 0, doc: 'the mean' };
const std: Parameter = { name: 'std', kind: 'number', default: 1, min: 0, doc: 'the standard deviation' };

const rows: readonly DistributionDefinition[] = [
  {
    name: 'normal',
    doc: 'The normal distribution.',
    parameters: [mean, std],
    distribution: ([m, s]) => ({ kind: 'normal', mean: m!, std: s! }),
  },
  {
    name: 'truncated_normal',
    doc: 'Normal, redrawn beyond two standard deviations (the truncation trick at 2).',
    parameters: [mean, { ...std, doc: 'the standard deviation before truncation' }],
    distribution: ([m, s]) => ({ kind: 'truncated-normal', mean: m!, std: s! }),
    range: ([m, s]) => [m! - 2 * s!, m! + 2 * s!],
  },
  {
    name: 'uniform',
    doc: 'Uniform between two bounds.',
    parameters: [
      { name: 'low', kind: 'number', default: 0, doc: 'the lower bound' },
      { name: 'high', kind: 'number', default: 1, doc: 'the upper bound' },
    ],
    distribution: ([low, high]) => ({ kind: 'uniform', low: low!, high: high! }),
    range: ([low, high]) => [low!, high!],
  },
  {
    name: 'bernoulli',
    doc: '1 with probability p, else 0.',
    parameters: [{ name: 'p', kind: 'number', default: 0.5, min: 0, max: 1, doc: 'the probability of 1' }],
    distribution: ([p]) => ({ kind: 'bernoulli', p: p! }),
    range: () => [0, 1],
  },
  {
    name: 'class',
    doc: 'One of n labels, all equally likely.',
    parameters: [{ name: 'n', kind: 'integer', min: 2, doc: 'how many labels there are' }],
    distribution: ([n]) => ({ kind: 'categorical', classes: n! }),
  },
];

export const distributions: ReadonlyMap<string, DistributionDefinition> = defineSignatures(rows);
