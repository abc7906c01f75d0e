/** Asks the data thread, which works while this one computes steps. */
import type { Platform } from '../platform/platform.ts';
import { ThreadEnded, type Thread } from '../platform/thread.ts';
import type { RandomKey } from '../random.ts';
import { DataError } from './error.ts';
import type { Column } from './thread/drawings/drawing.ts';
import type { ExampleStore } from './thread/examples.ts';
import { script } from './thread/script.ts';
import type { Requests } from './thread/serve.ts';

/** Every request rejects with a `DataError` if the thread has ended. */
export class DataThread {
  private readonly platform: Pick<Platform, 'startThread'>;
  /** Started by the first request. */
  private thread: Thread | undefined;

  constructor(platform: Pick<Platform, 'startThread'>) {
    this.platform = platform;
  }

  /** Gives the thread examples to hold or draw. Returns the number of the set. */
  open(store: ExampleStore): Promise<number> {
    return this.ask('open', { store });
  }

  /** One column for each field. */
  examples(set: number, indices: Int32Array): Promise<Column[]> {
    return this.ask('examples', { set, indices });
  }

  /** A random order of the numbers 0 … size − 1. */
  order(size: number, key: RandomKey): Promise<Int32Array> {
    return this.ask('order', { size, key });
  }

  /** Ends the thread. */
  close(): void {
    this.thread?.stop();
  }

  private async ask<Name extends keyof Requests>(
    request: Name,
    given: Parameters<Requests[Name]>[0],
  ): Promise<ReturnType<Requests[Name]>> {
    this.thread ??= this.platform.startThread(script);
    try {
      return await this.thread.ask({ request, ...given });
    } catch (error) {
      if (!(error instanceof ThreadEnded)) throw error;
      throw new DataError(
        `the thread that fetches the data has ended: ${error.message}`,
        'continue from the last checkpoint (gan train --resume); if it ends again, see whether memory runs out',
        { cause: error },
      );
    }
  }
}
