// Builds dist/, or the given folder: JavaScript by esbuild; the types are left to tsc. What every command needs is
// bundled, because loading it file by file takes longer than checking a spec; everything else stays a dependency.
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { dependencies, optionalDependencies } = createRequire(import.meta.url)('../package.json');
const bundled = ['chevrotain', 'commander'];
const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv[2];
const outdir = resolve(given ?? `${root}dist`);

// The folder is emptied, so it has to hold a build.
if (given?.startsWith('-') || (given !== undefined && existsSync(outdir) && !existsSync(`${outdir}/cli/main.js`))) {
  process.stderr.write(
    `usage: node scripts/build.mjs [FOLDER]   (a new folder, or one that holds a build; not ${given})\n`,
  );
  process.exit(2);
}

rmSync(outdir, { recursive: true, force: true });
const shared = {
  absWorkingDir: root,
  outdir,
  outbase: 'src',
  bundle: true,
  splitting: true,
  format: 'esm',
  external: Object.keys({ ...dependencies, ...optionalDependencies })
    .filter((name) => !bundled.includes(name))
    .flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
};
await build({
  ...shared,
  entryPoints: ['src/index.ts', 'src/compiler/index.ts', 'src/cli/main.ts'],
  platform: 'node',
  target: 'node20',
  // Commander is CommonJS: it loads Node's modules with `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
});
// Separate, so that no chunk of it has anything of Node.
await build({
  ...shared,
  entryPoints: ['src/browser.ts'],
  platform: 'browser',
  target: 'es2023',
  chunkNames: 'chunks/browser-[name]-[hash]',
});
// Node loads a thread's script as it is, from the folder of the chunk that starts it.
copyFileSync(`${root}src/runtime/engines/tensorflow/tensorflow-worker.mjs`, `${outdir}/chunks/tensorflow-worker.mjs`);
