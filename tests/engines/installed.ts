/** Which engines the tests can use: those that work here, and at least those that are promised. */
import { existsSync } from 'node:fs';
import { engineNames, examineEngine, type EngineName, type Examination } from '../../src/runtime/engines/index.ts';

// Debian's chromium brings a driver that computes on the CPU; the Vulkan loader reads this when it is first used.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env['VK_ICD_FILENAMES'] ??= SWIFTSHADER;

/** Names of engines with commas in between. CI sets it: what it installs is not to be skipped. */
const REQUIRED = 'GANSPEC_REQUIRE_ENGINES';

/** Examines an engine; says so if it is not tested, and throws if it was promised. */
export async function lookFor(name: EngineName): Promise<Examination> {
  const found = await examineEngine(name);
  const missing = whatIsMissing(name, found, process.env[REQUIRED]);
  if (missing) process.stderr.write(`${missing}\n`);
  return found;
}

/** Null if the engine can be used. Throws if it cannot, and is one of those that are required. */
export function whatIsMissing(name: EngineName, found: Examination, required = ''): string | null {
  const promised = required.split(',').flatMap((part) => part.trim() || []);
  const unknown = promised.find((part) => !engineNames.some((engine) => engine === part));
  if (unknown !== undefined) throw new Error(`${REQUIRED}: no engine ${unknown}; there are ${engineNames.join(', ')}`);
  if (found.usable) return null;
  const reason = `the engine ${name}: ${found.why} (${found.remedy})`;
  if (promised.includes(name)) throw new Error(`${REQUIRED}=${required} promises ${reason}`);
  return `not tested: ${reason}`;
}
