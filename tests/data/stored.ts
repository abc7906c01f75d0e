import { dataSources, type DataParameters } from '../../src/compiler/words/data-sources.ts';
import { defaultsOf } from '../../src/compiler/words/signature.ts';
import { DataThread } from '../../src/runtime/data/data-thread.ts';
import type { StoredData } from '../../src/runtime/data/open.ts';
import type { DataContext, DataSource } from '../../src/runtime/data/source.ts';
import { decoded, type HostTensor } from '../../src/runtime/host-tensor.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';

/** A source of the table in the form that a checked program has it: parameters completed, fields known. */
export function stored(source: string, given: DataParameters = {}): StoredData {
  const row = dataSources.get(source);
  if (!row) return { source, parameters: given, fields: [] };
  const parameters = { ...(defaultsOf(row) as DataParameters), ...given };
  return { source, parameters, fields: row.fields(parameters) };
}

/** Where the tests open data, on a thread of their own. */
export const contextIn = (directory: string): DataContext => ({
  platform: nodePlatform,
  thread: new DataThread(nodePlatform),
  directory,
});

/** The examples with their numbers in full. */
export async function rowsOf(source: DataSource, indices: Int32Array): Promise<Map<string, HostTensor>> {
  return new Map([...(await source.fetch(indices))].map(([name, rows]) => [name, decoded(rows)]));
}
