/** Where TensorFlow's binding is: the one that was built here, or the one that npm installed. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const PACKAGE = '@tensorflow/tfjs-node-gpu';
const FILE = 'lib/napi-v8/tfjs_binding.node';

/** What `npm run engine:tensorflow` builds into. */
export function engineFolder(): string {
  const given = process.env['GANSPEC_TENSORFLOW'];
  if (given !== undefined && given !== '') return given;
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ganspec', 'tensorflow');
}

/** The file of the binding; null if there is none. */
export function findBinding(): string | null {
  const candidates = [join(engineFolder(), 'node_modules', PACKAGE, FILE)];
  try {
    candidates.push(join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), FILE));
  } catch (error) {
    // An optional dependency, which npm leaves out where its download is refused.
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
  }
  return candidates.find((file) => existsSync(file)) ?? null;
}
