// Writes docs/functions.md. The text is made by function-docs.ts, which is bundled on the fly: Node cannot read TypeScript.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('function-docs.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const { functionDocs } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
writeFileSync(new URL('../docs/functions.md', import.meta.url), functionDocs());
