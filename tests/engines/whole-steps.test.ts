/** A step is made completely or not at all: one that fails after its first updates are computed changes nothing. */
import { afterEach, describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { openEngine } from '../../src/index.ts';
import type { Engine, EngineName, HostTensor } from '../../src/runtime/engines/index.ts';
import { Interrupted } from '../../src/runtime/interrupted.ts';
import { engineNames, expectSame, host, noise } from './engines.ts';
import { webgpuHere } from './webgpu.ts';

let engine: Engine | undefined;
const open = async (name: EngineName) => (engine = await openEngine(name));
afterEach(() => {
  engine?.dispose();
  engine = undefined;
});

const ROWS = 4;
const WIDTH = 96;
const float = (...shape: number[]) => ({ dtype: 'float32', shape }) as const;

/**
 * As in training, one network after the other: `d` and `d/bias` are updated, a row of `table` is looked up by an index
 * that results from a long computation with the new `d`, and the row found goes into `g` and into `slot`, a new
 * variable. Only the lookup can fail.
 */
function step(): Graph {
  const b = startGraph('step');
  const variable = (name: string, ...shape: number[]) =>
    b.input(name, float(...shape), { kind: 'variable', variable: name });
  const row = b.input('row', float(1), { kind: 'argument', argument: 'row' });
  const [d, bias, g] = [variable('d', WIDTH, WIDTH), variable('d/bias', WIDTH), variable('g', 1, WIDTH)];
  const newD = b.add('Mul', [d, b.constant(0.9)]);
  const newBias = b.add('Mul', [bias, b.constant(0.9)]);
  let product = b.add('AddV2', [newD, newBias]);
  for (let i = 0; i < 20; i++)
    product = b.add('Tanh', [b.add('MatMul', [product, newD], { transpose_a: false, transpose_b: false })]);
  const nothing = b.add('Mul', [b.add('Sum', [product], { axes: [0, 1], keep_dims: false }), b.constant(0)]);
  const index = b.add('Cast', [b.add('AddV2', [row, nothing])], { dtype: 'int32' });
  const found = b.add('GatherV2', [variable('table', ROWS, WIDTH), index], { axis: 0 });
  const newG = b.add('AddV2', [g, found]);
  b.output('loss', b.add('Mean', [newG], { axes: [0, 1], keep_dims: false }));
  b.output('found', found);
  b.output('d', newD, 'variable');
  b.output('d/bias', newBias, 'variable');
  b.output('g', newG, 'variable');
  b.output('slot', found, 'variable');
  return b.build();
}

const start = (): Map<string, HostTensor> =>
  new Map(
    Object.entries({ d: [WIDTH, WIDTH], 'd/bias': [WIDTH], g: [1, WIDTH], table: [ROWS, WIDTH] }).map(
      ([name, shape], i) => [name, noise(shape, i)],
    ),
  );
const fed = (row: number) => new Map([['row', host([1], [row])]]);
const beyond = /index 7 at place 0 is not in 0 … 3/;

/** All variables after a step for each of `rows`, made one by one. */
async function after(name: EngineName, rows: readonly number[]): Promise<Map<string, HostTensor>> {
  const own = await openEngine(name);
  try {
    own.write(start());
    const program = own.prepare(step());
    for (const row of rows) {
      await own.run(program, fed(row));
      own.commit();
    }
    return await own.read();
  } finally {
    own.dispose();
  }
}

describe.each([...engineNames, ...webgpuHere])('%s', (name) => {
  test('a step that fails half-way changes no bit of any variable, and makes no new one', async () => {
    const e = await open(name);
    e.write(start());
    const program = e.prepare(step());
    await expect(e.run(program, fed(7))).rejects.toThrow(beyond);
    expectSame(await e.read(), start());
    // Nothing is pending any more, so neither of these changes anything.
    e.discard();
    expectSame(await e.read(), start());
    e.commit();
    expectSame(await e.read(), start());
    await e.run(program, fed(2));
    e.commit();
    expectSame(await e.read(), await after(name, [2]));
  });

  test('of several steps, those before the one that fails are whole, and told', async () => {
    const e = await open(name);
    e.write(start());
    const program = e.prepare(step());
    const interrupted = await e.runAll(program, [1, 3, 0, 7, 2].map(fed)).then(
      () => expect.unreachable(),
      (error: unknown) => error as Interrupted<Map<string, HostTensor>>,
    );
    expect(interrupted).toBeInstanceOf(Interrupted);
    expect((interrupted.cause as Error).message).toMatch(beyond);
    const { table } = Object.fromEntries(start());
    expect(interrupted.done.map((outputs) => [...outputs.get('found')!.data])).toEqual(
      [1, 3, 0].map((row) => [...table!.data.slice(row * WIDTH, (row + 1) * WIDTH)]),
    );
    const whole = await after(name, [1, 3, 0]);
    expectSame(await e.read(), whole);
    e.discard();
    expectSame(await e.read(), whole);
    await e.run(program, fed(2));
    e.commit();
    expectSame(await e.read(), await after(name, [1, 3, 0, 2]));
  });

  test('a step that is taken back leaves no variable that it was the first to make', async () => {
    const e = await open(name);
    e.write(start());
    await e.run(e.prepare(step()), fed(1));
    e.discard();
    expectSame(await e.read(), start());
  });
});
