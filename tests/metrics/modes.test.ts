import { describe, expect, it } from 'vitest';
import { measurements } from '../../src/compiler/words/measurements.ts';
import { openData } from '../../src/runtime/data/open.ts';
import type { HostTensor } from '../../src/runtime/engines/engine.ts';
import { metrics } from '../../src/runtime/metrics/index.ts';
import { startModeCoverage } from '../../src/runtime/metrics/modes.ts';
import type { Modes } from '../../src/runtime/data/source.ts';
import { contextIn, rowsOf, stored } from '../data/stored.ts';

const points = (...values: readonly (readonly number[])[]): HostTensor => ({
  dtype: 'float32',
  shape: [values.length, 2],
  data: Float32Array.from(values.flat()),
});
const modeCoverage = (samples: HostTensor, modes: Modes) => {
  const counts = startModeCoverage(modes);
  counts.add(samples);
  return counts.finish();
};
const point = { name: 'x', shape: [2], dtype: 'float32' } as const;

describe('mode coverage', () => {
  const modes = {
    centres: [
      [0, 0],
      [10, 0],
      [0, 10],
    ],
    std: 1,
  };

  it('counts what lies within three standard deviations, the border included, by Euclidean distance', () => {
    const samples = points([3, 0], [3.001, 0], [10, -3], [2.5, 2.5]);
    expect(modeCoverage(samples, modes)).toEqual({ modes: 2, of: 3, highQuality: 0.5 });
  });

  it('covers a mode by samples nearest to it only', () => {
    const near = {
      centres: [
        [0, 0],
        [1, 0],
      ],
      std: 1,
    };
    expect(modeCoverage(points([0.2, 0], [0.4, 0]), near)).toEqual({ modes: 1, of: 2, highQuality: 1 });
  });

  it('counts samples that are not finite as bad ones', () => {
    expect(modeCoverage(points([NaN, 0], [Infinity, 0], [0, 0]), modes)).toEqual({
      modes: 1,
      of: 3,
      highQuality: 1 / 3,
    });
  });

  it('of the data themselves is full; 98.9 % of a Gaussian in the plane lie within 3σ', async () => {
    for (const [name, count] of [
      ['ring', 8],
      ['grid', 25],
    ] as const) {
      const data = await openData(stored(name), [point], contextIn('.'));
      const n = 20_000;
      const samples = (
        await rowsOf(
          data,
          Int32Array.from({ length: n }, (_, i) => i),
        )
      ).get('x')!;
      const measurement = metrics.get('modes')!.start(data);
      // A batch at a time, as they come in training.
      for (const [start, end] of [
        [0, 8192],
        [8192, n],
      ] as const)
        measurement.add({ ...samples, shape: [end - start, 2], data: samples.data.subarray(2 * start, 2 * end) });
      const found = measurement.finish();
      expect(found).toMatchObject({ modes: count, of: count });
      const share = 1 - Math.exp(-9 / 2);
      expect(Math.abs(found['highQuality']! - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / n));
    }
  });

  it('refuses other dimensions and data whose modes are not known', async () => {
    expect(() => modeCoverage({ dtype: 'float32', shape: [1, 3], data: new Float32Array(3) }, modes)).toThrow(
      '[n, 2], not [1, 3]',
    );
    const spiral = await openData(stored('spiral'), [point], contextIn('.'));
    expect(() => metrics.get('modes')!.start(spiral)).toThrow('the modes of `spiral` are not known');
  });
});

describe('the table of metrics', () => {
  it('measures each metric that the language names, and no other', () => {
    const named = [...measurements.keys()];
    expect([...metrics.keys()].sort()).toEqual(named.sort());
  });
});
