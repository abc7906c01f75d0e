/** Threads by Node's `worker_threads`. */
import { Worker } from 'node:worker_threads';
import type { ThreadSupport } from '../threads.ts';

/** A script rather than a file, so that nothing has to be found when the program is bundled. */
const SCRIPT = `
  const { module, memory, name, operands } = require('node:worker_threads').workerData;
  new WebAssembly.Instance(module, { env: { memory } }).exports[name](...operands);
`;

export const threads: ThreadSupport = {
  start: (call, onEnd) => {
    const worker = new Worker(SCRIPT, { eval: true, workerData: call });
    worker.unref();
    worker.on('error', (error) => onEnd(`failed: ${error.message}`));
    worker.on('exit', () => onEnd('ended'));
    return { stop: () => void worker.terminate() };
  },
  sleep: (...wait) => void Atomics.wait(...wait),
};
