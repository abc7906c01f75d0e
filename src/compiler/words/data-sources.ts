/**
 * Data sources: the rows say what may be written after `from` and which types that delivers, without reading any file.
 * `runtime/data` opens the sources.
 */
import type { DataParameters, DataSourceDefinition } from './data-sources/data-source.ts';
import { drawings } from './data-sources/drawings.ts';
import { files } from './data-sources/files.ts';
import { points } from './data-sources/points.ts';
import { defineSignatures } from './signature.ts';

export { typeOf } from './data-sources/data-source.ts';
export type {
  DataField,
  DataFieldType,
  DataParameters,
  DataParameterValue,
  DataSourceDefinition,
} from './data-sources/data-source.ts';

/** The number of examples if the parameters give it; null if only the files do. */
export function examplesIn({ size }: DataParameters): number | null {
  return typeof size === 'number' ? size : null;
}

export const dataSources: ReadonlyMap<string, DataSourceDefinition> = defineSignatures([
  ...points,
  ...drawings,
  ...files,
]);
