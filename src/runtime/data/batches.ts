/**
 * The data cursor is a single number, the count of examples drawn so far. It alone determines which examples come next,
 * and so is all that a checkpoint has to store.
 */
import { permutation } from '../random.ts';

/**
 * The examples of the minibatch that begins at `position`. Each epoch goes through all examples in its own order
 * (unshuffled, in the order of the data set). A minibatch is always full: one that begins near the end of an epoch
 * continues with the next epoch's order. Data sets that must not be paired need different `name`s, which give them
 * different orders.
 */
export function minibatchIndices(
  size: number,
  batch: number,
  position: number,
  seed: number,
  shuffle: boolean,
  name = '',
): Int32Array {
  const indices = new Int32Array(batch);
  for (let filled = 0; filled < batch;) {
    const epoch = Math.floor((position + filled) / size);
    const start = position + filled - epoch * size;
    const count = Math.min(size - start, batch - filled);
    if (shuffle) indices.set(epochOrder(size, epoch, seed, name).subarray(start, start + count), filled);
    else for (let i = 0; i < count; i++) indices[filled + i] = start + i;
    filled += count;
  }
  return indices;
}

/** The orders of the most recent epochs, so that an epoch is shuffled once rather than for each of its minibatches. */
const remembered = new Map<string, Int32Array>();
const REMEMBERED_EPOCHS = 4;

function epochOrder(size: number, epoch: number, seed: number, name: string): Int32Array {
  const key = `${size}/${epoch}/${seed}/${name}`;
  let order = remembered.get(key);
  if (!order) {
    order = permutation(size, { seed, stream: `data/shuffle/${name}`, step: epoch });
    const oldest = remembered.keys().next();
    if (remembered.size >= REMEMBERED_EPOCHS && !oldest.done) remembered.delete(oldest.value);
    remembered.set(key, order);
  }
  return order;
}
