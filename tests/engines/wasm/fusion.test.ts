/**
 * Fused kernels on the wasm engine compared with the reference, at sizes around its four lanes, for one and two
 * threads.
 */
import { expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import { evaluateGraph } from '../../../src/compiler/graph-semantics/evaluate.ts';
import { openEngine } from '../../../src/index.ts';
import { expectClose, noise } from '../engines.ts';

function chain(rows: number, columns: number) {
  const b = startGraph('chain');
  const shapes = { x: [rows, columns], y: [rows, columns], line: [columns], scalar: [] };
  const inputs = Object.entries(shapes).map(([name, shape]) =>
    b.input(name, { dtype: 'float32', shape }, { kind: 'argument', argument: name }),
  );
  const [x, y, line, scalar] = inputs as [number, number, number, number];
  const mixed = b.add('AddV2', [b.add('Mul', [x, line]), b.add('Sub', [b.constant(Infinity), b.constant(3)])]);
  const bounded = b.add('Minimum', [mixed, b.add('Mul', [y, scalar])]);
  b.output('long', b.add('LeakyRelu', [b.add('Neg', [bounded])], { alpha: 0.3 }));
  b.output('short', b.add('RealDiv', [b.add('Square', [scalar]), b.constant(7)]));
  b.output('line', b.add('Maximum', [line, b.constant(-0.25)]));
  return b.build();
}

test.each([1, 2])('with %i threads', async (threads) => {
  const engine = await openEngine('wasm', { threads });
  for (const [rows, columns] of [
    [1, 1],
    [1, 3],
    [3, 1],
    [1, 4],
    [5, 2],
    [4, 5],
    [3, 8],
    [2, 31],
    [33, 64],
    [1, 1027],
  ] as const) {
    const graph = chain(rows, columns);
    const feeds = new Map(
      graph.inputs.map(({ name, node }, i) => [name, noise(graph.nodes[node]!.output.shape, 5 + i)]),
    );
    const exact = new Map(
      [...feeds].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }]),
    );
    const live = engine.liveTensors();
    const found = await engine.run(engine.prepare(graph), feeds);
    for (const [name, { shape, data }] of evaluateGraph(graph, exact)) {
      expect(found.get(name)!.shape).toEqual(shape);
      expectClose(found.get(name)!.data, data, 1e-6);
    }
    // Only the program's constants remain.
    expect(engine.liveTensors() - live).toBeLessThanOrEqual(2);
  }
  engine.dispose();
});

test('NaN and infinity come through', async () => {
  const engine = await openEngine('wasm');
  const b = startGraph('odd');
  const x = b.input('x', { dtype: 'float32', shape: [6] }, { kind: 'argument', argument: 'x' });
  b.output('relu', b.add('Relu', [x]));
  b.output('max', b.add('Maximum', [x, b.constant(1)]));
  b.output('rsqrt', b.add('Rsqrt', [x]));
  const data = Float32Array.of(NaN, -Infinity, Infinity, 0, -2, 4);
  const found = await engine.run(engine.prepare(b.build()), new Map([['x', { dtype: 'float32', shape: [6], data }]]));
  expect([...found.get('relu')!.data]).toEqual([NaN, 0, Infinity, 0, 0, 4]);
  expect([...found.get('max')!.data]).toEqual([NaN, 1, Infinity, 1, 1, 4]);
  expect([...found.get('rsqrt')!.data]).toEqual([NaN, NaN, 0, Infinity, NaN, 0.5]);
  engine.dispose();
});
