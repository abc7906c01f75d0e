/** Points in the plane, each a function of its index and the seed: nothing is stored. */
import type { DataField } from '../../compiler/words/data-sources.ts';
import type { HostTensor } from '../host-tensor.ts';
import { RandomSequence } from '../random.ts';
import type { DataSource, Modes } from './source.ts';

export interface PointSet {
  readonly name: string;
  readonly fields: readonly DataField[];
  readonly size: number;
  readonly seed: number;
  /** Standard deviation of the noise in each direction. */
  readonly std: number;
  /** The number of labels. */
  readonly classes: number;
  /** The position, before noise, of a point with this label. */
  place(label: number, random: RandomSequence): readonly [number, number];
  readonly modes?: Modes;
}

export function pointSource(set: PointSet): DataSource {
  const random = new RandomSequence(set.seed, `data/${set.name}`);
  const [pointField, labelField] = set.fields as readonly [DataField, DataField];
  return {
    name: set.name,
    fields: set.fields,
    size: set.size,
    ...(set.modes && { modes: set.modes }),
    async fetch(indices) {
      const points = new Float32Array(indices.length * 2);
      const labels = new Int32Array(indices.length);
      indices.forEach((index, i) => {
        random.at(index);
        const label = random.integer(set.classes);
        const [x, y] = set.place(label, random);
        points[2 * i] = x + set.std * random.normal();
        points[2 * i + 1] = y + set.std * random.normal();
        labels[i] = label;
      });
      return new Map<string, HostTensor>([
        [pointField.name, { dtype: 'float32', shape: [indices.length, 2], data: points }],
        [labelField.name, { dtype: 'int32', shape: [indices.length], data: labels }],
      ]);
    },
  };
}
