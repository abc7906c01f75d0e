/**
 * A thread that answers requests, whatever the host calls one. A request may also hand over shared memory and never be
 * answered: from then on the thread takes its work from that memory, as those of the wasm engine do.
 */

export interface Thread {
  /**
   * Rejects with an error that says what the thread could not do, or with a `ThreadEnded`.
   *
   * @param moved memory of the request that the thread takes over
   */
  ask<Result>(request: object, moved?: readonly ArrayBuffer[]): Promise<Result>;
  /** Ends the thread; what it still owes is rejected. */
  stop(): void;
}

/** Starts a thread that runs a script, in which `port` is its end of the connection. */
export type StartThread = (script: string, options?: ThreadOptions) => Thread;

export interface ThreadOptions {
  /** A daemon never keeps the program alive; other threads do while they owe answers. */
  readonly daemon?: boolean;
}

/** Where threads cannot share memory: why, and what would help. */
export interface NoSharedMemory {
  readonly why: string;
  readonly remedy: string;
}

/** The thread is gone, and what it held with it. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded';
}

/** What a thread answers to the request with the same number. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What the script of a thread finds as `port`: its end of the connection. */
export interface Port {
  listen(receive: (request: never) => void): void;
  post(answer: Answer, moved: readonly ArrayBuffer[]): void;
}

/** A host's own thread. */
export interface Worker {
  post(message: object, moved: ArrayBuffer[]): void;
  /** Says whether the thread owes answers: if not, as at the start, the program may end while the thread lives. */
  owes?(answers: boolean): void;
  terminate(): void;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** @param start starts the host's thread, which is to call `receive` for each answer and `end` once it is gone */
export function threadOf(
  start: (receive: (answer: Answer) => void, end: (why: string) => void) => Worker,
  { daemon = false }: ThreadOptions = {},
): Thread {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let ended: ThreadEnded | null = null;
  const owes = (answers: boolean) => {
    if (!daemon) worker.owes?.(answers);
  };
  const end = (why: string) => {
    ended ??= new ThreadEnded(why);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const receive = ({ id, result, error }: Answer) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) owes(false);
    if (error === undefined) asker?.resolve(result as never);
    else asker?.reject(new Error(error));
  };
  const worker = start(receive, end);
  return {
    ask: (request, moved = []) => {
      if (ended) return Promise.reject(ended);
      const id = asked++;
      if (waiting.size === 0) owes(true);
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.post({ id, ...request }, [...moved]);
      });
    },
    stop: () => {
      end('it was stopped');
      worker.terminate();
    },
  };
}
