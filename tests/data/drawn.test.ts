import { describe, expect, it } from 'vitest';
import { dataSources } from '../../src/compiler/words/data-sources.ts';
import { drawings } from '../../src/compiler/words/data-sources/drawings.ts';
import { decoded, type StoredTensor } from '../../src/runtime/host-tensor.ts';
import { open } from './drawn.ts';
import { stored } from './stored.ts';

const data = (tensor: StoredTensor | undefined) => decoded(tensor!).data;

describe.each(drawings.map(({ name }) => name))('%s', (name) => {
  const { fields } = stored(name);

  it('is random access: an example depends on its number and the seed, not on what was fetched before', async () => {
    const once = await open(name);
    const all = await once.fetch(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    const again = await (await open(name)).fetch(Int32Array.of(6, 3, 6));
    const kept = await once.fetch(Int32Array.of(6, 3, 6));
    for (const field of fields) {
      const rows = data(all.get(field.name));
      const size = rows.length / 8;
      const expected = [6, 3, 6].flatMap((i) => [...rows.subarray(i * size, (i + 1) * size)]);
      expect([...data(again.get(field.name))], field.name).toEqual(expected);
      expect([...data(kept.get(field.name))], field.name).toEqual(expected);
    }
    const [first] = fields as [(typeof fields)[0]];
    const other = await (await open(name, { seed: 1 })).fetch(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    expect(data(other.get(first.name))).not.toEqual(data(all.get(first.name)));
  });

  it('delivers what its row promises: types, shapes, ranges, labels', async () => {
    const n = 200;
    const rows = await (await open(name)).fetch(Int32Array.from({ length: n }, (_, i) => i));
    expect([...rows.keys()]).toEqual(fields.map((field) => field.name));
    for (const { name: field, type } of fields) {
      const tensor = decoded(rows.get(field)!);
      expect('bytes' in rows.get(field)!, field).toBe(type.bytes === true);
      expect(tensor).toMatchObject({ dtype: type.dtype, shape: [n, ...type.shape] });
      const [low, high] = type.classes === undefined ? type.range! : [0, type.classes - 1];
      let wrong = 0;
      for (const value of tensor.data) if (!(value >= low && value <= high)) wrong++;
      expect(wrong, `${field} outside of ${low} to ${high}`).toBe(0);
      if (type.names) expect(new Set(type.names).size).toBe(type.classes);
    }
  });

  it('has as many examples as asked for', async () => {
    expect((await open(name, { size: 123 })).size).toBe(123);
    expect((await open(name)).size).toBe(dataSources.get(name)!.parameters.find((p) => p.name === 'size')!.default);
  });
});
