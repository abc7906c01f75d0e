/**
 * The processor time of a thread: what other threads and programs do meanwhile on the same cores is not in it. Node has no
 * call for it; the system interface that it gives to WebAssembly has one.
 */
import { createRequire } from 'node:module';

/** `clockid` of WASI, preview 1: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#clockid */
const THREAD_CPUTIME = 3;

// (module (memory (export "memory") 1) (func (export "_initialize")))
// prettier-ignore
const program = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // header
  1, 4, 1, 0x60, 0, 0, // a type: nothing to nothing
  3, 2, 1, 0, // a function of it
  5, 3, 1, 0, 1, // a memory of one page
  7, 24, 2, 6, ...Buffer.from('memory'), 2, 0, 11, ...Buffer.from('_initialize'), 0, 0, // exports
  10, 4, 1, 2, 0, 0x0b, // the function's body
);

/** A clock that reads the milliseconds of whichever thread reads it; to read it takes 0.6 µs. */
export function startThreadClock(): () => number {
  // Loaded here: Node warns whoever loads it that it may change.
  const { WASI } = createRequire(import.meta.url)('node:wasi') as typeof import('node:wasi');
  const wasi = new WASI({ version: 'preview1' });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(program));
  wasi.initialize(instance);
  const view = new DataView((instance.exports['memory'] as WebAssembly.Memory).buffer);
  const read = wasi.wasiImport['clock_time_get'] as (clock: number, precision: bigint, at: number) => number;
  return () => {
    read(THREAD_CPUTIME, 1n, 0);
    return Number(view.getBigUint64(0, true)) / 1e6;
  };
}
