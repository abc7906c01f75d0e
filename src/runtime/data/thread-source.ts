/** A source whose examples the data thread holds or draws. */
import type { DataField, DataFieldType } from '../../compiler/words/data-sources.ts';
import type { StoredTensor } from '../host-tensor.ts';
import type { DataThread } from './data-thread.ts';
import type { DataSource } from './source.ts';
import type { Column } from './thread/drawings/drawing.ts';
import type { ExampleStore } from './thread/examples.ts';

export interface ThreadSet {
  readonly name: string;
  /** As many as the store has columns, in their order. */
  readonly fields: readonly DataField[];
  readonly size: number;
  readonly store: ExampleStore;
}

export async function threadSource({ name, fields, size, store }: ThreadSet, thread: DataThread): Promise<DataSource> {
  const set = await thread.open(store);
  const decode = fields.map(({ type }) => decoder(type));
  return {
    name,
    fields,
    size,
    async fetch(indices) {
      const columns = await thread.examples(set, indices);
      return new Map(fields.map((field, i) => [field.name, decode[i]!(columns[i]!, indices.length)]));
    },
  };
}

/** Makes tensors of columns: bytes stand for the range of the field, from end to end. */
function decoder({ shape: perExample, range: [low, high] = [0, 1] }: DataFieldType) {
  const values = Float32Array.from({ length: 256 }, (_, byte) => low + (high - low) * (byte / 255));
  return (data: Column, examples: number): StoredTensor => {
    const shape = [examples, ...perExample];
    if (data instanceof Uint8Array) return { dtype: 'float32', shape, bytes: data, values };
    return { dtype: data instanceof Int32Array ? 'int32' : 'float32', shape, data };
  };
}
