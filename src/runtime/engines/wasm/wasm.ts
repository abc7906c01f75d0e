/** The `wasm` engine: kernels of our own in WebAssembly, with SIMD and threads. */
import { availableParallelism } from 'node:os';
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import { EngineError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import type { Examination } from '../examination.ts';
import { Executor } from '../executor.ts';
import { hostTarget } from '../host-target.ts';
import { Ledger } from '../ledger.ts';
import { convolutions } from './convolutions.ts';
import { addressOf, deviceOn } from './device.ts';
import { Heap, MOST_MEMORY } from './heap.ts';
import { matrixProducts } from './matrix-products.ts';
import { productsOn } from './products.ts';
import { Threads } from './threads.ts';

export interface WasmOptions {
  /** The number of threads that compute, including the main one; by default as many as there are cores. */
  readonly threads?: number | undefined;
  /** Only `fuse` and, with it, `overwrite` concern this engine. All by default. */
  readonly passes?: readonly PassName[] | undefined;
}

const VERSION = `V8 ${process.versions.v8}`;

export async function examineWasm(): Promise<Examination> {
  return { usable: true, hardware: 'CPU', device: deviceName(availableParallelism()), version: VERSION };
}

const deviceName = (threads: number) => `${threads} CPU ${threads === 1 ? 'thread' : 'threads'}, SIMD`;

export async function openWasm(options: WasmOptions = {}): Promise<Engine> {
  const { threads: count = availableParallelism(), passes = passNames } = options;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new EngineError(`threads is ${count}, but must be a whole number of at least 1`);
  }
  const heap = new Heap(count > 1);
  const threads = new Threads(heap, count);
  const ledger = new Ledger();
  const device = deviceOn(heap, ledger);
  const products = productsOn(device, threads, addressOf);
  return new Executor({
    target: hostTarget(device, {
      kernels: { ...matrixProducts(products), ...convolutions(products) },
      fusing: passes.includes('fuse') && { compile: device.fused!, overwrites: passes.includes('overwrite') },
    }),
    ledger,
    description: { engine: 'wasm', device: deviceName(count), hardware: 'CPU', version: VERSION },
    memoryBytes: () => Math.min(MOST_MEMORY, process.availableMemory()),
    close: () => threads.stop(),
  });
}
