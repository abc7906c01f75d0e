import type { DataField } from '../../compiler/words/data-sources.ts';
import type { StoredTensor } from '../host-tensor.ts';
import type { Platform } from '../platform/platform.ts';
import type { DataThread } from './data-thread.ts';

/** Examples that can be fetched by index, in any order, any number of times. */
export interface DataSource {
  readonly name: string;
  readonly fields: readonly DataField[];
  /** The number of examples, that is, in an epoch. */
  readonly size: number;
  /**
   * Field name → [n, ...shape]. Indices are within 0 … size − 1. The tensors are the caller's to keep or change, except
   * for the `values` of bytes. Rejects with a `DataError` if the examples are no longer available.
   */
  fetch(indices: Int32Array): Promise<Map<string, StoredTensor>>;
  /** The true modes, if they are known; for measuring mode coverage. */
  readonly modes?: Modes;
}

export interface Modes {
  readonly centres: readonly (readonly number[])[];
  /** Standard deviation of the Gaussian around each centre. */
  readonly std: number;
}

export interface DataContext {
  readonly platform: Platform;
  /** For what takes time: to hold, draw and fetch examples. */
  readonly thread: DataThread;
  /** Where relative paths start: the spec's folder. */
  readonly directory: string;
}

/**
 * Opens a source. Its fields are those that its row of `dataSources` promises; otherwise it throws a `DataError`.
 * `Parameters` are those of the row, with defaults filled in.
 */
export type OpenSource<Parameters> = (
  parameters: Parameters,
  fields: readonly DataField[],
  context: DataContext,
) => Promise<DataSource>;
