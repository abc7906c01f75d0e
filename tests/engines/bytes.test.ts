/** Rows that a data set stores in bytes: sent and kept as bytes, and the numbers that they stand for when they are read. */
import { describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { DataSource } from '../../src/runtime/data/source.ts';
import { openEngine } from '../../src/index.ts';
import type { Feeds } from '../../src/runtime/engines/engine.ts';
import { engineNames } from './engines.ts';
import { webgpuHere } from './webgpu.ts';

/** Not a multiple of four: bytes do not fill the last cell. */
const SIDE = 7;
const EXAMPLES = 5;
const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);
const pixel = (example: number, at: number): number => (83 * example + 29 * at) % 256;

/** @param size how many examples it says it has; a device keeps none of a source that is too large */
function source(size: number): DataSource {
  return {
    name: 'test',
    size,
    fields: [{ name: 'x', doc: '', type: { shape: [SIDE], dtype: 'float32', bytes: true, range: [-1, 1] } }],
    fetch: async (indices) => {
      const bytes = Uint8Array.from({ length: indices.length * SIDE }, (_, i) =>
        pixel(indices[Math.floor(i / SIDE)]! % EXAMPLES, i % SIDE),
      );
      return new Map([['x', { dtype: 'float32', shape: [indices.length, SIDE], bytes, values }]]);
    },
  };
}

function rowsOf(from: DataSource, ...rows: number[]): Feeds {
  const indices = Int32Array.from(rows);
  const fetched = async () => (await from.fetch(indices)).get('x')!;
  return new Map([['x', { kind: 'rows', source: from, field: 'x', indices, rows: fetched }]]);
}

function reading() {
  const b = startGraph('reading');
  const x = b.input('x', { dtype: 'float32', shape: [2, SIDE] }, { kind: 'data', field: 'x', round: 0 });
  b.output('y', b.add('AddV2', [x, b.constant(0)]));
  return b.build();
}

const expected = (...rows: number[]) =>
  Float32Array.from(rows.flatMap((row) => Array.from({ length: SIDE }, (_, at) => values[pixel(row, at)]!)));

describe.each([...engineNames, ...webgpuHere])('%s', (name) => {
  test.each([
    ['a small set', EXAMPLES],
    ['a set too large to keep', 10 * 2 ** 30],
  ])('gives the numbers of %s', async (_, size) => {
    const engine = await openEngine(name, { threads: 1 });
    try {
      const from = source(size);
      const program = engine.prepare(reading());
      for (const rows of [
        [0, 3],
        [4, 1],
      ]) {
        const { data } = (await engine.run(program, rowsOf(from, ...rows))).get('y')!;
        expect(data).toEqual(expected(...rows));
      }
    } finally {
      engine.dispose();
    }
  });
});
