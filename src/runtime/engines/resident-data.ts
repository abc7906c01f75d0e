/** Data sets that stay on a device, so that only row numbers are sent for a minibatch. */
import { bytesOf, sizeOf, type TensorType } from '../../compiler/graph/graph.ts';

/** Fields up to this size are kept; rows of a larger one are sent at each step. */
const MOST_BYTES = 2 ** 30;

/** A type, and whether its numbers are stored in bytes. */
type Stored = TensorType & { readonly bytes?: true };

/** The bytes that a field takes on a device that keeps data sets; 0 if it is too large to be kept. */
export function residentBytes(example: Stored, examples: number): number {
  const bytes = (example.bytes ? sizeOf(example.shape) : bytesOf(example)) * examples;
  return bytes <= MOST_BYTES ? bytes : 0;
}
