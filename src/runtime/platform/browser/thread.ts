/** Workers of a web page. */
import { threadOf, type Answer, type Thread } from '../thread.ts';
import { failureOf, urlOfScript } from './worker-script.ts';

/** Defines the script's `port`. */
const connection = `const port = {
  listen: (receive) => addEventListener('message', ({ data }) => receive(data)),
  post: (answer, moved) => postMessage(answer, moved),
};
`;

export const startThread = (script: string): Thread =>
  threadOf((receive, end) => {
    const address = urlOfScript(connection, script);
    const worker = new Worker(address);
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      URL.revokeObjectURL(address);
      receive(data);
    });
    worker.addEventListener('error', (event) => end(failureOf(event)));
    return {
      post: (message, moved) => worker.postMessage(message, moved),
      terminate: () => worker.terminate(),
    };
  });
