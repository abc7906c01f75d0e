/** The WebAssembly heap: what a step no longer needs is used again by the next one. */
import { expect, test, vi } from 'vitest';
import { openEngine } from '../../../src/index.ts';
import { stepGraph, stepValues } from '../engines.ts';

test('the heap stops growing after the first steps', async () => {
  const memories: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor) {
    const memory = new Memory(descriptor);
    memories.push(memory);
    return memory;
  });
  const engine = await openEngine('wasm', { threads: 2 });
  vi.restoreAllMocks();
  const graph = stepGraph(4, [64, 128]);
  const { variables, feeds } = stepValues(graph);
  engine.write(variables);
  const program = engine.prepare(graph);
  const steps = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await engine.run(program, feeds);
      engine.commit();
    }
    return memories.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);
  };
  const early = await steps(20);
  expect(early).toBeGreaterThan(1e6);
  // The filters of a step, if they were kept, would make 60 MB.
  expect(await steps(200)).toBe(early);
  engine.dispose();
});
