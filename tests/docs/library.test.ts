/** The README's program that uses ganspec as a library runs as written. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { blocks, root } from './markdown.ts';

const readme = blocks.filter((block) => block.page === 'README.md');
const program = readme.find((block) => block.language === 'js')!;
const spec = readme.find((block) => block.language === 'gan')!;

// Inside the repository, so that its dependencies are found.
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const cwd = mkdtempSync(join(cache, 'ganspec-docs-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

it('prints what it says', async () => {
  writeFileSync(join(cwd, 'ring.gan'), spec.text);
  const file = join(cwd, 'program.mjs');
  // Uses the sources, not the last build.
  await build({
    stdin: { contents: program.text, resolveDir: root },
    alias: { ganspec: join(root, 'src/index.ts') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile: file,
    logLevel: 'silent',
  });
  const lines = execFileSync(process.execPath, [file], { cwd, encoding: 'utf8' }).trim().split('\n');
  expect(lines[0]).toMatch(/^\d+ operations$/);
  expect(lines[1]).toMatch(/^\d\.\d+ [0-8] \[ 2, 128 \]$/);
});

it('names only what the package exports', async () => {
  const exported = await import('../../src/index.ts');
  const names = /import \{ (.+) \} from 'ganspec'/.exec(program.text)![1]!.split(', ');
  for (const name of names) expect(Object.keys(exported)).toContain(name);
});
