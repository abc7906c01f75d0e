/**
 * What the data thread runs: it holds images, fetches them by index, and draws the orders of epochs. `npm run embed`
 * bundles it into `script.ts`, because a thread is started with JavaScript that is complete by itself.
 */
import type { Port } from '../../platform/thread.ts';
import { permutation, type RandomKey } from '../../random.ts';
import { openImages, type FetchImages, type Images, type ImageStore } from './images.ts';

/** The requests, and what is answered. */
export interface Requests {
  /** Answers the number of the set. */
  open(given: { readonly images: ImageStore }): number;
  images(given: { readonly set: number; readonly indices: Int32Array }): Images;
  order(given: { readonly size: number; readonly key: RandomKey }): Int32Array;
}

declare const port: Port;

interface Asked {
  readonly id: number;
  readonly request: keyof Requests;
}

const sets: FetchImages[] = [];

const requests: Requests = {
  open: ({ images }) => sets.push(openImages(images)) - 1,
  images: ({ set, indices }) => sets[set]!(indices),
  order: ({ size, key }) => permutation(size, key),
};

port.listen(({ id, request, ...given }: Asked) => {
  try {
    const result = requests[request](given as never);
    port.post({ id, result }, memoryOf(result));
  } catch (error) {
    port.post({ id, error: (error as Error).stack ?? String(error) }, []);
  }
});

/** The memory of an answer, which is moved, not copied. */
function memoryOf(result: number | Images | Int32Array): ArrayBuffer[] {
  if (typeof result === 'number') return [];
  const arrays = result instanceof Int32Array ? [result] : [result.pixels, ...(result.labels ? [result.labels] : [])];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
