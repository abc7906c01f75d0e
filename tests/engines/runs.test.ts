/** Variables and runs: what is held, what is returned, what is refused. */
import { afterEach, describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { fuse } from '../../src/compiler/passes/fuse.ts';
import type { Engine, EngineName } from '../../src/runtime/engines/index.ts';
import { openEngine } from '../../src/index.ts';
import { EngineError } from '../../src/runtime/engines/index.ts';
import type { HostTensor } from '../../src/runtime/engines/engine.ts';
import { engineNames, expectClose, host, scalar, stepGraph, stepValues } from './engines.ts';

let engine: Engine | undefined;
const open = async (name: EngineName) => (engine = await openEngine(name));
afterEach(() => {
  engine?.dispose();
  engine = undefined;
});

/** n ← n + x, with the old n as a value. */
function counter(): Graph {
  const b = startGraph('counter');
  const n = b.input('n', { dtype: 'float32', shape: [] }, { kind: 'variable', variable: 'n' });
  const x = b.input('x', { dtype: 'float32', shape: [] }, { kind: 'argument', argument: 'x' });
  b.output('before', n);
  b.output('n', b.add('AddV2', [n, x]), 'variable');
  return b.build();
}

const added = (x: number): Map<string, HostTensor> => new Map([['x', scalar(x)]]);

test('an unknown engine is refused, and the known ones are listed', async () => {
  await expect(openEngine('gpu' as EngineName)).rejects.toThrow(EngineError);
  await expect(openEngine('gpu' as EngineName)).rejects.toThrow('no engine `gpu`; there are tensorflow, ');
});

describe.each(engineNames)('%s', (name) => {
  test('commit puts the new values in place, discard leaves the old', async () => {
    const { read, ...rest } = await open(name).then((e) => ({
      e,
      read: async () => (await e.read()).get('n')!.data[0],
    }));
    const { e } = rest;
    e.write(new Map([['n', scalar(1)]]));
    const program = e.prepare(counter());
    const run = async (x: number) => (await e.run(program, new Map([['x', scalar(x)]]))).get('before')!.data[0];
    expect(await run(2)).toBe(1);
    expect(await read()).toBe(1);
    e.commit();
    expect(await read()).toBe(3);
    expect(await run(5)).toBe(3);
    e.discard();
    expect(await read()).toBe(3);
    e.commit();
    expect(await read()).toBe(3);
  });

  test('a second run over variables that wait for their commit is refused, one that only reads is not', async () => {
    const e = await open(name);
    e.write(new Map([['n', scalar(1)]]));
    const program = e.prepare(counter());
    const b = startGraph('double');
    const n = b.input('n', { dtype: 'float32', shape: [] }, { kind: 'variable', variable: 'n' });
    b.output('double', b.add('Mul', [n, b.constant(2)]));
    const double = e.prepare(b.build());
    const feeds = new Map([['x', scalar(2)]]);
    await e.run(program, feeds);
    await expect(e.run(program, feeds)).rejects.toThrow('commit() or discard()');
    expect((await e.run(double, new Map())).get('double')!.data[0]).toBe(2);
  });

  test('several runs in one go are as many runs with commits in between; the last waits', async () => {
    const e = await open(name);
    e.write(new Map([['n', scalar(1)]]));
    const program = e.prepare(counter());
    const live = e.liveTensors();
    const results = await e.runAll(program, [2, 3, 4].map(added));
    expect(results.map((outputs) => outputs.get('before')!.data[0])).toEqual([1, 3, 6]);
    expect((await e.read()).get('n')!.data[0]).toBe(6);
    e.commit();
    expect((await e.read()).get('n')!.data[0]).toBe(10);
    expect(e.liveTensors()).toBe(live);
  });

  test('a snapshot stays as it was while runs go on, and is gone when it is disposed', async () => {
    const e = await open(name);
    e.write(new Map([['n', scalar(1)]]));
    const program = e.prepare(counter());
    await e.run(program, added(2));
    e.commit();
    const live = e.liveTensors();
    const snapshot = await e.snapshot();
    await e.runAll(program, [3, 4].map(added));
    e.commit();
    expect(snapshot.names).toEqual(['n']);
    expect((await snapshot.read('n')).data[0]).toBe(3);
    expect((await e.read()).get('n')!.data[0]).toBe(10);
    snapshot.dispose();
    snapshot.dispose();
    expect(e.liveTensors()).toBe(live);
  });

  test('several runs end with the first whose values are not finite, which can be taken back', async () => {
    const e = await open(name);
    e.write(new Map([['n', scalar(1)]]));
    const program = e.prepare(counter());
    const live = e.liveTensors();
    // The infinity shows only in the run after the one that made it.
    const results = await e.runAll(program, [2, Infinity, 4, 5].map(added));
    expect(results.map((outputs) => outputs.get('before')!.data[0])).toEqual([1, 3, Infinity]);
    e.discard();
    expect((await e.read()).get('n')!.data[0]).toBe(Infinity);
    expect(e.liveTensors()).toBe(live);
  });

  test('if one of several runs is refused, nothing is left of them', async () => {
    const e = await open(name);
    e.write(new Map([['n', scalar(1)]]));
    const program = e.prepare(counter());
    await e.run(program, added(0));
    e.discard();
    const live = e.liveTensors();
    const wrong = new Map([['x', host([2], [1, 2])]]);
    await expect(e.runAll(program, [added(2), added(3), wrong])).rejects.toThrow('must be float32');
    expect((await e.read()).get('n')!.data[0]).toBe(1);
    expect(e.liveTensors()).toBe(live);
  });

  test('several runs that change nothing leave waiting variables alone', async () => {
    const e = await open(name);
    e.write(new Map([['n', scalar(1)]]));
    const b = startGraph('inverse');
    const n = b.input('n', { dtype: 'float32', shape: [] }, { kind: 'variable', variable: 'n' });
    const x = b.input('x', { dtype: 'float32', shape: [] }, { kind: 'argument', argument: 'x' });
    b.output('inverse', b.add('RealDiv', [n, x]));
    const [program, inverse] = [e.prepare(counter()), e.prepare(b.build())];
    await e.run(program, added(2));
    const results = await e.runAll(inverse, [2, 0, 4].map(added));
    expect(results.map((outputs) => outputs.get('inverse')!.data[0])).toEqual([0.5, Infinity]);
    e.commit();
    expect((await e.read()).get('n')!.data[0]).toBe(3);
  });

  test('write and read keep type, shape and numbers, and copy', async () => {
    const e = await open(name);
    const numbers = Float32Array.of(1.5, -2, 3e-8);
    e.write(
      new Map([
        ['float', host([3, 1], numbers)],
        ['int', host([2], [-7, 2 ** 31 - 1], 'int32')],
        ['bool', host([3], [1, 0, 1], 'bool')],
        ['other', scalar(1)],
      ]),
    );
    numbers.fill(9);
    const found = await e.read(['float', 'int', 'bool']);
    expect([...found.keys()]).toEqual(['float', 'int', 'bool']);
    expect(found.get('float')).toEqual(host([3, 1], [1.5, -2, 3e-8]));
    expect(found.get('int')).toEqual(host([2], [-7, 2 ** 31 - 1], 'int32'));
    expect(found.get('bool')).toEqual(host([3], [1, 0, 1], 'bool'));
    found.get('float')!.data.fill(0);
    expect((await e.read(['float'])).get('float')!.data[0]).toBe(1.5);
  });

  test('what does not fit is named: variables, feeds, data, programs', async () => {
    const e = await open(name);
    const program = e.prepare(counter());
    const feeds = new Map([['x', scalar(1)]]);
    await expect(e.run(program, feeds)).rejects.toThrow(
      'variable `n` that `counter` reads has no value: write() one first',
    );
    e.write(new Map([['n', host([2], [1, 2])]]));
    await expect(e.run(program, feeds)).rejects.toThrow(
      'variable `n` of `counter` is float32[2], but must be float32[]',
    );
    e.write(new Map([['n', scalar(0)]]));
    await expect(e.run(program, new Map())).rejects.toThrow('`counter` must be fed `x`, float32[]');
    await expect(e.run(program, new Map([['x', host([], [1], 'int32')]]))).rejects.toThrow(
      'is int32[], but must be float32[]',
    );
    await expect(e.run(program, new Map([...feeds, ['y', scalar(1)]]))).rejects.toThrow(
      'no input `y` to feed; it has `x`',
    );
    await expect(e.read(['m'])).rejects.toThrow('variable `m` has no value: write() one first; there are `n`');
    expect(() => e.write(new Map([['n', { dtype: 'float32', shape: [2], data: new Float32Array(3) }]]))).toThrow(
      '2 cells',
    );
    const live = e.liveTensors();
    await expect(e.run({ ...program }, feeds)).rejects.toThrow('prepare() it here');
    expect(e.liveTensors()).toBe(live);
  });

  test('an index out of range is refused before it reads elsewhere in memory, and nothing leaks', async () => {
    const e = await open(name);
    const b = startGraph('lookup');
    const table = b.constant([1, 2, 3], [3]);
    const index = b.input('i', { dtype: 'int32', shape: [2] }, { kind: 'argument', argument: 'i' });
    b.output('row', b.add('GatherV2', [table, index], { axis: 0 }));
    const program = e.prepare(b.build());
    const live = e.liveTensors();
    await expect(e.run(program, new Map([['i', host([2], [0, 3], 'int32')]]))).rejects.toThrow(
      'index 3 at place 1 is not in 0 … 2',
    );
    expect(e.liveTensors()).toBe(live);
  });

  test('values that are inputs or constants, or outputs twice, come back whole', async () => {
    const e = await open(name);
    const b = startGraph('pass');
    const x = b.input('x', { dtype: 'float32', shape: [2] }, { kind: 'argument', argument: 'x' });
    const reshaped = b.add('Reshape', [x], { shape: [2, 1] });
    b.output('x', x);
    b.output('again', x);
    b.output('reshaped', reshaped);
    b.output('constant', b.constant([5, 6], [2]));
    b.output('v', reshaped, 'variable');
    b.output('w', x, 'variable');
    const program = e.prepare(b.build());
    const results = await e.run(program, new Map([['x', host([2], [3, 4])]]));
    e.commit();
    expect(results.get('again')).toEqual(host([2], [3, 4]));
    expect(results.get('reshaped')).toEqual(host([2, 1], [3, 4]));
    expect(results.get('constant')).toEqual(host([2], [5, 6]));
    e.write(new Map([['w', host([2], [0, 0])]]));
    expect((await e.read(['v'])).get('v')).toEqual(host([2, 1], [3, 4]));
  });

  test('trace names the first node that makes a NaN or an infinity of finite values', async () => {
    const e = await open(name);
    const b = startGraph('trouble');
    const x = b.input('x', { dtype: 'float32', shape: [2] }, { kind: 'argument', argument: 'x' });
    const log = b.add('Log', [x]);
    const square = b.add('Square', [log]);
    const inverse = b.add('RealDiv', [b.constant(1), x]);
    b.output('y', b.add('AddV2', [square, inverse]));
    const program = e.prepare(b.build());
    const trace = (values: number[]) => e.trace(program, new Map([['x', host([2], values)]]));
    const live = e.liveTensors();
    expect(await trace([1, 2])).toBe(null);
    expect(await trace([1, -2])).toEqual({ node: log, kind: 'NaN' });
    expect(await trace([0, 1])).toEqual({ node: log, kind: 'infinity' });
    expect(await trace([1, Number.NaN])).toEqual({ node: x, kind: 'NaN' });
    expect(e.liveTensors()).toBe(live);
  });

  test('a training loop learns, and holds as many values after 1,000 steps as after one', async () => {
    const e = await open(name);
    const graph = stepGraph(4, [2, 3]);
    const { variables, feeds } = stepValues(graph);
    e.write(variables);
    const program = e.prepare(graph);
    const step = async () => {
      const loss = (await e.run(program, feeds)).get('loss')!.data[0]!;
      e.commit();
      return loss;
    };
    const first = await step();
    const live = e.liveTensors();
    e.resetPeak();
    await step();
    const peak = e.peakBytes();
    let last = first;
    for (let i = 0; i < 1000; i++) last = await step();
    expect(last).toBeLessThan(first / 10);
    expect(e.liveTensors()).toBe(live);
    expect(e.peakBytes()).toBe(peak);
  }, 30_000);

  test('profile times every kernel and changes nothing', async () => {
    const e = await open(name);
    const graph = stepGraph();
    const { variables, feeds } = stepValues(graph);
    e.write(variables);
    const program = e.prepare(graph);
    const live = e.liveTensors();
    const times = await e.profile(program, feeds);
    const kernels = graph.nodes.filter(({ op }) => op !== 'Placeholder' && op !== 'Const');
    // Elementwise nodes that run as one are timed under the last of them.
    const fused = name === 'wasm' ? new Set(fuse(graph).originals) : new Set(graph.nodes.keys());
    expect(times.map(({ node }) => node)).toEqual(kernels.map(({ id }) => id).filter((id) => fused.has(id)));
    expect(times.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
    expect(e.liveTensors()).toBe(live);
    expect(await e.read()).toEqual(variables);
  });
});

test('the engines agree on 20 training steps', async () => {
  const graph = stepGraph();
  const { variables, feeds } = stepValues(graph);
  const losses = await Promise.all(
    engineNames.map(async (name) => {
      const e = await openEngine(name);
      e.write(variables);
      const program = e.prepare(graph);
      const all: number[] = [];
      for (let i = 0; i < 20; i++) {
        all.push((await e.run(program, feeds)).get('loss')!.data[0]!);
        e.commit();
      }
      e.dispose();
      return all;
    }),
  );
  const [reference, ...others] = losses;
  for (const found of others) expectClose(found, reference!, 1e-4);
});
