/**
 * The data cursor is one number, the examples drawn so far: which examples come next follows from it alone, so it is
 * all that a checkpoint has to hold.
 */
import { permutation } from '../random.ts';

export interface ShuffledSet {
  /** Examples in an epoch. */
  readonly size: number;
  readonly seed: number;
  /** Data sets that are not to be paired need a name each, which gives each orders of its own. */
  readonly name: string;
}

/**
 * The minibatches of one data set. Each epoch goes through all examples in an order of its own. A minibatch is always
 * full: one that begins at the end of an epoch continues with the next epoch's order.
 */
export class Minibatches {
  private readonly set: ShuffledSet;
  private readonly draw: typeof permutation;
  /** By epoch, of two: the one that a minibatch begins in and the one that it ends in, where the next one begins. */
  private readonly orders = new Map<number, Int32Array>();

  /** @param draw how an order is drawn */
  constructor(set: ShuffledSet, draw = permutation) {
    this.set = set;
    this.draw = draw;
  }

  /** The examples of the minibatch that begins at `position`, which may be anywhere; from one to the next is cheapest. */
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
