/** Opens drawn sources as a spec would that declares all of their fields, and reads their first examples. */
import type { DataParameters } from '../../src/compiler/words/data-sources.ts';
import { openData } from '../../src/runtime/data/open.ts';
import type { DataSource } from '../../src/runtime/data/source.ts';
import type { HostTensor } from '../../src/runtime/host-tensor.ts';
import { contextIn, rowsOf, stored } from './stored.ts';

const context = contextIn('.');
const range = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

export function open(name: string, parameters: DataParameters = {}): Promise<DataSource> {
  const data = stored(name, parameters);
  const declared = data.fields.map((field) => ({ name: field.name, ...field.type }));
  return openData(data, declared, context);
}

export async function examples(
  name: string,
  n: number,
  parameters: DataParameters = {},
): Promise<(field: string) => HostTensor> {
  const rows = await rowsOf(await open(name, parameters), range(n));
  return (field) => rows.get(field)!;
}

/** The cells of each example. */
export function each({ data, shape }: HostTensor): Float32Array[] {
  const size = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, i) => Float32Array.from(data.subarray(i * size, (i + 1) * size)));
}

/** How often each label occurs. */
export function counts({ data }: HostTensor): number[] {
  const found = Array.from({ length: Math.max(...data) + 1 }, () => 0);
  for (const label of data) found[label]!++;
  return found;
}

export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;
