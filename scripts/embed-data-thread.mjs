// Bundles what the data thread runs into a module that holds it as text: a thread is started with JavaScript that is
// complete by itself, from src/ as from dist/, on Node as in a web page.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = new URL('../src/runtime/data/thread/', import.meta.url);
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('serve.ts', folder))],
  bundle: true,
  minifyWhitespace: true,
  format: 'iife',
  target: 'es2023',
  write: false,
});
const module = `/** Generated from \`serve.ts\` and what it imports by \`npm run embed\`: edit those instead. */

export const script: string =
  ${JSON.stringify(outputFiles[0].text)};
`;
writeFileSync(new URL('script.ts', folder), module);
