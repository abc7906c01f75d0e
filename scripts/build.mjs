// Builds dist/: JavaScript by esbuild, types by tsc. Chevrotain is bundled, because loading it file by file takes longer
// than checking a spec; everything else stays a dependency.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const { dependencies } = createRequire(import.meta.url)('../package.json');
const bundled = ['chevrotain'];

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: new URL('..', import.meta.url).pathname,
  entryPoints: ['src/index.ts', 'src/compiler/index.ts', 'src/cli/main.ts'],
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  external: Object.keys(dependencies).filter((name) => !bundled.includes(name)).flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
});
