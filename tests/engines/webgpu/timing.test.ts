/** How long a GPU's kernels take: by its own clock if it has one, otherwise by waiting for each. */
import { afterEach, expect, test } from 'vitest';
import { startGraph } from '../../../src/compiler/graph-semantics/build.ts';
import type { Graph } from '../../../src/compiler/graph/graph.ts';
import type { Engine } from '../../../src/runtime/engines/index.ts';
import { nodePlatform } from '../../../src/runtime/platform/node/platform.ts';
import { noise } from '../engines.ts';
import { describeWebgpu, openWebgpuHere, openWebgpuWith } from '../webgpu.ts';

let engine: Engine | undefined;
afterEach(() => engine?.dispose());

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The kernels' times, and the total time by the host's clock. */
async function profiled(e: Engine, graph: Graph) {
  const feeds = new Map(graph.inputs.map(({ name, node }) => [name, noise(graph.nodes[node]!.output.shape, 1)]));
  const program = e.prepare(graph);
  // Pipelines are compiled in the first run.
  await e.run(program, feeds);
  const live = e.liveTensors();
  const start = performance.now();
  const times = await e.profile(program, feeds);
  const whole = performance.now() - start;
  expect(e.liveTensors()).toBe(live);
  return { times, whole };
}

/** A chain of cumulative sums, which are not fused; `y` is the last. */
function chain(length: number, shape: readonly number[]) {
  const b = startGraph('chain');
  let value = b.input('x', { dtype: 'float32', shape }, { kind: 'argument', argument: 'x' });
  for (let i = 0; i < length; i++) value = b.add('Cumsum', [value], { axis: 0, exclusive: false, reverse: false });
  b.output('y', value);
  return b.build();
}

const hasClock = Boolean((await nodePlatform.findGpu()).adapter?.features.has('timestamp-query'));

describeWebgpu('profile', () => {
  test.skipIf(!hasClock)('takes the times from the clock of a GPU that has one', async () => {
    const e = (engine = await openWebgpuHere());
    expect(e.timing).toBe('device');
    const { times, whole } = await profiled(e, chain(3, [300, 300]));
    expect(times).toHaveLength(3);
    for (const { milliseconds } of times) expect(milliseconds).toBeGreaterThan(0);
    expect(sum(times.map(({ milliseconds }) => milliseconds))).toBeLessThan(whole);
  });

  test.skipIf(!hasClock)('has a time for each of more kernels than a set of queries holds', async () => {
    const e = (engine = await openWebgpuHere());
    const { times, whole } = await profiled(e, chain(2100, [2]));
    expect(times.map(({ node }) => node)).toEqual(Array.from({ length: 2100 }, (_, i) => i + 1));
    expect(sum(times.map(({ milliseconds }) => milliseconds))).toBeGreaterThan(0);
    expect(sum(times.map(({ milliseconds }) => milliseconds))).toBeLessThan(whole);
  });

  test.skipIf(!hasClock)('adds up the passes of a kernel that is handed over in parts', async () => {
    const e = (engine = await openWebgpuHere());
    const b = startGraph('parts');
    const x = b.input('x', { dtype: 'float32', shape: [1] }, { kind: 'argument', argument: 'x' });
    // Commands are submitted 128 at a time; this needs one command per input.
    const row = b.add(
      'ConcatV2',
      Array.from({ length: 200 }, () => x),
      { axis: 0 },
    );
    b.output('y', b.add('Cumsum', [row], { axis: 0, exclusive: false, reverse: false }));
    const { times, whole } = await profiled(e, b.build());
    expect(times).toHaveLength(2);
    for (const { milliseconds } of times) expect(milliseconds).toBeGreaterThan(0);
    expect(sum(times.map(({ milliseconds }) => milliseconds))).toBeLessThan(whole);
  });

  test('waits for each kernel of a GPU that has none', async () => {
    const e = (engine = await openWebgpuWith({ features: [] }));
    expect(e.timing).toBe('finished');
    const { times, whole } = await profiled(e, chain(3, [300, 300]));
    expect(times).toHaveLength(3);
    for (const { milliseconds } of times) expect(milliseconds).toBeGreaterThan(0);
    expect(sum(times.map(({ milliseconds }) => milliseconds))).toBeLessThan(whole);
  });
});
