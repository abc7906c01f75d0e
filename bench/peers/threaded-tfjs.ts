/**
 * Starts TensorFlow.js' WebAssembly module with threads in Node. TensorFlow.js disables them there, because Node's
 * Worker does not accept blob: URLs (https://github.com/tensorflow/tfjs/issues/3830); but it does accept data: URLs.
 */
import { createRequire } from 'node:module';
import os from 'node:os';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

const require = createRequire(import.meta.url);
const THREADED = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';

export interface WasmModule {
  readonly backend: BackendWasm;
  /** How many threads it actually has. */
  readonly threads: number;
  readonly stop: () => void;
}

interface Pool {
  readonly runningWorkers: readonly { unref(): void }[];
  readonly unusedWorkers: readonly { unref(): void }[];
}

export async function startWasm(threads: number): Promise<WasmModule> {
  const core = await import('@tensorflow/tfjs-core');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  core.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1 && typeof SharedArrayBuffer !== 'undefined');
  wasm.setThreadsCount(threads);
  const makeBackend = core.findBackendFactory('wasm') as () => Promise<BackendWasm>;
  const backend = await withWorkersInNode(threads, makeBackend);
  for (const { setupFunc } of core.getKernelsForBackend('wasm')) setupFunc?.(backend);

  const { PThread: pool } = backend.wasm as { PThread?: Pool };
  // Workers that wait for work must not keep the process alive.
  for (const worker of [...(pool?.runningWorkers ?? []), ...(pool?.unusedWorkers ?? [])]) worker.unref();
  return { backend, threads: wasm.getThreadsCount(), stop: () => backend.dispose() };
}

/**
 * Runs `start` in an environment in which the module finds its worker, sees twice as many cores as `threads` (it starts
 * one thread per two cores), and does not leave its handlers of uncaught exceptions behind.
 */
async function withWorkersInNode<Result>(threads: number, start: () => Promise<Result>): Promise<Result> {
  const { createObjectURL } = URL;
  const { cpus } = os;
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  URL.createObjectURL = () => workerUrl() as unknown as string;
  os.cpus = () => Array.from({ length: 2 * threads }, () => cpus()[0]!);
  try {
    return await start();
  } finally {
    URL.createObjectURL = createObjectURL;
    os.cpus = cpus;
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[i]!.includes(listener)) process.off(event, listener);
      }
    });
  }
}

/** The package's worker as an ES module that reads the package's main script from its file rather than from a blob. */
function workerUrl(): URL {
  const script = JSON.stringify(require.resolve(`${THREADED}.js`));
  const { wasmWorkerContents } = require(`${THREADED}.worker.js`) as { wasmWorkerContents: string };
  const source = [
    `import { createRequire } from 'node:module';`,
    `const __filename = ${script};`,
    `const require = createRequire(__filename);`,
    `globalThis.__dirname = '.';`,
    `URL.createObjectURL = () => __filename;`,
    `URL.revokeObjectURL = () => {};`,
    wasmWorkerContents.replaceAll('\n', '\\n'),
  ].join('\n');
  return new URL(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`);
}
