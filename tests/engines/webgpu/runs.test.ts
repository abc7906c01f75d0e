/** Runs on the webgpu engine: agreement with the reference, what is held, what is refused, how runs end. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyze } from '../../../src/compiler/compile.ts';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../../src/compiler/graph/builder.ts';
import { evaluateGraph } from '../../../src/compiler/graph-semantics/evaluate.ts';
import type { Graph } from '../../../src/compiler/graph/graph.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { openEngine } from '../../../src/index.ts';
import { openSession } from '../../../src/runtime/train/session.ts';
import { nodePlatform } from '../../../src/runtime/platform/node/platform.ts';
import { expectClose, host, noise, stepGraph, stepValues } from '../engines.ts';
import { describeWebgpu, openWebgpuHere } from '../webgpu.ts';

const root = join(import.meta.dirname, '../../..');

/** Compares an engine's values of a graph with those in float64. */
async function expectAsEvaluated(engine: Engine, graph: Graph, tolerance: number): Promise<void> {
  const feeds = new Map(graph.inputs.map(({ name, node }, i) => [name, noise(graph.nodes[node]!.output.shape, 5 + i)]));
  const exact = new Map([...feeds].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }]));
  const found = await engine.run(engine.prepare(graph), feeds);
  for (const [name, { data }] of evaluateGraph(graph, exact)) expectClose(found.get(name)!.data, data, tolerance);
}

const float = (shape: readonly number[]) => ({ dtype: 'float32', shape }) as const;
const argument = (b: GraphBuilder, name: string, shape: readonly number[]) =>
  b.input(name, float(shape), { kind: 'argument', argument: name });

describeWebgpu('webgpu', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openWebgpuHere();
  });
  afterAll(() => engine.dispose());

  test('20 training steps agree with the reference engine; the plan predicts the peak, and nothing is left behind', async () => {
    const graph = stepGraph();
    const { variables, feeds } = stepValues(graph);
    const losses = async (e: Engine) => {
      e.write(variables);
      const program = e.prepare(graph);
      const all: number[] = [];
      let live = 0;
      for (let i = 0; i < 20; i++) {
        if (i === 2) e.resetPeak();
        all.push((await e.run(program, feeds)).get('loss')!.data[0]!);
        e.commit();
        if (i === 1) live = e.liveTensors();
      }
      expect(e.liveTensors()).toBe(live);
      expect(Math.abs(program.plannedPeakBytes - e.peakBytes()!)).toBeLessThan(e.peakBytes()! / 10);
      return all;
    };
    const cpu = await openEngine('cpu');
    const expected = await losses(cpu);
    cpu.dispose();
    const own = await openWebgpuHere();
    expectClose(await losses(own), expected, 1e-5);
    expect(expected[19]).toBeLessThan(expected[0]! / 2);
    own.dispose();
  });

  test('a spec trains as on the reference engine, step by step or several in one go', async () => {
    const text = readFileSync(join(root, 'specs/ring.gan'), 'utf8').replace('batch 256', 'batch 16');
    const source = { name: 'ring.gan', text };
    const { program } = analyze(source);
    const losses = async (e: Engine, together: number) => {
      const session = await openSession(program!, { platform: nodePlatform, engine: e, seed: 3, directory: root });
      const found: number[] = [];
      while (session.step < 4)
        for (const { values } of await session.runSteps(together)) found.push(...values.values());
      return found;
    };
    const cpu = await openEngine('cpu');
    const expected = await losses(cpu, 1);
    cpu.dispose();
    const own = await openWebgpuHere();
    const found = await losses(own, 1);
    expectClose(found, expected, 1e-4);
    expect(await losses(own, 4)).toEqual(found);
    own.dispose();
  });

  test('products of more than a tile, and those whose depth is split', async () => {
    for (const [rows, depth, columns] of [
      [65, 17, 33],
      [3, 2000, 5],
      [200, 40, 3],
      [5, 33, 130],
    ] as const) {
      const b = startGraph('product');
      const x = argument(b, 'x', [rows, depth]);
      const y = argument(b, 'y', [columns, depth]);
      b.output('y', b.add('MatMul', [x, y], { transpose_a: false, transpose_b: true }));
      await expectAsEvaluated(engine, b.build(), 1e-5);
    }
  });

  test('sums of many cells, along rows, along columns and of all', async () => {
    const b = startGraph('sums');
    const x = argument(b, 'x', [70, 6, 130]);
    const positive = b.add('Square', [x]);
    for (const axes of [[0], [2], [0, 1], [0, 2], [0, 1, 2]]) {
      b.output(axes.join(), b.add('Sum', [positive], { axes, keep_dims: false }));
    }
    await expectAsEvaluated(engine, b.build(), 1e-5);
  });

  test('runs of elementwise ops: lines, scalars, infinities, and more inputs than a program can have', async () => {
    const b = startGraph('elementwise');
    const x = argument(b, 'x', [3, 1027]);
    const line = argument(b, 'line', [1027]);
    const one = argument(b, 'one', []);
    const mixed = b.add('AddV2', [b.add('Mul', [x, line]), b.add('Sub', [b.constant(Infinity), b.constant(3)])]);
    const bounded = b.add('Minimum', [mixed, b.add('Mul', [x, one])]);
    b.output('bounded', b.add('LeakyRelu', [b.add('Neg', [bounded])], { alpha: 0.3 }));
    let sum = x;
    for (let i = 0; i < 40; i++)
      sum = b.add('AddV2', [b.add('Mul', [sum, b.constant(0.9)]), argument(b, `x${i}`, [3, 1027])]);
    b.output('sum', sum);
    const live = engine.liveTensors();
    await expectAsEvaluated(engine, b.build(), 1e-5);
    // The rest are constants of the program.
    expect(engine.liveTensors() - live).toBeLessThanOrEqual(3);
  });

  test('a NaN reaches the output through every activation and comparison of sizes', async () => {
    const b = startGraph('nan');
    const x = argument(b, 'x', [2]);
    for (const op of ['Relu', 'Elu', 'Tanh', 'Sigmoid', 'Softplus', 'Sin', 'Erf']) b.output(op, b.add(op, [x]));
    b.output('Maximum', b.add('Maximum', [x, b.constant(0)]));
    b.output('Minimum', b.add('Minimum', [b.constant(0), x]));
    b.output('Max', b.add('Max', [x], { axes: [0], keep_dims: false }));
    const found = await engine.run(engine.prepare(b.build()), new Map([['x', host([2], [Number.NaN, 1])]]));
    for (const [name, { data }] of found) expect(data[0], name).toBeNaN();
  });

  test('an index out of range is refused, nothing leaks, and the next run is right', async () => {
    const b = startGraph('lookup');
    const index = b.input('i', { dtype: 'int32', shape: [2] }, { kind: 'argument', argument: 'i' });
    b.output('row', b.add('GatherV2', [b.constant([1, 2, 3], [3]), index], { axis: 0 }));
    const program = engine.prepare(b.build());
    const run = (rows: number[]) => engine.run(program, new Map([['i', host([2], rows, 'int32')]]));
    const live = engine.liveTensors();
    await expect(run([0, 3])).rejects.toThrow('index 3 at place 1 is not in 0 … 2');
    await expect(run([-1, 0])).rejects.toThrow('index -1 at place 0 is not in 0 … 2');
    expect([...(await run([2, 0])).get('row')!.data]).toEqual([3, 1]);
    expect(engine.liveTensors()).toBe(live);
  });

  test('values that wait for a commit are dropped when the run turns out to be wrong', async () => {
    const own = await openWebgpuHere();
    const b = startGraph('update');
    const n = b.input('n', float([1]), { kind: 'variable', variable: 'n' });
    const index = b.input('i', { dtype: 'int32', shape: [1] }, { kind: 'argument', argument: 'i' });
    b.output('n', b.add('AddV2', [n, b.add('GatherV2', [b.constant([1, 2], [2]), index], { axis: 0 })]), 'variable');
    const program = own.prepare(b.build());
    own.write(new Map([['n', host([1], [5])]]));
    const run = (...rows: number[]) =>
      own.runAll(
        program,
        rows.map((row) => new Map([['i', host([1], [row], 'int32')]])),
      );
    await expect(run(2)).rejects.toThrow('index 2');
    await expect(run(0, 1, 2, 0)).rejects.toThrow('index 2');
    expect((await own.read()).get('n')!.data[0]).toBe(8);
    await run(1, 0);
    own.commit();
    expect((await own.read()).get('n')!.data[0]).toBe(11);
    own.dispose();
  });

  test('write and read keep type, shape and numbers', async () => {
    const own = await openWebgpuHere();
    const values = new Map([
      ['float', host([3, 1], [1.5, -2, 3e-8])],
      ['int', host([2], [-7, 2 ** 31 - 1], 'int32')],
      ['bool', host([3], [1, 0, 1], 'bool')],
    ]);
    own.write(values);
    expect(await own.read()).toEqual(values);
    own.dispose();
  });

  test('trace names the first node that makes a NaN or an infinity; profile times every kernel', async () => {
    const b = startGraph('trouble');
    const x = argument(b, 'x', [2]);
    const log = b.add('Log', [x]);
    b.output('y', b.add('AddV2', [b.add('Square', [log]), b.add('RealDiv', [b.constant(1), x])]));
    const program = engine.prepare(b.build());
    const feeds = (values: number[]) => new Map([['x', host([2], values)]]);
    const live = engine.liveTensors();
    expect(await engine.trace(program, feeds([1, 2]))).toBe(null);
    expect(await engine.trace(program, feeds([1, -2]))).toEqual({ node: log, kind: 'NaN' });
    expect(await engine.trace(program, feeds([0, 1]))).toEqual({ node: log, kind: 'infinity' });
    const times = await engine.profile(program, feeds([1, 2]));
    expect(times.length).toBeGreaterThan(0);
    expect(times.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
    expect(engine.liveTensors()).toBe(live);
  });

  test('a value larger than the driver allows is refused with a way out', async () => {
    const own = await openWebgpuHere();
    const b = startGraph('large');
    b.output(
      'y',
      b.add('Sum', [b.add('BroadcastTo', [argument(b, 'x', [1])], { shape: [2 ** 30] })], {
        axes: [0],
        keep_dims: false,
      }),
    );
    const running = own.run(own.prepare(b.build()), new Map([['x', host([1], [1])]]));
    await expect(running).rejects.toMatchObject({
      name: 'EngineUnavailableError',
      help: expect.stringContaining('smaller'),
    });
    own.dispose();
  });

  test('a GPU that is lost in mid-run is an error with a way out', async () => {
    const lost = await import('./loss.ts');
    await expect(lost.runOnLostDevice()).rejects.toMatchObject({
      name: 'EngineUnavailableError',
      help: expect.stringContaining('--resume'),
    });
  });

  test('a process that used the engine ends with its own exit code, whether it disposed of it or not', () => {
    const directory = mkdtempSync(join(tmpdir(), 'webgpu-'));
    try {
      symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
      for (const end of ['engine.dispose();', '']) {
        const outfile = join(directory, 'end.mjs');
        const contents = `
          import { openEngine } from './src/index.ts';
          const engine = await openEngine('webgpu');
          engine.write(new Map([['n', { dtype: 'float32', shape: [], data: Float32Array.of(4) }]]));
          process.exitCode = (await engine.read()).get('n').data[0];
          ${end}`;
        buildSync({
          stdin: { contents, resolveDir: root, loader: 'ts' },
          bundle: true,
          platform: 'node',
          format: 'esm',
          packages: 'external',
          outfile,
        });
        const run = () => execFileSync(process.execPath, [outfile], { timeout: 20_000, stdio: 'pipe' });
        expect(run).toThrow(expect.objectContaining({ status: 4 }));
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
