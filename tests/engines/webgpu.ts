/** What the tests of the webgpu engine share: a driver, and a report if there is none. */
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import type { Engine, EngineName } from '../../src/runtime/engines/index.ts';
import { examineWebgpu, openWebgpu } from '../../src/runtime/engines/webgpu/webgpu.ts';

// Debian's Chromium brings a driver that computes on the CPU; the Vulkan loader reads this variable when it is first
// used.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env['VK_ICD_FILENAMES'] ??= SWIFTSHADER;

const found = await examineWebgpu();

/** For tests over several engines. */
export const webgpuHere: readonly EngineName[] = found.usable ? ['webgpu'] : [];

export const openWebgpuHere = (): Promise<Engine> => openWebgpu();

/** Runs the tests if there is an adapter; otherwise they are listed as skipped, with the reason in their name. */
export function describeWebgpu(name: string, tests: () => void): void {
  if (found.usable) {
    describe(`${name} on ${found.device}`, tests);
    return;
  }
  const reason = `${found.why}: ${found.remedy}`;
  // If a driver has been promised, its absence is a failure and not a reason to skip.
  if (process.env['GANSPEC_REQUIRE_WEBGPU']) throw new Error(`${name}: ${reason}`);
  console.warn(`SKIPPED: ${name}: ${reason}`);
  describe.skip(`${name} (skipped: ${reason})`, tests);
}
