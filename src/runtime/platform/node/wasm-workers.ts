/**
 * Lets TensorFlow.js' WebAssembly module start its threads in Node. TensorFlow.js disables them there, because Node's
 * Worker does not accept blob: URLs (https://github.com/tensorflow/tfjs/issues/3830); but it does accept data: URLs.
 */
import { createRequire } from 'node:module';
import os from 'node:os';

const require = createRequire(import.meta.url);
const THREADED = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';

/**
 * Runs `start` in an environment in which the module finds its worker, sees twice as many cores as `threads` (it starts
 * one thread per two cores), and does not leave its handlers of uncaught exceptions behind.
 */
export async function withWorkers<Result>(threads: number, start: () => Promise<Result>): Promise<Result> {
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
