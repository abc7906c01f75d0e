/** Training on a page of a real browser, with the bundle that a user would make, gives what it gives in Node. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as library from '../../src/browser.ts';
import { train } from '../../src/index.ts';
import { root } from '../cli/gan.ts';
import { blocksOf, page as pageOf } from '../docs/markdown.ts';
import { webgpuHere } from '../engines/webgpu.ts';
import { hasChromium, openPages, type Pages } from './page.ts';

const STEPS = 200;
const ring = readFileSync(join(root, 'specs/ring.gan'), 'utf8');
/** Software that computes what a GPU would; without the flag about Dawn, it compiles each kernel for a second. */
const gpu = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-dawn-features=disable_workgroup_init',
];

/** Bundles a page's script as a user would: to several files, by the fields that packages have for browsers. */
async function bundle(entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    ...entry,
    alias: { 'ganspec/browser': join(root, 'src/browser.ts') },
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    outdir: '/',
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path, contents]));
}

const example = blocksOf(pageOf('docs/browser.md')).find(({ language }) => language === 'js')!.text;

const pageWith = (script: string): string =>
  `<!doctype html><link rel="icon" href="data:," /><script type="module">${script}</script>`;

/** A policy without workers. */
const guarded = `<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline' 'unsafe-eval'" />`;

function serve(files: ReadonlyMap<string, Uint8Array>, path: string): string | Uint8Array | undefined {
  if (path === '/') return pageWith(`import * as ganspec from '/browser.js'; globalThis.ganspec = ganspec;`);
  if (path === '/guarded') return guarded + serve(files, '/');
  if (path === '/example') return pageWith(`import '/example.js';`);
  if (path === '/ring.gan') return ring;
  return files.get(path);
}

/** The page's global object, to which its script adds the bundle. */
interface PageGlobals {
  readonly ganspec: typeof library;
}

type Losses = readonly (readonly number[])[];

interface Trained {
  readonly device: string;
  /** The losses and gradient norms of each step. */
  readonly losses: Losses;
  readonly files: readonly string[];
  /** What the run has left behind, resumed for some more steps. */
  readonly resumedTo: number;
  /** For each thread that was started beside the page's own, whether it has computed something. */
  readonly others: readonly boolean[];
}

/** What the wasm engine's threads are told: the memory, and where in it each of them packs what it multiplies. */
interface ThreadCall {
  readonly memory: WebAssembly.Memory;
  readonly operands: readonly [board: number, own: number];
}

/** Runs on the page. */
async function trainOnPage({
  text,
  engine,
  steps,
  threads,
}: {
  text: string;
  engine: library.EngineName;
  steps: number;
  threads?: number;
}): Promise<Trained> {
  const { browserHost, train, resume } = (globalThis as unknown as PageGlobals).ganspec;
  const host = browserHost();
  const calls: ThreadCall[] = [];
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (this: Worker, call: ThreadCall | object) {
    // The thread that fetches the data is a worker, too.
    if ('operands' in call) calls.push(call);
    postMessage.call(this, call);
  };
  const losses: number[][] = [];
  let device = '';
  await train(
    host,
    { name: 'ring.gan', text },
    {
      engine,
      steps,
      seed: 3,
      run: 'runs/ring',
      onStart: ({ session }) => (device = session.engine.description.device),
      onProgress: ({ values }) => losses.push([...values.values()]),
      ...(threads !== undefined && { threads }),
    },
  );
  // Single cells may be zero: what is packed there comes after a relu.
  const others = calls.map(({ memory, operands: [, own] }) => new Float32Array(memory.buffer, own, 256).some(Boolean));
  const { step } = await resume(host, 'runs/ring', { steps: steps + 3 });
  return { device, losses, files: [...host.platform.files.all().keys()], resumedTo: step, others };
}

async function trainInNode(engine: library.EngineName): Promise<Losses> {
  const losses: number[][] = [];
  await train(
    { name: 'ring.gan', text: ring },
    { engine, threads: 1, steps: STEPS, seed: 3, onProgress: ({ values }) => losses.push([...values.values()]) },
  );
  return losses;
}

describe.skipIf(!hasChromium)('training on a page', () => {
  let files: Map<string, Uint8Array>;
  let pages: Pages;

  beforeAll(async () => {
    files = new Map([
      ...(await bundle({ entryPoints: { browser: 'src/browser.ts' } })),
      ...(await bundle({ stdin: { contents: example, resolveDir: root, sourcefile: 'example.js' } })),
    ]);
    files.set('/example.js', files.get('/stdin.js')!);
    pages = await openPages((path) => serve(files, path), { flags: gpu });
  }, 120_000);
  afterAll(() => pages?.close());

  it('on wasm gives the losses of Node, bit for bit, and leaves the same files behind', async () => {
    const { page, errors } = await pages.open();
    const found = await page.evaluate(trainOnPage, { text: ring, engine: 'wasm', steps: STEPS } as const);
    expect(errors).toEqual([]);
    expect(found.device).toBe('1 CPU thread, SIMD');
    expect(found.losses).toHaveLength(STEPS);
    expect(found.losses).toEqual(await trainInNode('wasm'));
    expect(found.resumedTo).toBe(STEPS + 3);
    expect(found.files).toEqual(
      expect.arrayContaining([
        '/runs/ring/spec.gan',
        '/runs/ring/graph.json',
        '/runs/ring/metrics.jsonl',
        '/runs/ring/samples/step-000200.png',
        '/runs/ring/checkpoints/step-000200/state.safetensors',
        '/runs/ring/checkpoints/step-000200/manifest.json',
        '/runs/ring/checkpoints/latest',
      ]),
    );
  }, 120_000);

  // SwiftShader is the same there and here. On other adapters, sums may be in another order.
  it.skipIf(webgpuHere.length === 0)(
    'on navigator.gpu gives the losses of webgpu in Node, bit for bit',
    async () => {
      const { page, errors } = await pages.open();
      const found = await page.evaluate(trainOnPage, { text: ring, engine: 'webgpu', steps: STEPS } as const);
      expect(errors).toEqual([]);
      expect(found.device).toMatch(/swiftshader/i);
      expect(found.losses).toHaveLength(STEPS);
      expect(found.losses).toEqual(await trainInNode('webgpu'));
      expect(found.resumedTo).toBe(STEPS + 3);
    },
    600_000,
  );

  it('says which engine a page lacks, and why one cannot be used', async () => {
    const { page } = await pages.open();
    const told = await page.evaluate(async () => {
      const { browserHost, openEngine } = (globalThis as unknown as PageGlobals).ganspec;
      return openEngine(browserHost(), 'tensorflow').then(String, (error: Error & { help: string }) => [
        error.message,
        error.help,
      ]);
    });
    expect(told).toEqual([
      'the engine `tensorflow` cannot be used here: a browser does not have it',
      'take another engine: all others run anywhere',
    ]);
  });

  it('as docs/browser.md shows it trains, and shows what it draws', async () => {
    const { page, errors } = await pages.open('/example');
    await page.waitForFunction(() => document.title.startsWith('done'), undefined, { timeout: 100_000 });
    expect(errors).toEqual([]);
    expect(await page.title()).toMatch(/^done: \d of 8 modes$/);
    expect(await page.locator('img').count()).toBe(1);
    expect(await page.locator('a[download]').getAttribute('download')).toBe('state.safetensors');
  }, 120_000);

  it('refuses threads on a page that is not isolated, and says how to isolate it', async () => {
    const { page } = await pages.open();
    const told = await page.evaluate(async () => {
      const { browserHost, openEngine } = (globalThis as unknown as PageGlobals).ganspec;
      const refused = openEngine(browserHost(), 'wasm', { threads: 2 });
      return refused.then(String, (error: Error & { help: string }) => [error.message, error.help]);
    });
    expect(told).toEqual([
      '2 threads were asked for, but this page is not isolated, so that it has no shared memory',
      'serve it with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`, or take 1 thread',
    ]);
  });
});

describe.skipIf(!hasChromium)('threads on a page that is isolated', () => {
  let pages: Pages;
  beforeAll(async () => {
    const files = await bundle({ entryPoints: { browser: 'src/browser.ts' } });
    pages = await openPages((path) => serve(files, path), { isolated: true });
  }, 60_000);
  afterAll(() => pages?.close());

  const asked = { text: ring, engine: 'wasm', steps: STEPS, threads: 3 } as const;

  it('compute, and give the losses of one thread in Node, bit for bit', async () => {
    const { page, errors } = await pages.open();
    const found = await page.evaluate(trainOnPage, asked);
    expect(errors).toEqual([]);
    expect(found.device).toBe('3 CPU threads, SIMD');
    expect(found.others).toEqual([true, true]);
    expect(found.losses).toEqual(await trainInNode('wasm'));
  }, 120_000);

  it('that the page does not allow are an error, which says what would allow them', async () => {
    const { page } = await pages.open('/guarded');
    await expect(page.evaluate(trainOnPage, asked)).rejects.toThrow(
      "its script was refused: allow `blob:` in the page's `worker-src`",
    );
  }, 60_000);
});
