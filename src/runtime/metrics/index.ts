/** Implements the metrics of `compiler/words/measurements.ts`. */
import type { DataSource } from '../data/source.ts';
import type { HostTensor } from '../host-tensor.ts';
import { startModeCoverage } from './modes.ts';

/** A metric of samples that come a batch at a time, in memory that does not grow with their number. */
export interface Measurement {
  /** @param samples [n, …] */
  add(samples: HostTensor): void;
  /** Named numbers about all samples so far, as written to `metrics.jsonl`. */
  finish(): Readonly<Record<string, number>>;
}

export interface Metric {
  readonly doc: string;
  /** What the data set must provide for this metric. */
  readonly needs: 'modes';
  start(data: DataSource): Measurement;
}

export const metrics: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  [
    'modes',
    {
      doc: 'Modes covered, how many there are, and the share of samples within 3σ of the nearest.',
      needs: 'modes',
      start({ name, modes }) {
        if (!modes) throw new RangeError(`the modes of \`${name}\` are not known; those of \`ring\` and \`grid\` are`);
        return startModeCoverage(modes);
      },
    },
  ],
]);
