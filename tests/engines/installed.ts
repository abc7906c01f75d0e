/** Which engines the tests can use: those that work here, which must include those that are required. */
import { existsSync } from 'node:fs';
import { examineEngine, openEngine } from '../../src/index.ts';
import {
  EngineUnavailableError,
  engineNames,
  type EngineName,
  type Examination,
} from '../../src/runtime/engines/index.ts';

// Debian's chromium includes a driver that computes on the CPU; the Vulkan loader reads this variable when first used.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env['VK_ICD_FILENAMES'] ??= SWIFTSHADER;

/** A comma-separated list of engines. CI sets it, so that the engines it installs are not skipped. */
const REQUIRED = 'GANSPEC_REQUIRE_ENGINES';

/** Examines an engine; reports it if it is not tested, and throws if it is required. */
export async function lookFor(name: EngineName): Promise<Examination> {
  const found = await examineEngine(name);
  const missing = whatIsMissing(name, found, process.env[REQUIRED]);
  if (missing) process.stderr.write(`${missing}\n`);
  return found;
}

/** Whether `tensorflow` can compute in bfloat16 on this processor. */
export const hasBfloat16 = async (): Promise<boolean> => {
  try {
    (await openEngine('tensorflow', { precision: 'bf16' })).dispose();
    return true;
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    process.stderr.write(`not tested: ${error.message}\n`);
    return false;
  }
};

/** Null if the engine can be used. Throws if it cannot but is required. */
export function whatIsMissing(name: EngineName, found: Examination, required = ''): string | null {
  const promised = required.split(',').flatMap((part) => part.trim() || []);
  const unknown = promised.find((part) => !engineNames.some((engine) => engine === part));
  if (unknown !== undefined) throw new Error(`${REQUIRED}: no engine ${unknown}; there are ${engineNames.join(', ')}`);
  if (found.usable) return null;
  const reason = `the engine ${name}: ${found.why} (${found.remedy})`;
  if (promised.includes(name)) throw new Error(`${REQUIRED}=${required} promises ${reason}`);
  return `not tested: ${reason}`;
}
