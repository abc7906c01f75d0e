/** Threads by Web Workers, which share memory on isolated pages alone. */
import type { NoThreads, ThreadSupport } from '../threads.ts';
import { failureOf, urlOfScript } from './worker-script.ts';

const SCRIPT = `
  onmessage = ({ data: { module, memory, name, operands } }) =>
    new WebAssembly.Instance(module, { env: { memory } }).exports[name](...operands);
`;

/** By browsers' rule, nothing may block a page's main thread; a worker of the page may sleep. */
const maySleep = 'WorkerGlobalScope' in globalThis;

function webWorkers(): ThreadSupport {
  const script = urlOfScript(SCRIPT);
  return {
    start: (call, onEnd) => {
      const worker = new Worker(script);
      worker.addEventListener('error', (event) => onEnd(`failed: ${failureOf(event)}`));
      worker.postMessage(call);
      return { stop: () => worker.terminate() };
    },
    sleep: (...wait) => {
      if (maySleep) Atomics.wait(...wait);
    },
  };
}

const notIsolated: NoThreads = {
  why: 'this page is not isolated, so that it has no shared memory',
  remedy:
    'serve it with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`, or take 1 thread',
};

export const findThreads = (): ThreadSupport | NoThreads => (crossOriginIsolated ? webWorkers() : notIsolated);
