import { dataSources, type DataParameters } from '../../src/compiler/words/data-sources.ts';
import { defaultsOf } from '../../src/compiler/words/signature.ts';
import type { StoredData } from '../../src/runtime/data/open.ts';

/** A source of the table in the form that a checked program has it: parameters completed, fields known. */
export function stored(source: string, given: DataParameters = {}): StoredData {
  const row = dataSources.get(source);
  if (!row) return { source, parameters: given, fields: [] };
  const parameters = { ...(defaultsOf(row) as DataParameters), ...given };
  return { source, parameters, fields: row.fields(parameters) };
}
