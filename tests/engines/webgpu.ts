/** What the tests of the webgpu engine share: a driver, and what is reported where there is none. */
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import type { Engine, EngineName } from '../../src/runtime/engines/index.ts';
import { examineWebgpu, openWebgpu } from '../../src/runtime/engines/webgpu/webgpu.ts';

// Debian's chromium brings a driver that computes on the CPU; the Vulkan loader reads this when it is first used.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env['VK_ICD_FILENAMES'] ??= SWIFTSHADER;

const found = await examineWebgpu();

/** For tests over several engines. */
export const webgpuHere: readonly EngineName[] = found.usable ? ['webgpu'] : [];

export const openWebgpuHere = (): Promise<Engine> => openWebgpu();

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
