/**
 * What only the `tensorflow` engine does: draws and data on the device, several steps at a time, a thread that may die.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import type { Distribution } from '../../../src/compiler/graph/graph.ts';
import { opOf } from '../../../src/compiler/ops/table.ts';
import { pack } from '../../../src/compiler/passes/pack.ts';
import type { DataSource } from '../../../src/runtime/data/source.ts';
import type { Engine, Feed, HostTensor } from '../../../src/runtime/engines/index.ts';
import { examineEngine, openEngine } from '../../../src/index.ts';
import { EngineUnavailableError } from '../../../src/runtime/engines/index.ts';
import { draw } from '../../../src/runtime/random.ts';
import { engineNames, expectSame, graphOf, host, noise, scalar } from '../engines.ts';

describe.skipIf(!engineNames.includes('tensorflow'))('where it is installed', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine('tensorflow');
  });
  afterAll(() => engine.dispose());

  test('an op of two outputs runs node by node, too', async () => {
    const sample = opOf('ArgSort').samples[0]!;
    const program = engine.prepare(graphOf('ArgSort', sample));
    const times = await engine.profile(program, new Map([['0', noise(sample.inputs[0]!.shape, 3)]]));
    expect(times.map(({ node }) => node)).toEqual([1]);
  });

  const distributions: readonly Distribution[] = [
    { kind: 'normal', mean: 0, std: 1 },
    { kind: 'normal', mean: -3, std: 0.02 },
    { kind: 'truncated-normal', mean: 1, std: 2 },
    { kind: 'uniform', low: 0, high: 1 },
    { kind: 'uniform', low: -2, high: 5 },
    { kind: 'bernoulli', p: 0.3 },
    { kind: 'bernoulli', p: 0 },
    { kind: 'bernoulli', p: 1 },
    { kind: 'categorical', classes: 10 },
  ];

  test.each(distributions.map((distribution) => [JSON.stringify(distribution), distribution] as const))(
    'draws as the host does: %s',
    async (_, distribution) => {
      const b = startGraph('draws');
      const dtype = distribution.kind === 'categorical' ? 'int32' : 'float32';
      const shapes = [[], [7], [300, 5]];
      shapes.forEach((shape, i) => {
        const stream = `stream ${i}`;
        b.output(`y${i}`, b.input(`x${i}`, { dtype, shape }, { kind: 'random', stream, distribution }));
      });
      const key = (i: number) => ({ seed: 2 ** 40 + 7, stream: `stream ${i}`, step: 2 ** 33 + 5 });
      const feeds = shapes.map((shape, i): [string, Feed] => [
        `x${i}`,
        { kind: 'random', distribution, shape, key: key(i) },
      ]);
      const found = await engine.run(engine.prepare(b.build()), new Map(feeds));
      shapes.forEach((shape, i) => {
        const expected = draw(distribution, shape, key(i));
        const { data } = found.get(`y${i}`)!;
        // Before rounding to float32, the last bit of a logarithm or cosine may differ.
        const allowed = distribution.kind === 'normal' ? 2 ** -23 : 0;
        expect(data.length).toBe(expected.data.length);
        data.forEach((value: number, at: number) => {
          const wanted = expected.data[at]!;
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(allowed * Math.abs(wanted));
        });
      });
    },
  );

  describe('variables that are kept in one piece', () => {
    const names = ['a', 'b', 'c'];
    const shapes = [[2, 2], [3], [4]];
    /** A graph that multiplies each variable by `x`. */
    const updates = () => {
      const b = startGraph('updates');
      const x = b.input('x', { dtype: 'float32', shape: [] }, { kind: 'argument', argument: 'x' });
      names.forEach((name, i) => {
        const type = { dtype: 'float32', shape: shapes[i]! } as const;
        const variable = b.input(name, type, { kind: 'variable', variable: name });
        b.output(name, b.add('Mul', [variable, x]), 'variable');
      });
      return b.build();
    };
    const start = () => new Map(names.map((name, i) => [name, noise(shapes[i]!, i)]));
    const times = (factor: number, { shape, data }: HostTensor) =>
      host(
        shape,
        Array.from(data, (cell) => cell * factor),
      );

    test('are written and read one by one, before a run, while it waits and after it', async () => {
      const own = await openEngine('tensorflow');
      try {
        own.write(start());
        const program = own.prepare(updates());
        expect(pack([program.graph]).packs).toHaveLength(1);
        const twice = new Map([['x', scalar(2)]]);
        await own.run(program, twice);
        expect(await own.read()).toEqual(start());
        own.commit();
        expect(await own.read(['c', 'a'])).toEqual(
          new Map(['c', 'a'].map((name) => [name, times(2, start().get(name)!)])),
        );
        own.write(new Map([['b', host([3], [7, 8, 9])]]));
        await own.run(program, twice);
        own.discard();
        await own.run(program, twice);
        own.commit();
        expect(await own.read()).toEqual(
          new Map([
            ['a', times(4, start().get('a')!)],
            ['b', host([3], [14, 16, 18])],
            ['c', times(4, start().get('c')!)],
          ]),
        );
        expect(() => own.write(new Map([['b', host([4], [1, 2, 3, 4])]]))).toThrow(
          'variable `b` is float32[4], but must be float32[3]',
        );
      } finally {
        own.dispose();
      }
    });
  });

  test('takes rows of a data set that it keeps, and notices another one', async () => {
    const setOf = (first: number): DataSource => ({
      name: 'numbers',
      fields: [{ name: 'x', doc: '', type: { shape: [2], dtype: 'float32' } }],
      size: 5,
      fetch: async (indices) =>
        new Map([
          [
            'x',
            host(
              [indices.length, 2],
              [...indices].flatMap((i) => [first + i, -i]),
            ),
          ],
        ]),
    });
    const b = startGraph('rows');
    const x = b.input('x', { dtype: 'float32', shape: [3, 2] }, { kind: 'data', field: 'x', round: 0 });
    b.output('y', b.add('Mul', [x, b.constant(2)]));
    const program = engine.prepare(b.build());
    const rowsOf = async (source: DataSource, ...numbers: number[]) => {
      const indices = Int32Array.of(...numbers);
      const feed: Feed = {
        kind: 'rows',
        source,
        field: 'x',
        indices,
        rows: async () => (await source.fetch(indices)).get('x')!,
      };
      return [...(await engine.run(program, new Map([['x', feed]]))).get('y')!.data];
    };
    const first = setOf(10);
    expect(await rowsOf(first, 4, 0, 4)).toEqual([28, -8, 20, -0, 28, -8]);
    expect(await rowsOf(first, 1, 2, 3)).toEqual([22, -2, 24, -4, 26, -6]);
    expect(await rowsOf(setOf(100), 1, 2, 3)).toEqual([202, -2, 204, -4, 206, -6]);
  });

  describe('graphs that are prepared later', () => {
    const float = (...shape: number[]) => ({ dtype: 'float32', shape }) as const;
    const SIZE = 500;
    const set: DataSource = {
      name: 'numbers',
      fields: [{ name: 'x', doc: '', type: { shape: [2], dtype: 'float32' } }],
      size: SIZE,
      fetch: async (indices) =>
        new Map([
          [
            'x',
            host(
              [indices.length, 2],
              [...indices].flatMap((i) => [i, -i]),
            ),
          ],
        ]),
    };
    const rows = (...numbers: number[]): Feed => {
      const indices = Int32Array.of(...numbers);
      return { kind: 'rows', source: set, field: 'x', indices, rows: async () => (await set.fetch(indices)).get('x')! };
    };
    const x = new Map([['x', rows(3, 1)]]);

    /** Doubles `w`, `v` and `table`, and sums the rows that are fed. */
    function doubling() {
      const b = startGraph('doubling');
      for (const [name, shape] of Object.entries({ w: [8, 4], v: [5], table: [300, 300] })) {
        const variable = b.input(name, float(...shape), { kind: 'variable', variable: name });
        b.output(name, b.add('Mul', [variable, b.constant(2)]), 'variable');
      }
      const data = b.input('x', float(2, 2), { kind: 'data', field: 'x', round: 0 });
      b.output('sum', b.add('Sum', [data], { axes: [0], keep_dims: false }));
      return b.build();
    }

    /** Sums `w`, `v`, `table` and rows of the data set, unlike `doubling`; if `changes`, triples `w` and `table`. */
    function other(name: string, changes: boolean) {
      const b = startGraph(name);
      const variable = (of: string, ...shape: number[]) =>
        b.input(of, float(...shape), { kind: 'variable', variable: of });
      const [w, v, table] = [variable('w', 8, 4), variable('v', 5), variable('table', 300, 300)];
      const data = b.input('x', float(2, 2), { kind: 'data', field: 'x', round: 0 });
      const total = (value: number) =>
        b.add('Sum', [value], { axes: b.shape(value).map((_, i) => i), keep_dims: false });
      b.output(
        'totals',
        b.add('AddV2', [b.add('AddV2', [total(w), total(v)]), b.add('AddV2', [total(table), total(data)])]),
      );
      if (changes) {
        b.output('w', b.add('Mul', [w, b.constant(3)]), 'variable');
        b.output('table', b.add('Mul', [table, b.constant(3)]), 'variable');
      }
      return b.build();
    }
    const start = () =>
      new Map([
        ['w', noise([8, 4], 1)],
        ['v', noise([5], 2)],
        ['table', noise([300, 300], 3)],
      ]);
    const scaled = (factors: Readonly<Record<string, number>>) =>
      new Map(
        [...start()].map(([name, { shape, data }]) => [
          name,
          host(
            shape,
            Array.from(data, (cell) => cell * factors[name]!),
          ),
        ]),
      );

    /** Counts the bytes of values sent to the thread, and the sessions loaded. */
    function watch(own: Engine) {
      const { thread } = own as unknown as { thread: { ask(request: string, given?: object): Promise<unknown> } };
      const ask = thread.ask.bind(thread);
      const seen = { bytes: 0, loads: 0 };
      const bytesIn = (value: unknown): number =>
        ArrayBuffer.isView(value)
          ? value.byteLength
          : typeof value === 'object' && value !== null
            ? Object.values(value).reduce((sum: number, part) => sum + bytesIn(part), 0)
            : 0;
      thread.ask = (request, given = {}) => {
        seen.bytes += bytesIn(given);
        if (request === 'load') seen.loads++;
        return ask(request, given);
      };
      return seen;
    }

    test('find variables and data sets where they are: of neither anything is uploaded again', async () => {
      const own = await openEngine('tensorflow');
      try {
        const seen = watch(own);
        own.write(start());
        const program = own.prepare(doubling());
        await own.run(program, x);
        own.commit();
        const variables = [...start().values()].reduce((sum, { data }) => sum + data.byteLength, 0);
        const indices = 2 * 4;
        expect(seen).toEqual({ bytes: variables + SIZE * 2 * 4 + indices, loads: 1 });

        for (const [i, later] of [other('reading', false), other('changing', true)].entries()) {
          seen.bytes = 0;
          await own.run(own.prepare(later), x);
          own.discard();
          expect(seen).toEqual({ bytes: indices, loads: i + 2 });
        }
        expectSame(await own.read(), scaled({ w: 2, v: 2, table: 2 }));
        await own.run(program, x);
        own.commit();
        expectSame(await own.read(), scaled({ w: 4, v: 4, table: 4 }));
        expect(seen.bytes).toBe(2 * indices);
      } finally {
        own.dispose();
      }
    });

    test.each(['commit', 'discard'] as const)('leave a run alone that waits: %s', async (end) => {
      const own = await openEngine('tensorflow');
      try {
        own.write(start());
        const first = own.prepare(other('changing', true));
        await own.run(first, x);
        // A graph that only reads sees the values from before the run; the variables are in another session by now.
        const reading = own.prepare(other('reading', false));
        own.prepare(doubling());
        const before = (await own.run(reading, x)).get('totals')!.data[0];
        expectSame(await own.read(), start());
        own[end]();
        const factor = end === 'commit' ? 3 : 1;
        expectSame(await own.read(), scaled({ w: factor, v: 1, table: factor }));
        const after = (await own.run(reading, x)).get('totals')!.data[0];
        expect(after === before).toBe(end === 'discard');
      } finally {
        own.dispose();
      }
    });
  });

  test('stops at the first run that is not finite, and its variables can be restored', async () => {
    const b = startGraph('growth');
    const n = b.input('n', { dtype: 'float32', shape: [] }, { kind: 'variable', variable: 'n' });
    const x = b.input('x', { dtype: 'float32', shape: [] }, { kind: 'argument', argument: 'x' });
    b.output('quotient', b.add('RealDiv', [n, x]));
    b.output('n', b.add('AddV2', [n, b.constant(1)]), 'variable');
    engine.write(new Map([['n', scalar(1)]]));
    const feeds = [1, 2, 0, 4].map((value) => new Map([['x', scalar(value)]]));
    const results = await engine.runAll(engine.prepare(b.build()), feeds);
    expect(results.map((outputs) => outputs.get('quotient')!.data[0])).toEqual([1, 1, Infinity]);
    engine.discard();
    expect((await engine.read(['n'])).get('n')!.data[0]).toBe(3);
  });

  test('says so when its thread dies under a run, and stays unusable', async () => {
    const lost = await openEngine('tensorflow');
    const b = startGraph('product');
    const type = { dtype: 'float32', shape: [1500, 1500] } as const;
    const x = b.input('x', type, { kind: 'argument', argument: 'x' });
    b.output('y', b.add('MatMul', [x, x], { transpose_a: false, transpose_b: false }));
    const feeds = new Map([['x', host(type.shape, new Float32Array(1500 * 1500))]]);
    const program = lost.prepare(b.build());
    await lost.run(program, feeds);
    const { worker } = (lost as unknown as { thread: { worker: { terminate(): void } } }).thread;
    const run = lost.run(program, feeds);
    worker.terminate();
    await expect(run).rejects.toThrow(EngineUnavailableError);
    await expect(run).rejects.toThrow('its thread ended');
    await expect(lost.run(program, feeds)).rejects.toMatchObject({ help: expect.stringContaining('--resume') });
  });
});

describe('where the installation is broken', () => {
  const given = process.env['GANSPEC_TENSORFLOW'];
  const folder = mkdtempSync(join(tmpdir(), 'ganspec-engine-'));
  afterEach(() => {
    if (given === undefined) delete process.env['GANSPEC_TENSORFLOW'];
    else process.env['GANSPEC_TENSORFLOW'] = given;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a library that does not load is reported, with the command that rebuilds it', async () => {
    const place = join(folder, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'tfjs_binding.node'), 'no library');
    process.env['GANSPEC_TENSORFLOW'] = folder;
    const found = await examineEngine('tensorflow');
    expect(found).toMatchObject({ usable: false, remedy: 'npm run engine:tensorflow -- --force' });
    await expect(openEngine('tensorflow')).rejects.toThrow(
      /the engine `tensorflow` cannot be used here: .*does not load/,
    );
    await expect(openEngine('tensorflow')).rejects.toBeInstanceOf(EngineUnavailableError);
  });
});
