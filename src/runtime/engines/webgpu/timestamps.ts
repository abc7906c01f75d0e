/// <reference types="@webgpu/types" />
/** Times laps by the GPU's own clock, which is read at the start and the end of each compute pass. */
import type { TimeLaps } from '../laps.ts';
import type { Gpu } from './gpu.ts';

/** The feature that the adapter must have and the device must be given. */
export const TIMESTAMPS = 'timestamp-query';

/** The most queries that a query set may hold. */
const MOST_QUERIES = 4096;

// GPUBufferUsage, which is a global in browsers only.
const [COPY_SRC, QUERY_RESOLVE] = [0x4, 0x200];

/** When a pass began and ended, in nanoseconds. */
type Span = readonly [begin: bigint, end: bigint];

export const timeOnGpu =
  (gpu: Gpu): TimeLaps =>
  async (run) => {
    const stamps = new Stamps(gpu);
    /** For each lap, the number of passes that had begun when it ended. */
    const ends: number[] = [];
    gpu.stampPasses(() => stamps.next());
    try {
      await run(async () => {
        gpu.endPass();
        ends.push(stamps.passes);
      });
      const times = milliseconds(await stamps.read());
      return ends.map((end, lap) => times.slice(ends[lap - 1] ?? 0, end).reduce((sum, time) => sum + time, 0));
    } finally {
      gpu.stampPasses(undefined);
      stamps.dispose();
    }
  };

/** A pass may begin while the previous one is still running: its time then counts from the end of that one. */
function milliseconds(spans: readonly Span[]): number[] {
  let before = 0n;
  return spans.map(([begin, end]) => {
    const start = begin > before ? begin : before;
    if (end > before) before = end;
    return Number(end > start ? end - start : 0n) / 1e6;
  });
}

class Stamps {
  passes = 0;
  private readonly gpu: Gpu;
  private readonly sets: GPUQuerySet[] = [];

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  /** Where the pass that begins writes its times. */
  next(): GPUComputePassTimestampWrites {
    const first = (2 * this.passes++) % MOST_QUERIES;
    if (first === 0) this.sets.push(this.gpu.device.createQuerySet({ type: 'timestamp', count: MOST_QUERIES }));
    return { querySet: this.sets.at(-1)!, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 };
  }

  async read(): Promise<Span[]> {
    const { gpu, passes, sets } = this;
    if (passes === 0) return [];
    const buffer = gpu.device.createBuffer({ size: 8 * MOST_QUERIES * sets.length, usage: QUERY_RESOLVE | COPY_SRC });
    try {
      gpu.encode((encoder) =>
        sets.forEach((set, i) => {
          const count = Math.min(2 * passes - i * MOST_QUERIES, MOST_QUERIES);
          encoder.resolveQuerySet(set, 0, count, buffer, 8 * MOST_QUERIES * i);
        }),
      );
      const times = new BigUint64Array(await gpu.read([{ memory: { buffer }, bytes: 16 * passes }]));
      return Array.from({ length: passes }, (_, i) => [times[2 * i]!, times[2 * i + 1]!]);
    } finally {
      buffer.destroy();
    }
  }

  dispose(): void {
    for (const set of this.sets) set.destroy();
  }
}
