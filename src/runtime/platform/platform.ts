/**
 * What the runtime needs of the machine and the program that it runs in. Node's is in `node/`, a web page's in
 * `browser/`; nothing else in the runtime knows either of them.
 */
import type { ReadModule } from '../../compiler/analyze.ts';
import type { Files } from './files.ts';
import type { FoundGpu } from './gpu.ts';
import type { NoSharedMemory, StartThread } from './thread.ts';

export interface Platform {
  /** As messages name it: `Node`, `a browser`. */
  readonly name: string;
  /** Of what runs JavaScript and WebAssembly: `V8 12.4`, `Chromium 141`. */
  readonly version: string;
  readonly files: Files;
  readonly paths: Paths;
  /** How many threads can compute at the same time; 1 if there can be no others. */
  readonly processors: number;
  readonly startThread: StartThread;
  /** Null if threads can share memory. */
  readonly noSharedMemory: NoSharedMemory | null;
  /**
   * Sleeps while the cell of shared memory holds `value`, until it is notified or time is up. A page's main thread must
   * not sleep: there it returns at once.
   */
  sleep(cells: Int32Array, index: number, value: number, milliseconds: number): void;
  /** Turns WebAssembly's relaxed SIMD on, where it is there but hidden behind a flag. */
  enableRelaxedSimd(): void;
  /** The bytes that can be allocated now; null if unknown. */
  memoryBytes(): number | null;
  /** Waits until what has come up in the meantime was attended to: signals, timers, clicks. */
  turn(): Promise<void>;
  /** In hexadecimal. Texts are hashed as UTF-8. */
  sha256(content: string | Uint8Array): string;
  /**
   * The SHA-256 of parts one after the other, computed while this thread goes on with something else, if there is
   * another one. Until then the parts cannot be read: they may be moved there and back.
   */
  sha256OfParts(parts: readonly Uint8Array[]): Promise<Hashed>;
  /** Unpacks gzip; rejects with an error that says what is wrong with it. */
  gunzip(packed: Uint8Array): Promise<Uint8Array>;
  /** Reads the modules that a spec imports, at or below its folder. */
  modulesIn(folder: string): ReadModule;
  findGpu(): Promise<FoundGpu>;
}

export interface Hashed {
  readonly sha256: string;
  /** The same bytes; they may lie elsewhere now. */
  readonly parts: readonly Uint8Array[];
}

/** Like `node:path`. */
export interface Paths {
  join(...parts: readonly string[]): string;
  /** An absolute path. */
  resolve(...parts: readonly string[]): string;
  dirname(path: string): string;
  /** @param ending what to leave out if the path ends in it */
  basename(path: string, ending?: string): string;
  /** With its dot; empty if there is none. */
  extname(path: string): string;
}
