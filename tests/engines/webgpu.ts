/// <reference types="@webgpu/types" />
/** What the tests of the webgpu engine share: a driver, and what is reported where there is none. */
import { describe } from 'vitest';
import { Executor } from '../../src/runtime/engines/executor.ts';
import type { Engine, EngineName } from '../../src/runtime/engines/index.ts';
import { Ledger } from '../../src/runtime/engines/ledger.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { Gpu } from '../../src/runtime/engines/webgpu/gpu.ts';
import type { GpuKernelTable } from '../../src/runtime/engines/webgpu/kernel.ts';
import { kernelTable } from '../../src/runtime/engines/webgpu/table.ts';
import { targetOf } from '../../src/runtime/engines/webgpu/target.ts';
import { openWebgpu } from '../../src/runtime/engines/webgpu/webgpu.ts';
import { lookFor } from './installed.ts';

const found = await lookFor('webgpu');

/** For tests over several engines. */
export const webgpuHere: readonly EngineName[] = found.usable ? ['webgpu'] : [];

export const openWebgpuHere = (): Promise<Engine> => openWebgpu(nodePlatform);

/** The engine on a device with the given features, and with other kernels in place of its own. */
export async function openWebgpuWith({
  features = [],
  kernels = {},
}: {
  readonly features?: readonly GPUFeatureName[];
  readonly kernels?: GpuKernelTable;
}): Promise<Engine> {
  const { adapter } = await nodePlatform.findGpu();
  const ledger = new Ledger();
  const gpu = new Gpu(await adapter!.requestDevice({ requiredFeatures: features }), ledger);
  return new Executor({
    target: targetOf(gpu, { ...kernelTable, ...kernels }, true),
    ledger,
    description: { engine: 'webgpu', device: 'a GPU', hardware: 'software', precision: 'f32', version: '' },
    close: () => gpu.close(),
  });
}

/** Runs the tests where there is an adapter; elsewhere they are listed as skipped, with the reason as their name. */
export function describeWebgpu(name: string, tests: () => void): void {
  if (found.usable) {
    describe(`${name} on ${found.device}`, tests);
    return;
  }
  const reason = `${found.why}: ${found.remedy}`;
  describe.skip(`${name} (skipped: ${reason})`, tests);
}
