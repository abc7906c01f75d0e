/** Threads of Node. */
import { Worker } from 'node:worker_threads';
import { threadOf, type Answer, type Thread } from '../thread.ts';

/** Defines the script's `port`. */
const connection = `const { parentPort } = require('node:worker_threads');
const port = {
  listen: (receive) => parentPort.on('message', receive),
  post: (answer, moved) => parentPort.postMessage(answer, moved),
};
`;

export const startThread = (script: string): Thread =>
  threadOf((receive, end) => {
    // Options of the process, such as `--input-type`, are not for this script.
    const worker = new Worker(connection + script, { eval: true, execArgv: [] });
    worker.unref();
    worker.on('message', (answer: Answer) => receive(answer));
    worker.on('error', (error) => end((error as Error).message));
    worker.on('exit', (code) => end(`it ended with code ${code}`));
    return {
      post: (message, moved) => worker.postMessage(message, moved),
      owes: (answers) => (answers ? worker.ref() : worker.unref()),
      terminate: () => void worker.terminate(),
    };
  });
