import type { DataField } from '../../compiler/words/data-sources.ts';
import type { HostTensor } from '../host-tensor.ts';

/** Examples that can be had by number, in any order, as often as wanted. */
export interface DataSource {
  readonly name: string;
  readonly fields: readonly DataField[];
  /** Examples in an epoch. */
  readonly size: number;
  /** Field name → [n, ...shape]. Indices lie in 0 … size − 1. The tensors are the caller's to keep or change. */
  batch(indices: Int32Array): Map<string, HostTensor>;
  /** Where the truth is known, for mode coverage. */
  readonly modes?: Modes;
}

export interface Modes {
  readonly centres: readonly (readonly number[])[];
  /** Of the Gaussian around each centre. */
  readonly std: number;
}

export interface DataContext {
  /** Relative paths start here: the spec's folder. */
  readonly directory: string;
}

/**
 * Opens a source; its fields are those that its row of `dataSources` promises, or it throws a `DataError`. `Parameters`
 * are those of the row, with the defaults filled in.
 */
export type OpenSource<Parameters> = (
  parameters: Parameters,
  fields: readonly DataField[],
  context: DataContext,
) => Promise<DataSource>;
