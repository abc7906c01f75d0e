/// <reference types="@webgpu/types" />
/**
 * A GPU's memory and queue. Commands are recorded one by one and submitted in batches. Each runs after those before it,
 * so memory can be reused as soon as the last command that reads it has been recorded.
 */
import { EngineError, EngineUnavailableError, OutOfMemoryError } from '../engine-error.ts';
import type { Ledger } from '../ledger.ts';

/** Memory for a value; every cell has four bytes. */
export interface Memory {
  readonly id: number;
  readonly buffer: GPUBuffer;
  /** The size of the buffer in bytes; a value may use less. */
  readonly capacity: number;
  users: number;
}

/** How many commands are recorded before they are submitted: the GPU starts early, yet many share the overhead. */
const BATCH = 128;

// GPUBufferUsage and GPUMapMode, which are globals only in browsers.
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE] = [0x1, 0x4, 0x8, 0x80];

/** The most workgroups in one dimension. */
const MOST_GROUPS = 65_535;

export class Gpu {
  readonly device: GPUDevice;
  private readonly ledger = new Map<object, number>();
  /**
   * Unused memory, by capacity; the oldest is last and is taken first. This way the same values get the same memory
   * every step, or every other, and bind groups can be reused.
   */
  private readonly free = new Map<number, Memory[]>();
  private freeBytes = 0;
  private usedBytes = 0;
  private memories = 0;
  private readonly staging: GPUBuffer[] = [];
  private encoder: GPUCommandEncoder | undefined;
  private pass: GPUComputePassEncoder | undefined;
  private stamps: (() => GPUComputePassTimestampWrites) | undefined;
  private recorded = 0;
  private failure: Error | undefined;

  constructor(device: GPUDevice, ledger: Ledger) {
    this.device = device;
    ledger.watch(this.ledger, (bytes: number) => bytes);
    void device.lost.then(({ reason, message }) => {
      if (reason === 'destroyed') return;
      this.failure ??= new EngineUnavailableError(
        `the GPU was lost: ${message}`,
        'the last checkpoint is intact: start again with --resume; if it happens again, look at the driver or use --engine wasm',
      );
    });
    device.onuncapturederror = ({ error }) => {
      this.failure ??= this.explained(error);
    };
  }

  make(bytes: number): Memory {
    const capacity = capacityFor(bytes);
    const memory = this.free.get(capacity)?.pop();
    if (memory) this.freeBytes -= capacity;
    const found = memory ?? this.create(capacity);
    found.users = 1;
    this.usedBytes += capacity;
    this.ledger.set(found, bytes);
    return found;
  }

  share(memory: Memory): void {
    memory.users++;
  }

  release(memory: Memory): void {
    if (--memory.users > 0) return;
    this.ledger.delete(memory);
    this.usedBytes -= memory.capacity;
    this.freeBytes += memory.capacity;
    const others = this.free.get(memory.capacity);
    if (others) insertFalling(others, memory);
    else this.free.set(memory.capacity, [memory]);
  }

  /** Memory for as long as the GPU is open, not counted for any program: the kernels' tables and counters. */
  makeTable(cells: Uint32Array<ArrayBuffer>): Memory {
    const memory = this.create(capacityFor(cells.byteLength));
    this.device.queue.writeBuffer(memory.buffer, 0, cells);
    return memory;
  }

  write(memory: Memory, cells: Float32Array | Int32Array | Uint32Array): void {
    // The write would overtake recorded commands that still read the previous contents.
    this.flush();
    this.device.queue.writeBuffer(memory.buffer, 0, cells as GPUAllowSharedBufferSource);
  }

  dispatch(pipeline: GPUComputePipeline, bindings: GPUBindGroup, groups: readonly [number, number]): void {
    const pass = (this.pass ??= this.beginPass());
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(groups[0], groups[1]);
    if (++this.recorded >= BATCH) this.flush();
  }

  /** Records commands other than dispatches, after those recorded so far. */
  encode(commands: (encoder: GPUCommandEncoder) => void): void {
    this.endPass();
    commands((this.encoder ??= this.device.createCommandEncoder()));
  }

  /** Ends the compute pass; the next dispatch begins another. */
  endPass(): void {
    this.pass?.end();
    this.pass = undefined;
  }

  /** Makes each pass that begins from now on write its times; with `undefined`, none does. */
  stampPasses(stamps: (() => GPUComputePassTimestampWrites) | undefined): void {
    this.endPass();
    this.stamps = stamps;
  }

  /** Submits the recorded commands. */
  flush(): void {
    if (!this.encoder) return;
    this.endPass();
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = undefined;
    this.recorded = 0;
  }

  /** The contents, concatenated, as they are after all commands recorded so far. */
  async read(
    parts: readonly { readonly memory: Pick<Memory, 'buffer'>; readonly bytes: number }[],
  ): Promise<ArrayBuffer> {
    const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
    const staging = this.stagingOf(total);
    this.encode((encoder) => {
      let at = 0;
      for (const { memory, bytes } of parts) {
        encoder.copyBufferToBuffer(memory.buffer, 0, staging, at, bytes);
        at += bytes;
      }
    });
    this.flush();
    try {
      await staging.mapAsync(MAP_READ, 0, total);
    } catch (error) {
      throw this.failure ?? new EngineError(`the GPU returned nothing: ${(error as Error).message}`, { cause: error });
    }
    const contents = staging.getMappedRange(0, total).slice(0);
    staging.unmap();
    this.staging.push(staging);
    this.requireWorking();
    return contents;
  }

  async settled(): Promise<void> {
    this.flush();
    await this.device.queue.onSubmittedWorkDone();
    this.requireWorking();
  }

  requireWorking(): void {
    if (this.failure) throw this.failure;
  }

  close(): void {
    this.flush();
    this.device.destroy();
  }

  private beginPass(): GPUComputePassEncoder {
    this.encoder ??= this.device.createCommandEncoder();
    return this.encoder.beginComputePass(this.stamps && { timestampWrites: this.stamps() });
  }

  private create(capacity: number): Memory {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    if (capacity > Math.min(maxBufferSize, maxStorageBufferBindingSize)) {
      throw new EngineUnavailableError(
        `a value takes ${megabytes(capacity)}, but this GPU's driver allows ${megabytes(Math.min(maxBufferSize, maxStorageBufferBindingSize))} at most`,
        'make the batch or the network smaller, or use another engine',
      );
    }
    if (this.freeBytes > this.usedBytes + capacity) this.trim();
    const buffer = this.device.createBuffer({ size: capacity, usage: STORAGE | COPY_SRC | COPY_DST });
    return { id: this.memories++, buffer, capacity, users: 0 };
  }

  /** Frees unused memory, which has grown beyond the used: another graph needs other sizes. */
  private trim(): void {
    this.flush();
    for (const memories of this.free.values()) for (const { buffer } of memories) buffer.destroy();
    this.free.clear();
    this.freeBytes = 0;
  }

  private stagingOf(bytes: number): GPUBuffer {
    const fitting = this.staging.findIndex(({ size }) => size >= bytes && size <= 8 * bytes + 4096);
    if (fitting !== -1) return this.staging.splice(fitting, 1)[0]!;
    if (this.staging.length > 3) this.staging.shift()!.destroy();
    return this.device.createBuffer({ size: capacityFor(bytes), usage: MAP_READ | COPY_DST });
  }

  private explained(error: GPUError): Error {
    if (error.constructor.name === 'GPUOutOfMemoryError' || /out of memory/i.test(error.message)) {
      return new OutOfMemoryError(
        `the GPU is out of memory; values take ${megabytes(this.usedBytes)}, and ${megabytes(this.freeBytes)} wait to be used again`,
      );
    }
    return new EngineError(`the GPU refused a command: ${error.message}`);
  }
}

function insertFalling(memories: Memory[], memory: Memory): void {
  let at = memories.length;
  while (at > 0 && memories[at - 1]!.id < memory.id) at--;
  memories.splice(at, 0, memory);
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** Rounds up to one of eight sizes per power of two, so that memory can be reused for values of similar size. */
function capacityFor(bytes: number): number {
  if (bytes <= 256) return 256;
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 3);
  const capacity = Math.ceil(bytes / step) * step;
  return Math.ceil(capacity / 4) * 4;
}

/** Spreads workgroups over two dimensions; a kernel numbers them row by row, and those past the last do nothing. */
export function gridOf(groups: number): readonly [number, number] {
  const rows = Math.ceil(groups / MOST_GROUPS);
  return [Math.ceil(groups / rows), rows];
}
