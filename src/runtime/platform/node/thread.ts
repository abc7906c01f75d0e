/** Threads of Node. */
import { Worker } from 'node:worker_threads';
import { threadOf, type Answer, type StartThread } from '../thread.ts';

/** Defines the script's `port`. A script rather than a file, so that nothing has to be found in a bundled program. */
const connection = `const { parentPort } = require('node:worker_threads');
const port = {
  listen: (receive) => parentPort.on('message', receive),
  post: (answer, moved) => parentPort.postMessage(answer, moved),
};
`;

export const startThread: StartThread = (script, options) =>
  threadOf((receive, end) => {
    // Options of the process, such as `--input-type`, are not for this script.
    const worker = new Worker(connection + script, { eval: true, execArgv: [] });
    worker.on('message', (answer: Answer) => receive(answer));
    worker.on('error', (error) => end((error as Error).message));
    worker.on('exit', (code) => end(`exit code ${code}`));
    // After the listener for messages, which lets it keep the process alive.
    worker.unref();
    return {
      post: (message, moved) => worker.postMessage(message, moved),
      owes: (answers) => (answers ? worker.ref() : worker.unref()),
      terminate: () => void worker.terminate(),
    };
  }, options);
