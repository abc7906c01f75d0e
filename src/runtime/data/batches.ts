/**
 * The data cursor is a single number, the count of examples drawn so far. It alone determines which examples come next,
 * and so is all that a checkpoint has to store.
 */
import { permutation } from '../random.ts';

export interface ShuffledSet {
  /** The number of examples in an epoch. */
  readonly size: number;
  readonly seed: number;
  /** Data sets that must not be paired need different names, which give them different orders. */
  readonly name: string;
}

/**
 * The minibatches of one data set. Each epoch goes through all examples in an order of its own. A minibatch is always
 * full: one that begins at the end of an epoch continues with the next epoch's order.
 */
export class Minibatches {
  private readonly set: ShuffledSet;
  private readonly draw: typeof permutation;
  /** Orders by epoch, of the last two: a minibatch may begin in one and end in the other, where the next one begins. */
  private readonly orders = new Map<number, Int32Array>();

  /** @param draw draws the order of an epoch */
  constructor(set: ShuffledSet, draw = permutation) {
    this.set = set;
    this.draw = draw;
  }

  /** The examples of the minibatch that begins at `position`: any position, but consecutive ones are cheapest. */
  indices(position: number, batch: number): Int32Array {
    const { size } = this.set;
    const indices = new Int32Array(batch);
    for (let filled = 0; filled < batch;) {
      const epoch = Math.floor((position + filled) / size);
      const start = position + filled - epoch * size;
      const count = Math.min(size - start, batch - filled);
      indices.set(this.order(epoch).subarray(start, start + count), filled);
      filled += count;
    }
    return indices;
  }

  private order(epoch: number): Int32Array {
    const known = this.orders.get(epoch);
    if (known) return known;
    const { size, seed, name } = this.set;
    const order = this.draw(size, { seed, stream: `data/shuffle/${name}`, step: epoch });
    const [oldest] = this.orders.keys();
    if (this.orders.size === 2) this.orders.delete(oldest!);
    this.orders.set(epoch, order);
    return order;
  }
}
