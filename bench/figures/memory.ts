/** Whether a step takes the memory that was predicted, and whether steps leak any. */
import { whyNot } from '../competitor.ts';
import { held, leftOut, told, type Figure, type Result } from '../figure.ts';
import type { Memory, Opened } from '../ours.ts';
import { startWorker } from '../process.ts';
import { mebibytes, percent } from '../statistics.ts';

const STEPS = 10_000;

export const peak: Figure = {
  name: 'memory',
  what: 'predicted and measured peak of a step',
  async measure() {
    const results: Result[] = [];
    for (const name of ['bench/specs/dcgan.gan', 'specs/wgan_gp_digits.gan', 'specs/ring.gan']) {
      const worker = startWorker('ours');
      await worker.call<Opened>('open', { spec: name });
      await worker.call('steps', 1);
      const { planned, measured } = await worker.call<Memory>('memory');
      worker.stop();
      results.push(held(`${name}: predicted peak off by`, '≤', 0.1, Math.abs(planned / measured - 1), percent));
      results.push(told('… measured', measured, mebibytes));
    }
    return results;
  },
};

export const leaks: Figure = {
  name: 'leaks',
  what: `what ${STEPS.toLocaleString('en-US')} steps leave behind`,
  async measure() {
    const results: Result[] = [];
    for (const engine of ['wasm', 'tensorflow'] as const) {
      const missing = await whyNot(engine);
      if (missing !== null) {
        results.push(leftOut(`what ${STEPS} steps leave behind on ${engine}`, missing));
        continue;
      }
      const worker = startWorker('ours');
      await worker.call<Opened>('open', { spec: 'specs/ring.gan', engine });
      const before = await memoryOver(STEPS, worker);
      const after = await memoryOver(STEPS, worker);
      worker.stop();
      const what = `after ${STEPS.toLocaleString('en-US')} steps on ${engine}`;
      results.push(held(`tensors more ${what}`, '=', 0, after.tensors - before.tensors, String));
      if (engine === 'wasm') results.push(held(`heap larger ${what}`, '=', 0, after.heap - before.heap, mebibytes));
      results.push(held(`process larger ${what}`, '≤', 0.02, after.resident / before.resident - 1, percent));
    }
    return results;
  },
};

/**
 * The memory after so many steps; for the process, the least of ten readings, since garbage collection is irregular.
 */
async function memoryOver(steps: number, worker: ReturnType<typeof startWorker>): Promise<Memory> {
  const readings: Memory[] = [];
  for (let i = 0; i < 10; i++) {
    await worker.call('steps', steps / 10);
    readings.push(await worker.call<Memory>('memory'));
  }
  return { ...readings.at(-1)!, resident: Math.min(...readings.map(({ resident }) => resident)) };
}
