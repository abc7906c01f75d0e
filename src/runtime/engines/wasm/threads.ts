/** Threads that share the engine's memory and take tasks of a product (../../simd/tasks.ts) beside the main thread. */
import type { Platform } from '../../platform/platform.ts';
import type { Thread } from '../../platform/thread.ts';
import { board, BOARD_BYTES, productWords, taskModule, THREAD_BYTES, type ProductFields } from '../../simd/tasks.ts';
import { EngineError } from '../engine-error.ts';
import type { Heap } from './heap.ts';

/** How often the main thread looks whether the others are finished before it sleeps. */
const LOOKS = 2000;
/** How often a sleeping main thread looks for signs of life, and after how long without one it gives up. */
const [GLANCE_MS, PATIENCE_MS] = [1000, 60_000];
/** Products with fewer multiplications are finished before another thread is awake. */
const WORTH_WAKING = 2 ** 19;

type Run = (board: number, own: number) => void;

/** The others call the module's `serve`, and never answer. */
const SCRIPT = `
  port.listen(({ module, memory, operands }) =>
    new WebAssembly.Instance(module, { env: { memory } }).exports.serve(...operands),
  );
`;

interface Others {
  readonly count: number;
  readonly platform: Pick<Platform, 'startThread' | 'sleep'>;
}

export class Threads {
  readonly count: number;
  private readonly heap: Heap;
  private readonly board: number;
  private readonly own: number;
  private readonly work: Run;
  private readonly sleep: Platform['sleep'] | undefined;
  private readonly others: readonly Thread[];
  private failure: EngineError | null = null;

  /**
   * @param relaxed whether to use relaxed SIMD
   * @param others how many threads compute beside this one; the heap must be shared if there are any
   */
  constructor(heap: Heap, relaxed: boolean, others?: Others) {
    const { count, platform } = others ?? { count: 0 };
    this.heap = heap;
    this.count = 1 + count;
    this.sleep = platform?.sleep;
    this.board = heap.allocate(BOARD_BYTES);
    this.own = heap.allocate(THREAD_BYTES);
    const { memory } = heap;
    this.cells().fill(0);
    const module = new WebAssembly.Module(taskModule(relaxed, count > 0));
    this.work = new WebAssembly.Instance(module, { env: { memory } }).exports['work'] as Run;
    this.others = Array.from({ length: count }, () => {
      const operands = [this.board, heap.allocate(THREAD_BYTES)];
      const thread = platform!.startThread(SCRIPT, { daemon: true });
      thread.ask({ module, memory, operands }).catch(({ message }: Error) => this.fail(`has ended: ${message}`));
      return thread;
    });
  }

  /** Computes products of matrices. Throws an `EngineError` if one of the threads no longer works. */
  multiply(product: Omit<ProductFields, 'multiplies'>, batch: number): void {
    const { rowCount, columnCount, stepCount, packings, blocks } = product;
    const wakes = this.count > 1 && batch * rowCount * columnCount * stepCount >= WORTH_WAKING;
    this.run({ ...product, multiplies: 0 }, batch * packings, wakes);
    this.run({ ...product, multiplies: 1 }, batch * blocks, wakes);
  }

  private run(product: ProductFields, tasks: number, wakes: boolean): void {
    if (this.failure) throw this.failure;
    const cells = this.cells();
    cells.set(productWords(product), board.product / 4);
    Atomics.store(cells, board.unfinished / 4, tasks);
    // A thread that comes late to what was there before finds no open task, or these with all that belongs to them.
    Atomics.store(cells, board.open / 4, tasks);
    if (wakes && tasks > 1) {
      Atomics.add(cells, board.calls / 4, 1);
      Atomics.notify(cells, board.calls / 4);
    }
    this.work(this.board, this.own);
    if (this.sleep) this.waitForOthers(cells, this.sleep);
  }

  stop(): void {
    this.failure ??= new EngineError('the engine is disposed: open another');
    for (const thread of this.others) thread.stop();
  }

  private cells(): Int32Array {
    return new Int32Array(this.heap.memory.buffer, this.board, BOARD_BYTES / 4);
  }

  private waitForOthers(cells: Int32Array, sleep: Platform['sleep']): void {
    const unfinished = () => Atomics.load(cells, board.unfinished / 4);
    const progress = () => Atomics.load(cells, board.progress / 4);
    for (let look = 0; look < LOOKS; look++) if (unfinished() === 0) return;
    let [seen, since] = [progress(), performance.now()];
    for (let left = unfinished(); left !== 0; left = unfinished()) {
      sleep(cells, board.unfinished / 4, left, GLANCE_MS);
      const now = progress();
      if (now !== seen) [seen, since] = [now, performance.now()];
      else if (performance.now() - since > PATIENCE_MS) {
        this.fail(`has shown no sign of life for ${PATIENCE_MS / 1000} s`);
        throw this.failure!;
      }
    }
  }

  private fail(how: string): void {
    this.failure ??= new EngineError(
      `a thread of the wasm engine ${how}; what it was computing is lost: open the engine again`,
    );
  }
}

const worksRelaxed = () => WebAssembly.validate(taskModule(true, false));

/** Whether WebAssembly has relaxed SIMD on a platform; it is enabled if it can be. */
export function hasRelaxedSimd({ enableRelaxedSimd }: Platform): boolean {
  if (worksRelaxed()) return true;
  enableRelaxedSimd();
  return worksRelaxed();
}
