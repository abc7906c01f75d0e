// Bundles bench/ into a folder. Its programs are started as files, so each is a bundle of its own.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const bundleBench = (outdir) =>
  build({
    absWorkingDir: root,
    entryPoints: {
      run: 'bench/run.ts',
      ours: 'bench/ours.ts',
      kernels: 'bench/kernels.ts',
      'check-text': 'bench/check-text.ts',
      'peers/tfjs-dcgan': 'bench/peers/tfjs-dcgan.ts',
      // Started as a thread, from its own folder.
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
