/** The `wasm` engine: kernels of our own in WebAssembly, with SIMD and threads. */
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import type { Platform } from '../../platform/platform.ts';
import { EngineError, EngineUnavailableError } from '../engine-error.ts';
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
import { hasRelaxedSimd, Threads } from './threads.ts';

export interface WasmOptions {
  /** The number of threads that compute, including the main one; by default as many as can compute at once. */
  readonly threads?: number | undefined;
  /** Only `fuse` and, with it, `overwrite` concern this engine. All by default. */
  readonly passes?: readonly PassName[] | undefined;
}

export async function examineWasm({ processors, version }: Platform): Promise<Examination> {
  return { usable: true, hardware: 'CPU', device: deviceName(processors), version };
}

const deviceName = (threads: number) => `${threads} CPU ${threads === 1 ? 'thread' : 'threads'}, SIMD`;

/** Throws an `EngineUnavailableError` if there are to be several threads where there can be only one. */
export async function openWasm(platform: Platform, options: WasmOptions = {}): Promise<Engine> {
  const { threads: count = platform.processors, passes = passNames } = options;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new EngineError(`threads is ${count}, but must be a whole number of at least 1`);
  }
  if (count > 1) requireSharedMemory(platform, count);
  const others = count > 1 ? { count: count - 1, platform } : undefined;
  const heap = new Heap(count > 1);
  const threads = new Threads(heap, hasRelaxedSimd(platform), others);
  const ledger = new Ledger();
  const device = deviceOn(heap, ledger);
  const products = productsOn(device, threads, addressOf);
  return new Executor({
    target: hostTarget(device, {
      kernels: { ...matrixProducts(products), ...convolutions(products) },
      fusing: passes.includes('fuse') && { compile: device.fused!, overwrites: passes.includes('overwrite') },
    }),
    ledger,
    description: {
      engine: 'wasm',
      device: deviceName(count),
      hardware: 'CPU',
      precision: 'f32',
      version: platform.version,
    },
    memoryBytes: () => Math.min(MOST_MEMORY, platform.memoryBytes() ?? Infinity),
    close: () => threads.stop(),
  });
}

function requireSharedMemory({ noSharedMemory }: Platform, count: number): void {
  if (!noSharedMemory) return;
  const { why, remedy } = noSharedMemory;
  throw new EngineUnavailableError(`${count} threads were asked for, but ${why}`, remedy);
}
