/** What can be drawn from. */
import type { Interval } from '../types/type.ts';
import type { Distribution } from '../graph/graph.ts';

export interface DistributionDefinition {
  readonly doc: string;
  readonly parameters: readonly DistributionParameter[];
  distribution(settings: readonly number[]): Distribution;
  /** Where its values lie, if they are bounded. */
  range?(settings: readonly number[]): Interval;
}
export interface DistributionParameter {
  readonly name: string;
  readonly default?: number;
  readonly min?: number;
  readonly integer?: boolean;
  readonly doc: string;
}

const mean: DistributionParameter = { name: 'mean', default: 0, doc: 'its mean' };

export const distributions: Readonly<Record<string, DistributionDefinition>> = {
  normal: {
    doc: 'The normal distribution.',
    parameters: [mean, { name: 'std', default: 1, min: 0, doc: 'its standard deviation' }],
    distribution: ([m, std]) => ({ kind: 'normal', mean: m!, std: std! }),
  },
  truncated_normal: {
    doc: 'Normal, redrawn beyond two standard deviations (the truncation trick at 2).',
    parameters: [mean, { name: 'std', default: 1, min: 0, doc: 'its standard deviation before truncation' }],
    distribution: ([m, std]) => ({ kind: 'truncated-normal', mean: m!, std: std! }),
    range: ([m, std]) => [m! - 2 * std!, m! + 2 * std!],
  },
  uniform: {
    doc: 'Uniform between two bounds.',
    parameters: [
      { name: 'low', default: 0, doc: 'the lower bound' },
      { name: 'high', default: 1, doc: 'the upper bound' },
    ],
    distribution: ([low, high]) => ({ kind: 'uniform', low: low!, high: high! }),
    range: ([low, high]) => [low!, high!],
  },
  bernoulli: {
    doc: '1 with probability p, else 0.',
    parameters: [{ name: 'p', default: 0.5, min: 0, doc: 'the probability of 1' }],
    distribution: ([p]) => ({ kind: 'bernoulli', p: p! }),
    range: () => [0, 1],
  },
  class: {
    doc: 'One of n labels, each as likely.',
    parameters: [{ name: 'n', min: 2, integer: true, doc: 'how many labels there are' }],
    distribution: ([n]) => ({ kind: 'categorical', classes: n! }),
  },
};
