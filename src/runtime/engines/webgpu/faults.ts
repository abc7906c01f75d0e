/**
 * Kernels cannot throw, so that one that meets an index that is not there writes it down, and the host looks whenever
 * it reads something.
 */
import { EngineError } from '../engine-error.ts';
import type { Gpu, Memory } from './gpu.ts';

export class Faults {
  private readonly gpu: Gpu;
  private readonly messages: ((value: number, place: number) => string)[] = [];
  /** How many there were; of the first: which kernel, the value and its place. */
  private record: Memory | undefined;

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  /** Where kernels write faults down; nothing as long as no kernel can have any. */
  get memory(): Memory | undefined {
    return this.record;
  }

  /** Bytes of it. */
  static readonly bytes = 16;

  /** WGSL that writes a fault down, for a kernel with the binding `faults`. */
  reporter(message: (value: number, place: number) => string): { readonly code: string; readonly memory: Memory } {
    this.record ??= this.gpu.makeTable(new Uint32Array(4));
    const kernel = this.messages.push(message) - 1;
    const code = `fn report(value: i32, place: u32) {
  if (atomicAdd(&faults[0], 1u) > 0u) { return; }
  atomicStore(&faults[1], ${kernel}u);
  atomicStore(&faults[2], bitcast<u32>(value));
  atomicStore(&faults[3], place);
}`;
    return { code, memory: this.record };
  }

  /** Throws if something was written down, and forgets it. */
  check(record: Uint32Array): void {
    const [count, kernel, value, place] = record;
    if (!count) return;
    this.gpu.write(this.record!, new Uint32Array(4));
    throw new EngineError(this.messages[kernel!]!(value! | 0, place!));
  }
}

export const faultsBinding = { name: 'faults', type: 'atomic<u32>', size: 4, access: 'read_write' } as const;
