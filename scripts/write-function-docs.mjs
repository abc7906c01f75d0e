// Writes docs/functions.md. function-docs.ts makes the text; it is bundled on the fly, because Node cannot read
// TypeScript.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'ganspec-docs-'));
try {
  const bundle = join(folder, 'function-docs.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('function-docs.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    sourcemap: 'inline',
    outfile: bundle,
    logLevel: 'warning',
  });
  const { functionDocs } = await import(pathToFileURL(bundle));
  writeFileSync(new URL('../docs/functions.md', import.meta.url), functionDocs());
} finally {
  rmSync(folder, { recursive: true });
}
