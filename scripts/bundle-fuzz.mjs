// Bundles all of tests/fuzz into a folder; the examiner of texts runs as a process of its own.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const bundleFuzz = (outdir) =>
  build({
    absWorkingDir: root,
    entryPoints: ['tests/fuzz/run.ts', 'tests/fuzz/examiner-process.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
