/**
 * What the data thread runs: it holds examples, fetches them by index, and draws the orders of epochs. `npm run embed`
 * bundles it into `script.ts`, because a thread is started with JavaScript that is complete by itself.
 */
import type { Port } from '../../platform/thread.ts';
import { permutation, type RandomKey } from '../../random.ts';
import type { Column } from './drawings/drawing.ts';
import { openExamples, type ExampleStore, type FetchExamples } from './examples.ts';

/** The requests, and what is answered. */
export interface Requests {
  /** Answers the number of the set. */
  open(given: { readonly store: ExampleStore }): number;
  examples(given: { readonly set: number; readonly indices: Int32Array }): Column[];
  order(given: { readonly size: number; readonly key: RandomKey }): Int32Array;
}

declare const port: Port;

interface Asked {
  readonly id: number;
  readonly request: keyof Requests;
}

const sets: FetchExamples[] = [];

const requests: Requests = {
  open: ({ store }) => sets.push(openExamples(store)) - 1,
  examples: ({ set, indices }) => sets[set]!(indices),
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
function memoryOf(result: number | Column[] | Int32Array): ArrayBuffer[] {
  if (typeof result === 'number') return [];
  const arrays = result instanceof Int32Array ? [result] : result;
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
