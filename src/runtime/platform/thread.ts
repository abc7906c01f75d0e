/** A thread that answers requests, whatever the host calls one. */

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
  /** Says whether the thread owes answers: if not, the program may end while the thread lives. */
  owes?(answers: boolean): void;
  terminate(): void;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** @param start starts the host's thread, which is to call `receive` for each answer and `end` once it is gone */
export function threadOf(start: (receive: (answer: Answer) => void, end: (why: string) => void) => Worker): Thread {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let ended: ThreadEnded | null = null;
  const end = (why: string) => {
    ended ??= new ThreadEnded(why);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const receive = ({ id, result, error }: Answer) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.owes?.(false);
    if (error === undefined) asker?.resolve(result as never);
    else asker?.reject(new Error(error));
  };
  const worker = start(receive, end);
  return {
    ask: (request, moved = []) => {
      if (ended) return Promise.reject(ended);
      const id = asked++;
      if (waiting.size === 0) worker.owes?.(true);
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
