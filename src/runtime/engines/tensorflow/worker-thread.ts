/** Sends requests to the worker thread and waits for its answers. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { HostTensor } from '../engine.ts';

export interface Fed {
  readonly node: string;
  readonly value: HostTensor | Bytes;
}

/** Rows in bytes, as they are stored and sent. */
export interface Bytes {
  readonly dtype: 'uint8';
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** What to put into a newly loaded session. */
export interface Filling {
  readonly feeds: readonly Fed[];
  /** Nodes to fetch from the previous session and to feed to this one. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly fetches: readonly string[];
}

/** The runs that were made, and TensorFlow's message about the next one if it failed. */
export interface Made {
  readonly results: readonly (readonly HostTensor[])[];
  readonly error?: string;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly live: number;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** A message of TensorFlow itself. */
export class TensorflowMessage extends Error {}

export class WorkerThread {
  /** How many values the thread held outside of sessions when it last answered. */
  live = 0;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private ended: Error | null = null;

  constructor(binding: string) {
    // The library reads its settings from the environment of the process.
    this.worker = new Worker(new URL('./tensorflow-worker.mjs', import.meta.url), {
      env: SHARE_ENV,
      workerData: { binding },
    });
    this.worker.unref();
    this.worker.on('message', (answer: Answer) => this.receive(answer));
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', (code) => this.end(new TensorflowMessage(`its thread ended with code ${code}`)));
  }

  ask<Result>(request: string, given: object = {}): Promise<Result> {
    if (this.ended) return Promise.reject(this.ended);
    const id = this.asked++;
    // The thread keeps the process alive only while it owes an answer.
    if (this.waiting.size === 0) this.worker.ref();
    return new Promise<Result>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, request, ...given });
    });
  }

  stop(): void {
    this.end(new TensorflowMessage('the engine is disposed'));
    void this.worker.terminate();
  }

  private receive({ id, result, error, live }: Answer): void {
    const waiting = this.waiting.get(id);
    this.live = live;
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker.unref();
    if (error === undefined) waiting?.resolve(result as never);
    else waiting?.reject(new TensorflowMessage(error));
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
