/** Threads that run WebAssembly on one memory. */

/** Where threads cannot share memory: why, and what would help. */
export interface NoThreads {
  readonly why: string;
  readonly remedy: string;
}

export interface ThreadSupport {
  /**
   * Starts a thread; it does not keep the process alive.
   * @param onEnd is told how, if the thread ends: `ended`, `failed: out of memory`
   */
  start(call: WasmCall, onEnd: (how: string) => void): Thread;
  /**
   * Sleeps while the cell holds `value`, until it is notified or time is up. A page's main thread must not sleep: there it
   * returns at once.
   */
  sleep(cells: Int32Array, index: number, value: number, milliseconds: number): void;
}

/** What a thread runs: an export of a module that imports `memory` from `env`. */
export interface WasmCall {
  readonly module: WebAssembly.Module;
  /** Shared. */
  readonly memory: WebAssembly.Memory;
  readonly name: string;
  readonly operands: readonly number[];
}

export interface Thread {
  stop(): void;
}
