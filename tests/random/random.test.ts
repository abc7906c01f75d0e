import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/compiler/graph/graph.ts';
import { RandomSequence, draw, permutation, philox4x32 } from '../../src/runtime/random.ts';

const key = { seed: 1, stream: 'z', step: 0 };

function words(counter: readonly number[], k: readonly number[]): string[] {
  const out = new Uint32Array(4);
  philox4x32(out, 0, counter[0]!, counter[1]!, counter[2]!, counter[3]!, k[0]!, k[1]!);
  return Array.from(out, (word) => word.toString(16).padStart(8, '0'));
}

/** The generator as in the paper, in integers of unlimited width. */
function philoxInBigInt(counter: readonly number[], k: readonly number[]): string[] {
  const mask = 0xffffffffn;
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = k.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * x0;
    const p1 = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(p1 >> 32n) ^ x1 ^ k0, p1 & mask, (p0 >> 32n) ^ x3 ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [x0, x1, x2, x3].map((word) => word.toString(16).padStart(8, '0'));
}

/** The largest distance between the empirical and the true distribution function, times √n: above 1.95 once in 1000. */
function kolmogorovSmirnov(sample: Float32Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  let distance = 0;
  sorted.forEach((x, i) => {
    const f = cdf(x);
    distance = Math.max(distance, f - i / sorted.length, (i + 1) / sorted.length - f);
  });
  return distance * Math.sqrt(sorted.length);
}

/** Φ by Simpson's rule over the density: slow, exact to 1e-7, and independent of the generator's arithmetic. */
const normalCdf = (() => {
  const step = 0.001;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const table: number[] = [0];
  for (let x = -8; x < 8; x += step) {
    table.push(table.at(-1)! + (step / 6) * (density(x) + 4 * density(x + step / 2) + density(x + step)));
  }
  return (x: number): number => {
    const at = Math.min(Math.max((x + 8) / step, 0), table.length - 2);
    const low = Math.floor(at);
    return table[low]! + (at - low) * (table[low + 1]! - table[low]!);
  };
})();

function moments(data: ArrayLike<number>): { mean: number; variance: number; skewness: number; kurtosis: number } {
  const values = Array.from(data);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const central = (power: number): number => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / values.length;
  const variance = central(2);
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

describe('Philox4x32-10', () => {
  // From kat_vectors of Random123.
  it.each([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('gives the published words for counter %j, key %j', (counter, k, expected) => {
    expect(words(counter, k).join(' ')).toBe(expected);
  });

  it('multiplies exactly: 20,000 counters and keys agree with integers without a width', () => {
    let x = 12345;
    const next = (): number => (x = (Math.imul(x, 1664525) + 1013904223) >>> 0);
    for (let i = 0; i < 20_000; i++) {
      const counter = [next(), next(), next(), next()];
      const k = [next(), next()];
      if (words(counter, k).join() !== philoxInBigInt(counter, k).join()) {
        expect(words(counter, k)).toEqual(philoxInBigInt(counter, k));
      }
    }
  });
});

describe('draw', () => {
  const n = 200_000;

  it('is a function of seed, stream and step, and nothing else', () => {
    const normal: Distribution = { kind: 'normal', mean: 0, std: 1 };
    const first = draw(normal, [64, 100], key).data;
    draw(normal, [64, 100], { ...key, stream: 'another' });
    expect(draw(normal, [64, 100], key).data).toEqual(first);
    for (const other of [{ seed: 2 }, { seed: 1 + 2 ** 32 }, { stream: 'y' }, { step: 1 }, { step: 2 ** 32 }]) {
      expect(draw(normal, [64, 100], { ...key, ...other }).data).not.toEqual(first);
    }
  });

  it('is a function of the index: a longer draw begins with the shorter one', () => {
    for (const distribution of [
      { kind: 'normal', mean: 1, std: 2 },
      { kind: 'uniform', low: -1, high: 1 },
      { kind: 'bernoulli', p: 0.3 },
      { kind: 'categorical', classes: 10 },
    ] as const) {
      const long = draw(distribution, [1001], key).data;
      expect(draw(distribution, [7], key).data).toEqual(long.slice(0, 7));
    }
  });

  it.each([
    ['z', 0, 1],
    ['a stream whose name is longer than sixteen bytes', 1_000_000, 2 ** 40],
  ])('normal: moments and distribution (stream %s)', (stream, step, seed) => {
    const { data, dtype, shape } = draw({ kind: 'normal', mean: 3, std: 0.5 }, [n / 2, 2], { seed, stream, step });
    expect([dtype, shape]).toEqual(['float32', [n / 2, 2]]);
    const found = moments(data);
    // Within four standard errors: σ/√n, σ²√(2/n), √(6/n), √(24/n).
    expect(Math.abs(found.mean - 3)).toBeLessThan((4 * 0.5) / Math.sqrt(n));
    expect(Math.abs(found.variance - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / n));
    expect(Math.abs(found.skewness)).toBeLessThan(4 * Math.sqrt(6 / n));
    expect(Math.abs(found.kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / n));
    expect(kolmogorovSmirnov(data as Float32Array, (x) => normalCdf((x - 3) / 0.5))).toBeLessThan(1.95);
  });

  it.each<Distribution>([
    { kind: 'normal', mean: 1, std: 2 },
    { kind: 'uniform', low: -1, high: 3 },
    { kind: 'bernoulli', p: 0.3 },
    { kind: 'categorical', classes: 7 },
  ])('$kind: from an index on it goes on as the whole draw does', (distribution) => {
    const whole = draw(distribution, [1000], key).data;
    for (const first of [0, 4, 40, 996]) {
      const rest = draw(distribution, [1000 - first], { ...key, first }).data;
      expect([...rest]).toEqual([...whole.subarray(first)]);
    }
  });

  it('begins at a block: at a multiple of 4, however large', () => {
    const uniform = { kind: 'uniform', low: 0, high: 1 } as const;
    expect(() => draw(uniform, [8], { ...key, first: 6 })).toThrow('a draw begins at a multiple of 4, not at 6');
    const far = draw(uniform, [8], { ...key, first: 2 ** 34 - 4 }).data;
    expect(new Set(far).size).toBe(8);
    // The counter of blocks has 32 bits.
    expect([...far.subarray(4)]).toEqual([...draw(uniform, [4], key).data]);
  });

  it('truncated-normal: from an index on, what is drawn again is new', () => {
    const truncated = { kind: 'truncated-normal', mean: 0, std: 1 } as const;
    const parts = [0, 2000, 4000].flatMap((first) => [...draw(truncated, [2000], { ...key, first }).data]);
    expect(Math.max(...parts.map(Math.abs))).toBeLessThanOrEqual(2);
    expect(new Set(parts).size).toBe(6000);
  });

  it('truncated-normal: nothing beyond two standard deviations, and the right distribution within', () => {
    const data = draw({ kind: 'truncated-normal', mean: -1, std: 0.1 }, [n], key).data as Float32Array;
    const outside = data.filter((x) => Math.abs((x + 1) / 0.1) > 2 + 1e-5);
    expect(outside).toHaveLength(0);
    const within = normalCdf(2) - normalCdf(-2);
    expect(kolmogorovSmirnov(data, (x) => (normalCdf((x + 1) / 0.1) - normalCdf(-2)) / within)).toBeLessThan(1.95);
  });

  it('truncated-normal: what is drawn again is new, not a copy of another value', () => {
    const { data } = draw({ kind: 'truncated-normal', mean: 0, std: 1 }, [500], key);
    expect(new Set(data).size).toBe(500);
  });

  it('uniform: the right distribution, 1 is never drawn', () => {
    const data = draw({ kind: 'uniform', low: 0, high: 1 }, [n], key).data as Float32Array;
    expect(kolmogorovSmirnov(data, (x) => x)).toBeLessThan(1.95);
    expect(data.every((x) => x >= 0 && x < 1)).toBe(true);
    const shifted = draw({ kind: 'uniform', low: -2, high: 6 }, [n], key).data as Float32Array;
    expect(kolmogorovSmirnov(shifted, (x) => (x + 2) / 8)).toBeLessThan(1.95);
  });

  it('bernoulli: zeros and ones, in proportion', () => {
    const data = draw({ kind: 'bernoulli', p: 0.3 }, [n], key).data;
    expect(new Set(data)).toEqual(new Set([0, 1]));
    expect(Math.abs(moments(data).mean - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / n));
    expect(draw({ kind: 'bernoulli', p: 1 }, [n], key).data.every((x) => x === 1)).toBe(true);
    expect(draw({ kind: 'bernoulli', p: 0 }, [n], key).data.every((x) => x === 0)).toBe(true);
  });

  it('categorical: int32, every class equally often (χ² of nine degrees of freedom)', () => {
    const { data, dtype } = draw({ kind: 'categorical', classes: 10 }, [n], key);
    expect(dtype).toBe('int32');
    expect(data).toBeInstanceOf(Int32Array);
    const counts = Array.from({ length: 10 }, () => 0);
    for (const label of data) counts[label]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0);
    expect(chiSquare).toBeLessThan(27.9); // fails once in 1000
  });

  it('streams, seeds and steps are uncorrelated, also with each other shifted by one', () => {
    const normal: Distribution = { kind: 'normal', mean: 0, std: 1 };
    const keys = [key, { ...key, stream: 'z1' }, { ...key, stream: 'z2' }, { ...key, seed: 2 }, { ...key, step: 1 }];
    const draws = keys.map((k) => draw(normal, [n], k).data);
    for (const [i, a] of draws.entries()) {
      for (const [j, b] of draws.entries()) {
        for (const lag of [0, 1, 2]) {
          if (i === j && lag === 0) continue;
          let sum = 0;
          for (let at = 0; at + lag < n; at++) sum += a[at]! * b[at + lag]!;
          expect(Math.abs(sum / Math.sqrt(n)), `draws ${i} and ${j}, lag ${lag}`).toBeLessThan(4.5);
        }
      }
    }
  });

  it('takes a scalar shape and an empty one', () => {
    expect(draw({ kind: 'normal', mean: 0, std: 1 }, [], key).data).toHaveLength(1);
    expect(draw({ kind: 'truncated-normal', mean: 0, std: 1 }, [0, 3], key).data).toHaveLength(0);
  });

  it.each([-1, 0.5, 2 ** 53, NaN])('refuses %d as a seed and as a step', (value) => {
    const normal: Distribution = { kind: 'normal', mean: 0, std: 1 };
    expect(() => draw(normal, [1], { ...key, seed: value })).toThrow(/random seed/);
    expect(() => draw(normal, [1], { ...key, step: value })).toThrow(/random step/);
  });
});

describe('permutation', () => {
  it('is a permutation, the same for the same key, another for another step', () => {
    const order = permutation(1000, key);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(permutation(1000, key)).toEqual(order);
    expect(permutation(1000, { ...key, step: 1 })).not.toEqual(order);
    expect(permutation(0, key)).toHaveLength(0);
    expect(permutation(1, key)).toEqual(Int32Array.of(0));
  });

  it('gives every order of four equally often (χ² of 23 degrees of freedom)', () => {
    const counts = new Map<string, number>();
    const n = 24_000;
    for (let step = 0; step < n; step++) {
      const order = permutation(4, { ...key, step }).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - n / 24) ** 2 / (n / 24), 0);
    expect(chiSquare).toBeLessThan(49.7); // fails once in 1000
  });
});

describe('RandomSequence', () => {
  it('restarts at a given step', () => {
    const random = new RandomSequence(1, 'digits').at(5);
    const first = [random.uniform(), random.normal(), random.integer(10), random.uniform()];
    random.at(6);
    expect(random.uniform()).not.toBe(first[0]);
    random.at(5);
    expect([random.uniform(), random.normal(), random.integer(10), random.uniform()]).toEqual(first);
  });
});

it('draws have the words that Philox makes block by block, however many there are', () => {
  const step = 2 ** 33 + 5;
  for (const size of [1, 2, 4, 5, 15, 16, 17, 1000, 70_003]) {
    const drawn = draw({ kind: 'uniform', low: 0, high: 1 }, [size], { seed: 9, stream: 'words', step }).data;
    const sequence = new RandomSequence(9, 'words').at(step);
    // A number of the sequence takes two words; its upper 24 bits come from the first.
    const wanted = Array.from(
      { length: Math.ceil(size / 2) },
      () => Math.floor(sequence.uniform() * 2 ** 24) * 2 ** -24,
    );
    expect(Array.from(drawn).filter((_, i) => i % 2 === 0)).toEqual(wanted);
  }
});
