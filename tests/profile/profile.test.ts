/** Measures a real step, on engines that compute on the host and, where there is one, on a GPU. */
import { describe, expect, it } from 'vitest';
import { profile } from '../../src/index.ts';
import { median } from '../../src/runtime/profile/profile.ts';
import { rowsOf } from '../../src/runtime/profile/rows.ts';
import { flopsOfGraph } from '../../src/compiler/cost.ts';
import { stateful, tiny } from '../cli/specs.ts';
import { webgpuHere } from '../engines/webgpu.ts';

describe.each(['cpu', 'wasm', ...webgpuHere] as const)('on %s', (engine) => {
  it('every part of a step has its time, and they add up', async () => {
    const source = { name: 'tiny.gan', text: tiny };
    const measured = await profile(source, { engine, threads: 1, steps: 3 });
    expect(measured).toMatchObject({ steps: 3, notDue: [] });
    expect(measured.engine.engine).toBe(engine);
    for (const part of ['draws', 'overhead', 'trained'] as const) expect(measured[part]).toBeGreaterThan(0);
    expect(measured.data).toBeGreaterThanOrEqual(0);
    const { kernels, networks, values, lines, outside, step } = rowsOf(measured, source);
    expect(kernels.flops).toBe(flopsOfGraph(measured.graph));
    const all = (list: typeof outside): number => list.reduce((sum, row) => sum + row.total.milliseconds, 0);
    expect(all([...networks, ...values, ...outside])).toBeCloseTo(step, 9);
    expect(all([...lines, ...outside])).toBeCloseTo(step, 9);
    for (const { total, phases } of networks) {
      expect(total.milliseconds).toBeGreaterThan(0);
      for (const phase of ['forward', 'backward', 'update'] as const) expect(phases[phase]).toBeGreaterThan(0);
    }
  });
});

describe('a spec with `every`', () => {
  it('is measured where nothing of a longer period is due, and says so', async () => {
    const source = { name: 'stateful.gan', text: stateful };
    const measured = await profile(source, { engine: 'wasm', threads: 1, steps: 4 });
    const line = stateful.split('\n').findIndex((text) => text.includes('every 3 steps')) + 1;
    expect(measured.notDue).toEqual([line]);
    expect(measured.costs.every((cost) => cost.line?.line !== line)).toBe(true);
  });
});

describe('what cannot be measured', () => {
  it('is a spec that does not train', async () => {
    const text = tiny.replace(/train for [^]*/, '');
    await expect(profile({ name: 'tiny.gan', text }, { engine: 'cpu' })).rejects.toThrow(/no training program/);
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
