/** Workers of a web page. Their scripts are made on the page, so that a bundler has nothing to find. */
import { threadOf, type Answer, type NoSharedMemory, type StartThread } from '../thread.ts';

/** Defines the script's `port`. */
const connection = `const port = {
  listen: (receive) => addEventListener('message', ({ data }) => receive(data)),
  post: (answer, moved) => postMessage(answer, moved),
};
`;

/** An address for each script, however many threads run it. */
const addresses = new Map<string, string>();

function addressOf(script: string): string {
  const known = addresses.get(script);
  if (known !== undefined) return known;
  const address = URL.createObjectURL(new Blob([connection, script], { type: 'text/javascript' }));
  addresses.set(script, address);
  return address;
}

export const startThread: StartThread = (script, options) =>
  threadOf((receive, end) => {
    const worker = new Worker(addressOf(script));
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => receive(data));
    worker.addEventListener('error', (event) => end(failureOf(event)));
    return {
      post: (message, moved) => worker.postMessage(message, moved),
      terminate: () => worker.terminate(),
    };
  }, options);

/** An error without a message is one of loading the script. */
const failureOf = ({ message }: ErrorEvent): string =>
  message || "its script was refused: allow `blob:` in the page's `worker-src`";

/** Pages have shared memory if they are isolated. */
export const noSharedMemory = (): NoSharedMemory | null =>
  crossOriginIsolated
    ? null
    : {
        why: 'this page is not isolated, so that it has no shared memory',
        remedy:
          'serve it with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`, or take 1 thread',
      };

/** By browsers' rule, nothing may block a page's main thread; a worker of the page may sleep. */
const maySleep = 'WorkerGlobalScope' in globalThis;

export function sleep(cells: Int32Array, index: number, value: number, milliseconds: number): void {
  if (maySleep) Atomics.wait(cells, index, value, milliseconds);
}
