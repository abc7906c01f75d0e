/** The plan's memory against what an engine holds. */
import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import { planMemory } from '../../src/compiler/passes/plan-memory.ts';
import { openEngine } from '../../src/runtime/engines/index.ts';
import { engineNames, stepGraph, stepValues } from './engines.ts';

// TensorFlow's C library does not say what it holds.
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
  const b = new GraphBuilder('chain');
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
  const b = new GraphBuilder('update');
  const w = b.input('w', float([1000]), { kind: 'variable', variable: 'w' });
  const x = b.input('x', float([10]), { kind: 'argument', argument: 'x' });
  const rate = b.add('Sum', [x], { axes: [0], keep_dims: false });
  b.output('w', b.add('Mul', [w, rate]), 'variable');
  b.output('norm', b.add('Sum', [w], { axes: [0], keep_dims: false }));
  const graph = b.build();
  expect(planMemory(graph).peakBytes).toBe(4000 + 4000 + 4);
  const withWorkspace = planMemory(graph, (node) => (node.id === rate ? 9000 : 0));
  expect(withWorkspace.peakBytes).toBe(4000 + 40 + 4 + 9000);
  expect(withWorkspace.peakNode).toBe(rate);
});
