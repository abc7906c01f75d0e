/** What training reads, bit for bit: runs that were begun with an earlier version go on with the same numbers. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataParameters } from '../../src/compiler/words/data-sources.ts';
import { Minibatches } from '../../src/runtime/data/batches.ts';
import { openData } from '../../src/runtime/data/open.ts';
import { contextIn, rowsOf, stored } from './stored.ts';

const folder = mkdtempSync(join(tmpdir(), 'ganspec-order-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SIZE = 300;

/** An IDX file. */
function put(name: string, magic: number, dimensions: readonly number[], bytes: Uint8Array): void {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  [magic, ...dimensions].forEach((word, i) => header.writeUInt32BE(word, 4 * i));
  writeFileSync(join(folder, name), Buffer.concat([header, bytes]));
}
const bytes = (count: number, byte: (i: number) => number) => Uint8Array.from({ length: count }, (_, i) => byte(i));
put(
  'images',
  0x803,
  [SIZE, 2, 3],
  bytes(SIZE * 6, (i) => (i * 7 + (i >> 8)) % 256),
);
put(
  'labels',
  0x801,
  [SIZE],
  bytes(SIZE, (i) => (i * i) % 10),
);

describe('the minibatches of a thousand steps of the cursor', () => {
  // Those of points, digits and files were computed by the version that made rows and orders on the training thread.
  it.each<[string, DataParameters, string]>([
    ['ring', { size: SIZE }, '03548e660e764c5196645b91c5b94d90ab39cddd9410cb5ca1cb9a9e23e3abf0'],
    ['grid', { size: SIZE }, '02a763e862be73d7faebd651a89a46255a672e09e2deec1c218f5f3f7a6f1318'],
    ['spiral', { size: SIZE }, 'd06ab160bcb415384ef779ae831508757d37eab9a7d9d871f188dc0254bbb930'],
    ['digits', { size: SIZE }, 'd656cc94be6c31342a93e3d4ffb3105853d28066f73531b0702123c16f97e803'],
    [
      'shapes',
      { size: SIZE, height: 16, width: 16 },
      'f96a5d4e5553b4bc7b1885848609ce6f23bbdd94214917379e5085aa7b68c39f',
    ],
    [
      'shape_pairs',
      { size: SIZE, height: 16, width: 16 },
      '98d62688881f4ab2d33a7e5dcf09c87a195d49c7f69b67b114dbb886110221b5',
    ],
    ['tones', { size: SIZE, length: 256 }, '59552c5897be38f3063e59dae1980461dc2cc4363e278cb181767caff27d9158'],
    ['sentences', { size: SIZE }, 'e928b0992fa84f8de1a0cc87cf3d64107fb41a0cf3a36fd5be0c022d4f37a2ab'],
    [
      'clips',
      { size: SIZE, frames: 2, height: 16, width: 16 },
      '922a503f1b5faeec701145160e728c022e0010b870978b0196a47c501f96edbf',
    ],
    ['table', { size: SIZE }, 'a8e1e7b5ad0be905eaf7bfc4bde817db2898ab049054df6a84434f52cda29e1f'],
    [
      'idx',
      { images: 'images', labels: 'labels', height: 2, width: 3 },
      'f9336b855892d676d39fa045a0a13f598a1cfef9fb508b091d378e54a079b16e',
    ],
  ])('of %s', async (name, parameters, expected) => {
    const context = contextIn(folder);
    const data = stored(name, parameters);
    const declared = data.fields.map(({ name, type }) => ({
      name,
      ...type,
      ...(type.range && { range: [-1, 1] as const }),
    }));
    const source = await openData(data, declared, context);
    const minibatches = new Minibatches({ size: source.size, seed: 3, name }, (size, key) =>
      context.thread.order(size, key),
    );
    const hash = createHash('sha256');
    for (let position = 0; position < 1000; position += 64)
      for (const { data } of (await rowsOf(source, await minibatches.indices(position, 64))).values())
        hash.update(data);
    expect(hash.digest('hex')).toBe(expected);
    context.thread.close();
  });
});

it('images come from the thread as bytes', async () => {
  const [image, label] = stored('digits').fields;
  const context = contextIn(folder);
  const source = await openData(
    stored('digits'),
    [image, label].map((field) => ({ name: field!.name, ...field!.type })),
    context,
  );
  const rows = await source.fetch(Int32Array.of(3, 1));
  expect(rows.get('image')).toMatchObject({ shape: [2, 28, 28, 1], bytes: expect.any(Uint8Array) as Uint8Array });
  expect(rows.get('label')).toMatchObject({ data: Int32Array.of(3, 1) });
  context.thread.close();
});
