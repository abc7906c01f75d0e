/**
 * Kernels cannot throw. So a kernel that meets an index out of range records it, and the host checks the record
 * whenever it reads values.
 */
import { EngineError } from '../engine-error.ts';
import type { Gpu, Memory } from './gpu.ts';

export class Faults {
  private readonly gpu: Gpu;
  private readonly messages: ((value: number, place: number) => string)[] = [];
  /** The number of faults and, for the first, its kernel, value and position. */
  private record: Memory | undefined;

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  /** Where kernels record faults; undefined if no kernel can have any. */
  get memory(): Memory | undefined {
    return this.record;
  }

  /** The size of the record in bytes. */
  static readonly bytes = 16;

  /** WGSL that records a fault, for a kernel with the binding `faults`. */
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

  /** Throws if a fault was recorded, and clears the record. */
  check(record: Uint32Array): void {
    const [count, kernel, value, place] = record;
    if (!count) return;
    this.gpu.write(this.record!, new Uint32Array(4));
    throw new EngineError(this.messages[kernel!]!(value! | 0, place!));
  }
}

export const faultsBinding = { name: 'faults', type: 'atomic<u32>', size: 4, access: 'read_write' } as const;
