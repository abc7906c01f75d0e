/// <reference types="@webgpu/types" />
/** What the tests of the webgpu engine share: a driver, and what is reported where there is none. */
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { Executor } from '../../src/runtime/engines/executor.ts';
import type { Engine, EngineName } from '../../src/runtime/engines/index.ts';
import { Ledger } from '../../src/runtime/engines/ledger.ts';
import { findAdapter } from '../../src/runtime/engines/webgpu/adapter.ts';
import { Gpu } from '../../src/runtime/engines/webgpu/gpu.ts';
import type { GpuKernelTable } from '../../src/runtime/engines/webgpu/kernel.ts';
import { kernelTable } from '../../src/runtime/engines/webgpu/table.ts';
import { targetOf } from '../../src/runtime/engines/webgpu/target.ts';
import { examineWebgpu, openWebgpu } from '../../src/runtime/engines/webgpu/webgpu.ts';

// Debian's chromium brings a driver that computes on the CPU; the Vulkan loader reads this when it is first used.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env['VK_ICD_FILENAMES'] ??= SWIFTSHADER;

const found = await examineWebgpu();

/** For tests over several engines. */
export const webgpuHere: readonly EngineName[] = found.usable ? ['webgpu'] : [];

export const openWebgpuHere = (): Promise<Engine> => openWebgpu();

/** The engine on a device with the features that are asked for, and with other kernels in place of its own. */
export async function openWebgpuWith({
  features = [],
  kernels = {},
}: {
  readonly features?: readonly GPUFeatureName[];
  readonly kernels?: GpuKernelTable;
}): Promise<Engine> {
  const { adapter } = await findAdapter();
  const ledger = new Ledger();
  const gpu = new Gpu(await adapter!.requestDevice({ requiredFeatures: features }), ledger);
  return new Executor({
    target: targetOf(gpu, { ...kernelTable, ...kernels }, true),
    ledger,
    description: { engine: 'webgpu', device: 'a GPU', hardware: 'software', version: '' },
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
  // Where a driver is promised, its absence is a failure and no reason to skip.
  if (process.env['GANSPEC_REQUIRE_WEBGPU']) throw new Error(`${name}: ${reason}`);
  console.warn(`SKIPPED: ${name}: ${reason}`);
  describe.skip(`${name} (skipped: ${reason})`, tests);
}
