import { describe, expect, it } from 'vitest';
import { Minibatches, type DrawOrder } from '../../src/runtime/data/batches.ts';
import { permutation } from '../../src/runtime/random.ts';

const size = 10;
const epoch = (all: readonly number[], number: number): number[] => all.slice(number * size, (number + 1) * size);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const drawOrder: DrawOrder = async (n, key) => permutation(n, key);
const minibatches = (seed = 3, name = ''): Minibatches => new Minibatches({ size, seed, name }, drawOrder);

async function examples(batch: number, count: number, from = minibatches()): Promise<number[]> {
  const all: number[] = [];
  for (let position = 0; position < count; position += batch) {
    const indices = await from.indices(position, batch);
    expect(indices).toHaveLength(batch);
    all.push(...indices);
  }
  return all;
}

describe('minibatches', () => {
  it('go through all examples once an epoch, in another order each time', async () => {
    const all = await examples(5, 30);
    for (const number of [0, 1, 2]) expect(sorted(epoch(all, number))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epoch(all, 1)).not.toEqual(epoch(all, 0));
    expect(epoch(all, 2)).not.toEqual(epoch(all, 1));
  });

  it('are always full: the last one of an epoch goes on with the next epoch', async () => {
    for (const batch of [3, 4, 7, 10]) expect((await examples(batch, 70)).slice(0, 70)).toEqual(await examples(5, 70));
  });

  it('may be larger than the data', async () => {
    expect([...(await minibatches().indices(0, 30))]).toEqual(await examples(5, 30));
  });

  it('depend only on the position', async () => {
    const all = await examples(5, 40);
    const jumping = minibatches();
    for (const position of [37, 4, 12, 0, 23])
      expect([...(await jumping.indices(position, 3))]).toEqual(all.slice(position, position + 3));
  });

  it('differ by seed and by name', async () => {
    expect(await examples(5, 10, minibatches(4))).not.toEqual(epoch(await examples(5, 10), 0));
    expect(await examples(5, 10, minibatches(3, 'b'))).not.toEqual(await examples(5, 10, minibatches(3, 'a')));
  });

  it('draw the order of an epoch once, however many data sets there are and wherever a minibatch ends', async () => {
    const drawn: string[] = [];
    const counting: DrawOrder = async (n, key) => {
      drawn.push(`${key.stream}, epoch ${key.step}`);
      return permutation(n, key);
    };
    const sets = Array.from({ length: 7 }, (_, i) => new Minibatches({ size, seed: 3, name: `${i}` }, counting));
    // 3 does not divide 10: epochs begin and end within minibatches.
    for (let step = 0; step < 20; step++) for (const set of sets) await set.indices(3 * step, 3);
    // Epochs 0 to 5, and 6 in advance.
    expect(drawn).toHaveLength(7 * 7);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
