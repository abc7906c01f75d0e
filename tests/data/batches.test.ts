import { describe, expect, it } from 'vitest';
import { minibatchIndices } from '../../src/runtime/data/batches.ts';

const size = 10;
const epoch = (all: readonly number[], number: number): number[] => all.slice(number * size, (number + 1) * size);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function examples(batch: number, count: number, shuffle = true, name = ''): number[] {
  const all: number[] = [];
  for (let position = 0; position < count; position += batch) {
    const indices = minibatchIndices(size, batch, position, 3, shuffle, name);
    expect(indices).toHaveLength(batch);
    all.push(...indices);
  }
  return all;
}

describe('minibatchIndices', () => {
  it('goes through all examples once an epoch, in another order each time', () => {
    const all = examples(5, 30);
    for (const number of [0, 1, 2]) expect(sorted(epoch(all, number))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epoch(all, 1)).not.toEqual(epoch(all, 0));
    expect(epoch(all, 2)).not.toEqual(epoch(all, 1));
  });

  it('is always full: the last minibatch of an epoch goes on with the next epoch', () => {
    for (const batch of [3, 4, 7, 10]) expect(examples(batch, 70).slice(0, 70)).toEqual(examples(5, 70));
  });

  it('may be larger than the data', () => {
    expect([...minibatchIndices(size, 30, 0, 3, true)]).toEqual(examples(5, 30));
  });

  it('depends only on the position', () => {
    const all = examples(5, 40);
    for (const position of [37, 4, 12, 0, 23]) {
      expect([...minibatchIndices(size, 3, position, 3, true)]).toEqual(all.slice(position, position + 3));
    }
  });

  it('differs by seed and by name, and keeps the order without shuffling', () => {
    expect([...minibatchIndices(size, 10, 0, 4, true)]).not.toEqual(epoch(examples(5, 10), 0));
    expect(examples(5, 10, true, 'b')).not.toEqual(examples(5, 10, true, 'a'));
    expect(examples(4, 20, false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('shuffles an epoch once, not for each of its minibatches', () => {
    minibatchIndices(1_000_000, 64, 0, 1, true);
    const start = performance.now();
    for (let step = 1; step < 100; step++) minibatchIndices(1_000_000, 64, step * 64, 1, true);
    expect(performance.now() - start).toBeLessThan(50);
  });
});
