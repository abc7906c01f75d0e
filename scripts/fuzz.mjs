// Bundles tests/fuzz and runs it: `npm run fuzz -- --runs 1000000 --seed 1 --jobs 2`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFuzz, root } from './bundle-fuzz.mjs';

// Its own folder, so that several can run at the same time, and none runs what another has built in the meantime.
const folder = mkdtempSync(join(tmpdir(), 'ganspec-fuzz-'));
let status;
try {
  await bundleFuzz(folder);
  ({ status } = spawnSync(process.execPath, [join(folder, 'run.mjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status ?? 1);
