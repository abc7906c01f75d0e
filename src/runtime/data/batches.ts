/**
 * The data cursor is a single number, the count of examples drawn so far. It alone determines which examples come next,
 * and so is all that a checkpoint has to store.
 */
import type { RandomKey } from '../random.ts';

export interface ShuffledSet {
  /** The number of examples in an epoch. */
  readonly size: number;
  readonly seed: number;
  /** Data sets that must not be paired need different names, which give them different orders. */
  readonly name: string;
}

/** Draws a random order of the numbers 0 … size − 1, the same for the same key. */
export type DrawOrder = (size: number, key: RandomKey) => Promise<Int32Array>;

/**
 * The minibatches of one data set. Each epoch goes through all examples in an order of its own. A minibatch is always
 * full: one that begins at the end of an epoch continues with the next epoch's order.
 */
export class Minibatches {
  private readonly set: ShuffledSet;
  private readonly draw: DrawOrder;
  /** Orders by epoch, of the last two: a minibatch may begin in one and end in the other, where the next one begins. */
  private readonly orders = new Map<number, Promise<Int32Array>>();

  constructor(set: ShuffledSet, draw: DrawOrder) {
    this.set = set;
    this.draw = draw;
  }

  /**
   * The examples of the minibatch that begins at `position`: any position, but consecutive ones are cheapest. From the
   * middle of an epoch on, the order of the next one is drawn in the meantime.
   */
  async indices(position: number, batch: number): Promise<Int32Array> {
    const { size } = this.set;
    const parts: { readonly order: Promise<Int32Array>; readonly start: number; readonly count: number }[] = [];
    for (let filled = 0; filled < batch;) {
      const epoch = Math.floor((position + filled) / size);
      const start = position + filled - epoch * size;
      const count = Math.min(size - start, batch - filled);
      parts.push({ order: this.order(epoch), start, count });
      filled += count;
    }
    const end = position + batch;
    if (end % size >= size / 2) this.order(Math.floor(end / size) + 1);
    const indices = new Int32Array(batch);
    let filled = 0;
    for (const { order, start, count } of parts) {
      indices.set((await order).subarray(start, start + count), filled);
      filled += count;
    }
    return indices;
  }

  private order(epoch: number): Promise<Int32Array> {
    const known = this.orders.get(epoch);
    if (known) return known;
    const { size, seed, name } = this.set;
    const order = this.draw(size, { seed, stream: `data/shuffle/${name}`, step: epoch });
    // Whoever needs it hears of a failure; it may also be that nobody does.
    order.catch(() => this.orders.delete(epoch));
    const [oldest] = this.orders.keys();
    if (this.orders.size === 2) this.orders.delete(oldest!);
    this.orders.set(epoch, order);
    return order;
  }
}
