/** Hashes large contents on a thread of its own. */
import type { Hashed } from '../platform.ts';
import { ThreadEnded, type Thread } from '../thread.ts';
import { startThread } from './thread.ts';

/** Hands the parts back with their hash. */
const SCRIPT = `
  const { createHash } = require('node:crypto');
  port.listen(({ id, parts }) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    port.post({ id, result: { sha256: hash.digest('hex'), parts } }, parts.map(({ buffer }) => buffer));
  });
`;

/** Started when it is first needed; it does not keep the process alive while it has nothing to do. */
let thread: Thread | undefined;

/** The parts are moved to the thread and back, not copied; each has a memory of its own. */
export async function sha256OfParts(parts: readonly Uint8Array[]): Promise<Hashed> {
  // A part that is a piece of something larger would take that along.
  const own = parts.map((part) => (part.byteLength === part.buffer.byteLength ? part : part.slice()));
  thread ??= startThread(SCRIPT);
  try {
    return await thread.ask<Hashed>(
      { parts: own },
      own.map((part) => part.buffer as ArrayBuffer),
    );
  } catch (error) {
    if (error instanceof ThreadEnded) thread = undefined;
    throw error;
  }
}
