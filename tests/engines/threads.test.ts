/** Threads of the wasm engine, tested in a separate process: they are used, they go away, and the process ends. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engines-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  await build({
    entryPoints: [resolve('src/index.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a script in which `openEngine` is defined, and returns what it printed. Fails if the process does not end. */
async function script(body: string): Promise<string> {
  const file = join(folder, `${Math.random()}.mjs`);
  await writeFile(file, `import { openEngine } from './index.mjs';\n${body}`);
  const { stdout, stderr } = await run(process.execPath, [file], { timeout: 20_000 });
  expect(stderr).toBe('');
  return stdout.trim();
}

test('two threads are used', async () => {
  expect(
    await script(`
      const engine = await openEngine('wasm', { threads: 2 });
      console.log(engine.description.device);
      engine.dispose();
    `),
  ).toBe('2 CPU threads, SIMD');
});

test('one thread is reported as one', async () => {
  const body = `const engine = await openEngine('wasm', { threads: 1 }); console.log(engine.description.device);`;
  expect(await script(body)).toBe('1 CPU thread, SIMD');
});

test('the process ends even if nobody disposed of the engine', async () => {
  expect(await script(`console.log((await openEngine('auto', { threads: 2 })).description.engine);`)).toBe('wasm');
});

test.each([
  ['thrown', `setTimeout(() => { throw new Error('mine'); })`],
  ['rejected', `Promise.reject(new Error('mine'))`],
])('an error that the program leaves %s ends it with its message and 1, as without an engine', async (_, failure) => {
  const failing = script(`await openEngine('wasm', { threads: 2 }); ${failure};`);
  await expect(failing).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/Error: mine/) });
});

test('engines share the module; another number of threads waits until all are disposed', async () => {
  expect(
    await script(`
      const [one, two] = [await openEngine('wasm', { threads: 2 }), await openEngine('wasm')];
      const other = () => openEngine('wasm', { threads: 1 }).then((e) => e.description.device, (error) => error.message);
      one.dispose();
      console.log(await other());
      two.dispose();
      console.log(await other());
    `),
  ).toBe(
    'the wasm engine already runs in this process with 2 threads; dispose it before opening one with 1\n1 CPU thread, SIMD',
  );
});
