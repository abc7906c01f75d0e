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
  await writeFile(
    file,
    `import workers from 'node:worker_threads';\nimport { syncBuiltinESMExports } from 'node:module';\nimport { openEngine } from './index.mjs';\n${body}`,
  );
  const { stdout, stderr } = await run(process.execPath, [file], { timeout: 20_000 });
  expect(stderr).toBe('');
  return stdout.trim();
}

/** Defines `multiply(engine)`: the bytes of a product that is large enough for several threads. */
const PRODUCT = `
  const float = (shape) => ({ dtype: 'float32', shape });
  const [a, b, y] = [float([300, 500]), float([500, 70]), float([300, 70])];
  const input = (id, output) => ({ id, op: 'Placeholder', inputs: [], attributes: { name: String(id), ...output }, output });
  const source = (argument) => ({ kind: 'argument', argument });
  const graph = {
    version: 1,
    name: 'product',
    nodes: [input(0, a), input(1, b), { id: 2, op: 'MatMul', inputs: [0, 1], attributes: { transpose_a: false, transpose_b: false }, output: y }],
    inputs: ['0', '1'].map((name, node) => ({ node, name, source: source(name) })),
    outputs: [{ node: 2, name: 'y', kind: 'value' }],
  };
  const filled = ({ dtype, shape }) => ({ dtype, shape, data: Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(i)) });
  const feeds = new Map([['0', filled(a)], ['1', filled(b)]]);
  const multiply = async (engine) => Buffer.from((await engine.run(engine.prepare(graph), feeds)).get('y').data.buffer);
`;

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

test('engines in one process have threads of their own, and their results are the same bits for any number', async () => {
  expect(
    await script(`
      ${PRODUCT}
      const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => openEngine('wasm', { threads })));
      console.log(...[one, two, three].map(({ description }) => description.device));
      const first = await multiply(one);
      for (const engine of [two, three]) console.log(Buffer.compare(first, await multiply(engine)));
      two.dispose();
      console.log(Buffer.compare(first, await multiply(three)));
    `),
  ).toBe('1 CPU thread, SIMD 2 CPU threads, SIMD 3 CPU threads, SIMD\n0\n0\n0');
});

test('a thread that ended is an error of the next run, and not waited for', async () => {
  expect(
    await script(`
      ${PRODUCT}
      // Every thread that was started.
      const threads = [];
      const { Worker } = workers;
      workers.Worker = class extends Worker { constructor(...given) { super(...given); threads.push(this); } };
      syncBuiltinESMExports();
      const engine = await openEngine('wasm', { threads: 2 });
      await multiply(engine);
      await threads[0].terminate();
      console.log(threads.length, await multiply(engine).catch(({ name, message }) => name + ': ' + message));
    `),
  ).toMatch(
    // Node documents 1 for a thread that is terminated, and Node 20 gives 0 here.
    /^1 EngineError: a thread of the wasm engine has ended: exit code [01]; what it was computing is lost: open the engine again$/,
  );
});
