/** The planned memory compared with what an engine holds. */
import { describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import { fuse, overwritableIn } from '../../src/compiler/passes/fuse.ts';
import { planMemory } from '../../src/compiler/passes/plan-memory.ts';
import { openEngine } from '../../src/index.ts';
import type { PassName } from '../../src/compiler/passes/names.ts';
import type { Graph, NodeId } from '../../src/compiler/graph/graph.ts';
import type { Feeds } from '../../src/runtime/engines/index.ts';
import { engineNames, host, noise, stepGraph, stepValues } from './engines.ts';
import { describeWebgpu, openWebgpuHere } from './webgpu.ts';

// TensorFlow's C library does not report how much it holds.
describe.each(engineNames.filter((name) => name !== 'tensorflow'))('%s', (name) => {
  test.each([
    ['a small step', 8, [4, 6]],
    ['a step whose images weigh more than its weights', 64, [8, 8]],
    ['a step whose weights weigh more than its images', 1, [32, 64]],
  ] as const)('%s: planned and measured peak differ by less than a tenth', async (_, batch, channels) => {
    const engine = await openEngine(name);
    const graph = stepGraph(batch, channels);
    const { variables, feeds } = stepValues(graph);
    engine.write(variables);
    const program = engine.prepare(graph);
    engine.resetPeak();
    await engine.run(program, feeds);
    const measured = engine.peakBytes()!;
    engine.dispose();
    expect(Math.abs(program.plannedPeakBytes - measured)).toBeLessThan(measured / 10);
  });
});

const float = (shape: readonly number[]) => ({ dtype: 'float32', shape }) as const;

test('a value lives to its last use, its aliases included; inputs of a node and its output are alive at once', () => {
  const b = startGraph('chain');
  const x = b.input('x', float([100]), { kind: 'argument', argument: 'x' });
  const square = b.add('Square', [x]);
  const shaped = b.add('Reshape', [square], { shape: [10, 10] });
  const exp = b.add('Exp', [shaped]);
  const sum = b.add('Sum', [exp], { axes: [0, 1], keep_dims: false });
  b.output('sum', sum);
  const plan = planMemory(b.build());
  expect(plan.lastUse[x]).toBe(square);
  expect(plan.lastUse[square]).toBe(shaped);
  expect(plan.lastUse[shaped]).toBe(exp);
  expect(plan.lastUse[sum]).toBe(Infinity);
  expect(plan.peakBytes).toBe(800);
  expect(plan.peakNode).toBe(square);
});

test('variables stay, their new values wait, workspace counts while its node runs', () => {
  const b = startGraph('update');
  const w = b.input('w', float([1000]), { kind: 'variable', variable: 'w' });
  const x = b.input('x', float([10]), { kind: 'argument', argument: 'x' });
  const rate = b.add('Sum', [x], { axes: [0], keep_dims: false });
  b.output('w', b.add('Mul', [w, rate]), 'variable');
  b.output('norm', b.add('Sum', [w], { axes: [0], keep_dims: false }));
  const graph = b.build();
  expect(planMemory(graph).peakBytes).toBe(4000 + 4000 + 4);
  expect(planMemory(graph).atPeak).toEqual({ variables: 4000, inputs: 0, values: 4, updates: 4000, workspace: 0 });
  const withWorkspace = planMemory(graph, { workspace: (node) => (node.id === rate ? 9000 : 0) });
  expect(withWorkspace.peakBytes).toBe(4000 + 40 + 4 + 9000);
  expect(withWorkspace.peakNode).toBe(rate);
  expect(withWorkspace.atPeak).toEqual({ variables: 4000, inputs: 40, values: 4, updates: 0, workspace: 9000 });
});

describeWebgpu('a fusion of more inputs than a program can have', () => {
  test('stores what it splits into, and the plan counts it', async () => {
    const b = startGraph('many');
    const names = Array.from({ length: 60 }, (_, i) => `x${i}`);
    const inputs = names.map((name) => b.input(name, float([1000]), { kind: 'argument', argument: name }));
    // A tree, so that no part can be computed from few inputs.
    let sums: readonly number[] = inputs;
    while (sums.length > 1)
      sums = sums.flatMap((x, i) => (i % 2 === 1 ? [] : [i + 1 < sums.length ? b.add('AddV2', [x, sums[i + 1]!]) : x]));
    b.output('sum', sums[0]!);
    const engine = await openWebgpuHere();
    try {
      const graph = b.build();
      const program = engine.prepare(graph);
      const { workspace } = engine.plan(graph);
      expect(workspace).toBeGreaterThan(0);
      engine.resetPeak();
      await engine.run(program, new Map(names.map((name, i) => [name, noise([1000], i)])));
      expect(engine.peakBytes()).toBe(program.plannedPeakBytes);
    } finally {
      engine.dispose();
    }
  });
});

describe('`overwrite`', () => {
  const w = host(
    [3, 3, 2, 2],
    Array.from({ length: 36 }, (_, i) => Math.sin(i)),
  );
  const run = async (graph: Graph, feeds: Feeds, passes: readonly PassName[]) => {
    const engine = await openEngine('wasm', { passes });
    try {
      if (graph.inputs.some(({ name }) => name === 'w')) engine.write(new Map([['w', w]]));
      const program = engine.prepare(graph);
      engine.resetPeak();
      const live = engine.liveTensors();
      const outputs = await engine.run(program, feeds);
      expect(engine.liveTensors()).toBe(live);
      expect(engine.peakBytes()).toBe(program.plannedPeakBytes);
      return outputs;
    } finally {
      engine.dispose();
    }
  };

  /** The number of ops that write over an input. */
  const overwriting = (graph: Graph) => {
    const fused = fuse(graph);
    return planMemory(fused.graph, { overwritable: overwritableIn(fused) }).inPlace.size;
  };

  test('takes the memory of what is read for the last time', async () => {
    const b = startGraph('chain');
    const x = b.input('x', float([1000]), { kind: 'argument', argument: 'x' });
    // A cumulative sum is not fused; the fusion that follows each one may write over its result.
    const sum = (value: NodeId) => b.add('Cumsum', [value], { axis: 0, exclusive: false, reverse: false });
    const once = b.add('Neg', [b.add('Square', [sum(x)])]);
    b.output('y', b.add('Neg', [b.add('Square', [sum(once)])]));
    const feeds = new Map([['x', noise([1000], 1)]]);
    expect(overwriting(b.build())).toBe(2);
    expect(await run(b.build(), feeds, ['fuse', 'overwrite'])).toEqual(await run(b.build(), feeds, ['fuse']));
  });

  test('takes no memory that is kept, fed or read again under another shape', () => {
    const b = startGraph('kept');
    const variable = b.input('w', float([3, 3, 2, 2]), { kind: 'variable', variable: 'w' });
    const x = b.input('x', float([36]), { kind: 'argument', argument: 'x' });
    b.output('of a variable', b.add('Square', [variable]));
    b.output('of what is fed', b.add('Square', [x]));
    const sum = (value: NodeId) => b.add('Cumsum', [value], { axis: 0, exclusive: false, reverse: false });
    const ofAll = sum(x);
    b.output('of a result', ofAll);
    b.output('of what is given back', b.add('Square', [ofAll]));
    const ofSum = sum(ofAll);
    const shaped = b.add('Reshape', [ofSum], { shape: [6, 6] });
    b.output('before', b.add('Square', [ofSum]));
    b.output('after', sum(shaped));
    expect(overwriting(b.build())).toBe(0);
  });

  test('a filter that takes the memory of another is read anew', async () => {
    const b = startGraph('filters');
    const x = b.input('x', float([1, 8, 8, 2]), { kind: 'argument', argument: 'x' });
    const image = { strides: [1, 1], dilations: [1, 1], explicit_paddings: [1, 1, 1, 1] };
    const first = b.add('Square', [b.input('w', float(w.shape), { kind: 'variable', variable: 'w' })]);
    const rate = b.add('Sum', [b.add('Conv2D', [x, first], image)], { axes: [0, 1, 2, 3], keep_dims: false });
    b.output('y', b.add('Conv2D', [x, b.add('Mul', [first, rate])], image));
    const feeds = new Map([['x', noise([1, 8, 8, 2], 2)]]);
    expect(overwriting(b.build())).toBe(1);
    expect(await run(b.build(), feeds, ['fuse', 'overwrite'])).toEqual(await run(b.build(), feeds, ['fuse']));
  });
});
