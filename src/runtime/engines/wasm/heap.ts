/** Allocates in a WebAssembly memory, which it grows as needed. */
import { OutOfMemoryError } from '../engine-error.ts';

interface Gap {
  readonly address: number;
  readonly bytes: number;
}

const PAGE = 65536;
/** WebAssembly's addresses have 32 bits. */
export const MOST_MEMORY = 2 ** 32;
/** A cache line, so that threads that write to neighbouring values do not wait for one another. */
const ALIGNMENT = 64;
/** Growing has a price, so the memory grows by at least this part of what it has. */
const GROWTH = 1 / 16;

export class Heap {
  readonly memory: WebAssembly.Memory;
  /** By address; no two of them touch. */
  private readonly gaps: Gap[] = [];
  private readonly sizes = new Map<number, number>();
  /** Where the memory begins that has never been used. Nothing is at address 0. */
  private end = ALIGNMENT;

  /** @param shared whether several threads use the memory */
  constructor(shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_MEMORY / PAGE, shared });
  }

  /** The address of memory that is not initialised. Throws an `OutOfMemoryError` if there is none. */
  allocate(bytes: number): number {
    const needed = Math.max(Math.ceil(bytes / ALIGNMENT), 1) * ALIGNMENT;
    const address = this.fill(needed) ?? this.extend(needed);
    this.sizes.set(address, needed);
    return address;
  }

  free(address: number): void {
    let [start, end] = [address, address + this.sizes.get(address)!];
    this.sizes.delete(address);
    let at = this.gaps.findIndex((gap) => gap.address > address);
    if (at === -1) at = this.gaps.length;
    const [before, after] = [this.gaps[at - 1], this.gaps[at]];
    const touchesBefore = before !== undefined && before.address + before.bytes === start;
    const touchesAfter = after !== undefined && after.address === end;
    if (touchesBefore) start = before.address;
    if (touchesAfter) end += after.bytes;
    this.gaps.splice(at - Number(touchesBefore), Number(touchesBefore) + Number(touchesAfter), {
      address: start,
      bytes: end - start,
    });
  }

  /** Takes the start of the smallest gap that is large enough. */
  private fill(needed: number): number | null {
    let best = -1;
    this.gaps.forEach(({ bytes }, i) => {
      if (bytes >= needed && (best === -1 || bytes < this.gaps[best]!.bytes)) best = i;
    });
    if (best === -1) return null;
    const { address, bytes } = this.gaps[best]!;
    const rest = bytes > needed ? [{ address: address + needed, bytes: bytes - needed }] : [];
    this.gaps.splice(best, 1, ...rest);
    return address;
  }

  /** Takes memory from the end, beginning with the last gap if it is there. */
  private extend(needed: number): number {
    const last = this.gaps.at(-1);
    const atEnd = last !== undefined && last.address + last.bytes === this.end;
    const address = atEnd ? last.address : this.end;
    this.grow(address + needed, needed);
    if (atEnd) this.gaps.pop();
    this.end = address + needed;
    return address;
  }

  private grow(end: number, needed: number): void {
    const now = this.memory.buffer.byteLength;
    if (end <= now) return;
    const wanted = Math.max(end, Math.min(now * (1 + GROWTH), MOST_MEMORY));
    try {
      this.memory.grow(Math.ceil((wanted - now) / PAGE));
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      const size = Math.ceil(needed / 2 ** 20);
      throw new OutOfMemoryError(`WebAssembly has no memory for a value of ${size} MiB`, { cause });
    }
  }
}
