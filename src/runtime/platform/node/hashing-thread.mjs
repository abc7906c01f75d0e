// @ts-check
/**
 * A thread that hashes the parts it is sent, answers { id, sha256, parts }, and so hands them back. Plain JavaScript
 * without imports of ours, because Node loads a worker as is, from both `src/` and `dist/`.
 */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', ({ id, parts }) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const moved = parts.map((/** @type {Uint8Array} */ part) => part.buffer);
  parentPort?.postMessage({ id, sha256: hash.digest('hex'), parts }, moved);
});
