/** Implements the metrics of `compiler/words/measurements.ts`. */
import type { DataSource } from '../data/source.ts';
import type { HostTensor } from '../host-tensor.ts';
import { modeCoverage } from './modes.ts';

export interface Metric {
  readonly doc: string;
  /** What the data set must provide for this metric. */
  readonly needs: 'modes';
  /** Named numbers, as written to `metrics.jsonl`. `samples` is [n, …]. */
  measure(samples: HostTensor, data: DataSource): Readonly<Record<string, number>>;
}

export const metrics: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  [
    'modes',
    {
      doc: 'Modes covered, how many there are, and the share of samples within 3σ of the nearest.',
      needs: 'modes',
      measure(samples, { name, modes }) {
        if (!modes) throw new RangeError(`the modes of \`${name}\` are not known; those of \`ring\` and \`grid\` are`);
        return { ...modeCoverage(samples, modes) };
      },
    },
  ],
]);
