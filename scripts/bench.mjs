// Bundles bench/ and runs it: `npm run bench`. Its programs are started as files, so they are bundles of their own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = `${root}node_modules/.cache/ganspec-bench`;
await build({
  absWorkingDir: root,
  entryPoints: {
    run: 'bench/run.ts',
    ours: 'bench/ours.ts',
    kernels: 'bench/kernels.ts',
    'peers/tfjs-dcgan': 'bench/peers/tfjs-dcgan.ts',
    // Started as a thread by the engine, from beside it.
    'tensorflow-worker': 'src/runtime/engines/tensorflow/tensorflow-worker.mjs',
  },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [`${outdir}/run.mjs`, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
