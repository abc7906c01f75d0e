import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataParameters } from '../../src/compiler/words/data-sources.ts';
import { openData } from '../../src/runtime/data/open.ts';
import type { DeclaredField } from '../../src/runtime/data/open.ts';
import type { DataSource } from '../../src/runtime/data/source.ts';
import { contextIn, rowsOf, stored } from './stored.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ganspec-idx-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const image: DeclaredField = { name: 'x', shape: [28, 28, 1], dtype: 'float32', range: [-1, 1] };
const label: DeclaredField = { name: 'y', shape: [], dtype: 'int32', classes: 10 };

/** An IDX file of bytes, written by hand after the description of the format. */
function idx(dimensions: readonly number[], bytes: ArrayLike<number>, type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, type, dimensions.length]);
  dimensions.forEach((side, i) => header.writeUInt32BE(side, 4 + 4 * i));
  return Buffer.concat([header, Uint8Array.from(bytes)]);
}
const images = (n: number, side = 28): Buffer =>
  idx(
    [n, side, side],
    Uint8Array.from({ length: n * side * side }, (_, i) => i % 251),
  );
const labels = (n: number): Buffer =>
  idx(
    [n],
    Array.from({ length: n }, (_, i) => i % 10),
  );

function put(name: string, content: Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}
const open = (parameters: DataParameters, declared = [image], source = 'mnist'): Promise<DataSource> =>
  openData(stored(source, parameters), declared, contextIn(folder));

describe('mnist', () => {
  it.each([
    ['plain', (b: Buffer) => b],
    ['gzip', (b: Buffer) => gzipSync(b)],
  ])('reads %s files, with paths from the spec', async (kind, pack) => {
    const source = await open(
      { images: put(`${kind}-images`, pack(images(3))), labels: put(`${kind}-labels`, pack(labels(3))) },
      [image, label],
    );
    expect(source.size).toBe(3);
    const batch = await rowsOf(source, Int32Array.of(2, 0));
    const x = batch.get('x')!;
    expect(x.shape).toEqual([2, 28, 28, 1]);
    for (const [at, index] of [
      [0, 2 * 784],
      [783, 2 * 784 + 783],
      [784, 0],
      [784 + 57, 57],
    ] as const) {
      expect(x.data[at]).toBeCloseTo(((index % 251) / 255) * 2 - 1, 6);
    }
    expect(batch.get('y')).toEqual({ dtype: 'int32', shape: [2], data: Int32Array.of(2, 0) });
  });

  it('needs no labels, unless they are declared', async () => {
    const path = put('alone', images(2));
    expect((await open({ images: path })).fields.map((field) => field.name)).toEqual(['x']);
    await expect(open({ images: path }, [image, label])).rejects.toMatchObject({
      message: '`mnist` delivers one field here (image), but 2 are declared (x, y)',
      help: 'give the file of the labels too (`labels: "…"`), or leave the field out',
    });
  });

  it('finds the usual names in a folder, the training set first', async () => {
    mkdirSync(join(folder, 'set'));
    put('set/t10k-images-idx3-ubyte.gz', gzipSync(images(2)));
    put('set/t10k-labels-idx1-ubyte.gz', gzipSync(labels(2)));
    expect((await open({ images: 'set' }, [image, label])).size).toBe(2);
    put('set/train-images-idx3-ubyte', images(4));
    put('set/train-labels-idx1-ubyte', labels(4));
    expect((await open({ images: 'set' }, [image, label])).size).toBe(4);
  });

  it('says what a folder without them holds', async () => {
    mkdirSync(join(folder, 'other'));
    await expect(open({ images: 'other' })).rejects.toThrow(
      `the folder ${join(folder, 'other')} does not hold MNIST: it is empty`,
    );
    put('other/cat.jpg', Buffer.of(1));
    await expect(open({ images: 'other' })).rejects.toThrow('it holds cat.jpg');
  });

  const flipped = (bytes: Buffer, at: number): Buffer => {
    bytes[at]! ^= 1;
    return bytes;
  };
  const packed = gzipSync(images(3));
  const cases: readonly [name: string, content: Uint8Array, message: string][] = [
    ['empty', Buffer.alloc(0), 'is empty'],
    ['a few bytes', Buffer.of(0, 0, 8), 'it starts with only 3 bytes, not with 0x00000803'],
    ['foreign', Buffer.from('PK\u0003\u0004 and so on'), 'it starts with 0x504b0304, not with 0x00000803'],
    ['a web page', Buffer.from('\n<!doctype html><html>404'), 'is a web page, not an IDX file of images'],
    ['floats', idx([1, 28, 28], new Uint8Array(4 * 784), 13), 'it starts with 0x00000d03, not with 0x00000803'],
    ['labels as images', labels(3), 'holds labels, but is given as images'],
    [
      'truncated header',
      images(3).subarray(0, 10),
      'is truncated: it ends after 10 bytes, before the end of its header (16 bytes: count, height and width)',
    ],
    [
      'truncated',
      images(3).subarray(0, -1),
      'is truncated: its header says 3 × 28 × 28, 2368 bytes in all, but it has 2367',
    ],
    [
      'too long',
      Buffer.concat([images(3), Buffer.of(0)]),
      'is longer than it says: its header says 3 × 28 × 28, 2368 bytes in all, but it has 2369',
    ],
    ['no images', images(0), 'holds no images: its header says 0 × 28 × 28'],
    [
      'truncated gzip',
      packed.subarray(0, -20),
      'is damaged: it is gzip, but cannot be unpacked (unexpected end of file)',
    ],
    [
      'damaged gzip',
      flipped(gzipSync(images(3)), packed.length - 6),
      'is damaged: it is gzip, but cannot be unpacked (incorrect data check)',
    ],
    ['other sides', images(2, 32), 'holds images of 32 × 32, but 28 × 28 are expected'],
  ];
  it.each(cases)('refuses: %s', async (name, content, message) => {
    const path = put(name.replaceAll(' ', '-'), content);
    const error = await open({ images: path }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'DataError', help: expect.stringMatching(/\w/) });
    expect((error as Error).message).toContain(join(folder, path));
    expect((error as Error).message).toContain(message);
  });

  it('refuses files that are not there or below a file', async () => {
    await expect(open({ images: 'nowhere' })).rejects.toThrow(
      `cannot read ${join(folder, 'nowhere')}: there is no such file`,
    );
    put('plain-file', images(1));
    await expect(open({ images: 'plain-file/x' })).rejects.toThrow('a part of the path is a file, not a folder');
  });

  it('refuses labels that do not match the images', async () => {
    const some = put('some-images', images(3));
    await expect(open({ images: some, labels: put('four-labels', labels(4)) }, [image, label])).rejects.toThrow(
      /four-labels holds 4 labels, but .*some-images holds 3 images/,
    );
    await expect(open({ images: some, labels: some }, [image, label])).rejects.toThrow(
      'holds images, but is given as labels',
    );
    await expect(
      open({ images: some, labels: put('big-label', idx([3], [1, 11, 12])) }, [image, label]),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/holds the label 11 \(example 1\), but labels of class\(10\) go from 0 to 9/),
      help: expect.stringContaining('classes: 13'),
    });
  });
});

describe('idx', () => {
  it('takes other sides and numbers of classes', async () => {
    const parameters = {
      images: put(
        'small',
        idx(
          [2, 3, 5],
          Array.from({ length: 30 }, (_, i) => i),
        ),
      ),
      labels: put('many', idx([2], [46, 0])),
      height: 3,
      width: 5,
      classes: 47,
    };
    const source = await open(
      parameters,
      [
        { ...image, shape: [3, 5, 1], range: [0, 1] },
        { ...label, classes: 47 },
      ],
      'idx',
    );
    const batch = await rowsOf(source, Int32Array.of(1, 0));
    expect(batch.get('x')!.data[14]).toBeCloseTo(29 / 255, 7);
    expect(batch.get('y')!.data).toEqual(Int32Array.of(0, 46));
  });
});

const real = resolve('../shared/data/mnist');
const there = existsSync(join(real, 't10k-images-idx3-ubyte.gz'));
if (!there) console.log(`skipped: MNIST itself, which would be looked for in ${real}`);

describe.skipIf(!there)('MNIST itself', () => {
  it('opens from its folder: 10,000 images of the known mean, labels in the known proportions', async () => {
    const declared = [{ ...image, range: [0, 1] } as const, label];
    const source = await openData(stored('mnist', { images: real }), declared, contextIn('.'));
    expect(source.size).toBe(10_000);
    const batch = await rowsOf(
      source,
      Int32Array.from({ length: 10_000 }, (_, i) => i),
    );
    const x = batch.get('x')!.data as Float32Array;
    expect(x.reduce((sum, value) => sum + value, 0) / x.length).toBeCloseTo(0.1325, 4);
    const counts = Array.from({ length: 10 }, () => 0);
    for (const y of batch.get('y')!.data) counts[y]!++;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(batch.get('y')!.data.slice(0, 5)).toEqual(Int32Array.of(7, 2, 1, 0, 4));
  });

  it('is refused when its file is cut short', async () => {
    const path = put('cut.gz', readFileSync(join(real, 't10k-images-idx3-ubyte.gz')).subarray(0, 1_000_000));
    await expect(open({ images: path })).rejects.toThrow('cannot be unpacked (unexpected end of file)');
  });
});
