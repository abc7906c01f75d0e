/**
 * What the webgpu engine costs the JavaScript thread.
 *
 * Counted is the processor time of that thread in `Engine.run` and `commit`, until it waits for the device, over the
 * kernels that the step starts: taking memory, finding bind groups, recording, uploading what is fed, `queue.submit`
 * (where the driver's own work is done), and giving memory back. Not in it are drawing and minibatches, which are made
 * before, the wait for the losses, and the copy of those few bytes when they are there. By the clock on the wall it is
 * the same where the thread has a core to itself; a device in software takes the core from it.
 *
 * The time depends neither on the batch size nor on the number of workgroups of a kernel. So the batch is small and
 * each kernel is started with one workgroup: otherwise a software device would take minutes, and would compete with the
 * measured thread for its core.
 */
import { existsSync } from 'node:fs';
import type { Examination } from '../../src/runtime/engines/index.ts';
import { held, leftOut, told, type Figure, type Result } from '../figure.ts';
import type { HostTimes, Opened } from '../ours.ts';
import { startWorker } from '../process.ts';
import { median, microseconds } from '../statistics.ts';

/** A software Vulkan driver that comes with Debian's Chromium. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const TARGET = 10e-6;

const measured = [
  { spec: 'specs/ring.gan', constants: {}, steps: 50 },
  { spec: 'bench/specs/dcgan.gan', constants: { batch: 2 }, steps: 25 },
];

type Environment = Readonly<Record<string, string>>;

/** The environment variables that let the engine find a device, empty if it needs none; or why there is no device. */
async function environmentWithDevice(): Promise<Environment | string> {
  const examine = async (environment: Environment): Promise<Examination> => {
    const worker = startWorker('ours', environment);
    try {
      return await worker.call<Examination>('examine', 'webgpu');
    } finally {
      worker.stop();
    }
  };
  const found = await examine({});
  if (found.usable) return {};
  const software = { VK_ICD_FILENAMES: SWIFTSHADER };
  if (existsSync(SWIFTSHADER) && (await examine(software)).usable) return software;
  return `${found.why}; ${found.remedy}`;
}

export const webgpuHost: Figure = {
  name: 'webgpu-host',
  what: 'processor time of the JavaScript thread for a kernel of the webgpu engine',
  async measure() {
    const figure = (spec: string) => `host time for a kernel on webgpu, ${spec}`;
    const environment = await environmentWithDevice();
    if (typeof environment === 'string') return measured.map(({ spec }) => leftOut(figure(spec), environment));
    const results: Result[] = [];
    for (const { spec, constants, steps } of measured) {
      const worker = startWorker('ours', environment);
      try {
        const { device } = await worker.call<Opened>('open', { spec, constants, engine: 'webgpu' });
        const { kernels, milliseconds, wall } = await worker.call<HostTimes>('hostTimes', steps);
        const seconds = median(milliseconds) / 1000;
        results.push(
          held(figure(spec), '≤', TARGET, seconds / kernels, microseconds),
          told('… by the clock on the wall', median(wall) / 1000 / kernels, microseconds),
          told(`… a step of ${kernels} kernels on ${device}`, seconds, microseconds),
        );
      } finally {
        worker.stop();
      }
    }
    return results;
  },
};
