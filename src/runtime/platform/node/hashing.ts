/** Hashes large contents on a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { Hashed } from '../platform.ts';

/** Started when it is first needed; it does not keep the process alive while it has nothing to do. */
let thread: HashingThread | undefined;

/** The parts are moved to the thread and back, not copied; each has a memory of its own. */
export function sha256OfParts(parts: readonly Uint8Array[]): Promise<Hashed> {
  thread ??= new HashingThread();
  return thread.hash(parts);
}

interface Waiting {
  readonly resolve: (hashed: Hashed) => void;
  readonly reject: (error: Error) => void;
}

class HashingThread {
  private readonly worker = new Worker(new URL('./hashing-thread.mjs', import.meta.url));
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  constructor() {
    this.worker.unref();
    this.worker.on('message', ({ id, ...hashed }: Hashed & { readonly id: number }) => {
      this.waiting.get(id)?.resolve(hashed);
      this.waiting.delete(id);
      if (this.waiting.size === 0) this.worker.unref();
    });
    this.worker.on('error', (error) => {
      thread = undefined;
      for (const { reject } of this.waiting.values()) reject(error);
    });
  }

  hash(parts: readonly Uint8Array[]): Promise<Hashed> {
    // A part that is a piece of something larger would take that along.
    const own = parts.map((part) => (part.byteLength === part.buffer.byteLength ? part : part.slice()));
    const id = this.asked++;
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage(
        { id, parts: own },
        own.map((part) => part.buffer as ArrayBuffer),
      );
    });
  }
}
