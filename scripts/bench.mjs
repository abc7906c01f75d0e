// Bundles bench/ and runs it: `npm run bench`.
import { spawnSync } from 'node:child_process';
import { bundleBench, root } from './bundle-bench.mjs';

const outdir = `${root}node_modules/.cache/ganspec-bench`;
await bundleBench(outdir);
const { status } = spawnSync(process.execPath, [`${outdir}/run.mjs`, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
