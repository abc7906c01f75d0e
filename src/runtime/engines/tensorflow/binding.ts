/** Locates TensorFlow's binding: the one built on this machine, or the one installed by npm. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const PACKAGE = '@tensorflow/tfjs-node-gpu';
const FILE = 'lib/napi-v8/tfjs_binding.node';

/** The folder into which `npm run engine:tensorflow` builds. */
export function engineFolder(): string {
  const given = process.env['GANSPEC_TENSORFLOW'];
  if (given !== undefined && given !== '') return given;
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ganspec', 'tensorflow');
}

/** The binding's file; null if there is none. */
export function findBinding(): string | null {
  const candidates = [join(engineFolder(), 'node_modules', PACKAGE, FILE)];
  try {
    candidates.push(join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), FILE));
  } catch (error) {
    // An optional dependency, which npm skips if its download is blocked.
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
  }
  return candidates.find((file) => existsSync(file)) ?? null;
}
