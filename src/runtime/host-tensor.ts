import type { DType } from '../compiler/graph/graph.ts';

/** A value in host memory, row-major: the input and output of engines. */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** float32 → Float32Array, int32 → Int32Array, bool → Uint8Array. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}
