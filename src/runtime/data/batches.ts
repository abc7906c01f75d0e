/**
 * The data cursor is one number, the examples drawn so far: which examples come next follows from it alone, so it is
 * all that a checkpoint has to hold.
 */
import { permutation } from '../random.ts';

/**
 * The examples of the minibatch that begins at `position`. Each epoch goes through all examples in an order of its own
 * (their own order without `shuffle`). A minibatch is always full: one that begins at the end of an epoch continues with
 * the next epoch's order. Data sets that are not to be paired need a `name` each, which gives each orders of its own.
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

/** Orders of the last epochs asked for, so that an epoch is shuffled once and not for each of its minibatches. */
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
