/** Data sets that stay on a device, so that a minibatch is the numbers of its rows. */
import { bytesOf, type TensorType } from '../../compiler/graph/graph.ts';

/** A field is kept up to this size; rows of a larger one are handed over step by step. */
const MOST_BYTES = 2 ** 30;

/** What a field of so many examples takes on a device that keeps data sets; 0 if it is too large to be kept. */
export function residentBytes(example: TensorType, examples: number): number {
  const bytes = bytesOf(example) * examples;
  return bytes <= MOST_BYTES ? bytes : 0;
}
