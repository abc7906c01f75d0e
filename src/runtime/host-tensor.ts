import type { DType } from '../compiler/graph/graph.ts';

/** A value in host memory, row-major: the input and output of engines. */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** float32 → Float32Array, int32 → Int32Array, bool → Uint8Array. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** float32 numbers in a quarter of their memory: the byte `b` stands for `values[b]`. */
export interface ByteTensor {
  readonly dtype: 'float32';
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  /** The number for each of the 256 bytes. */
  readonly values: Float32Array;
}

/** A value as a data set stores it. */
export type StoredTensor = HostTensor | ByteTensor;

/** The same value with its numbers in full. */
export function decoded(stored: StoredTensor): HostTensor {
  if (!('bytes' in stored)) return stored;
  const data = new Float32Array(stored.bytes.length);
  decodeInto(data, stored);
  return { dtype: stored.dtype, shape: stored.shape, data };
}

/** @param data as many cells as there are bytes */
export function decodeInto(data: Float32Array, { bytes, values }: ByteTensor): void {
  for (let i = 0; i < bytes.length; i++) data[i] = values[bytes[i]!]!;
}
