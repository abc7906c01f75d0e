/** The `wasm` engine: kernels of our own in WebAssembly, with SIMD and threads. */
import { availableParallelism } from 'node:os';
import { sizeOf, type DType } from '../../../compiler/graph/graph.ts';
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import { EngineError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import type { Examination } from '../examination.ts';
import { Executor } from '../executor.ts';
import { hostTarget } from '../host-target.ts';
import type { CompileFusions, Device, Tensor } from '../kernels/kernel.ts';
import { Ledger } from '../ledger.ts';
import { hostArrays } from '../requirements.ts';
import { convolutions } from './convolutions.ts';
import { compileFusions } from './fused-kernels.ts';
import { Heap, MOST_MEMORY } from './heap.ts';
import { matrixProducts } from './matrix-products.ts';
import { productsOn } from './products.ts';
import { Threads } from './threads.ts';
import { compileTransposeTile } from './transpose.ts';

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

/** Memory of a value, which several tensors may share. */
interface Block {
  readonly address: number;
  /** How many tensors have it. */
  users: number;
}

const blockOf = (tensor: Tensor) => tensor.dataId as Block;
const addressOf = (tensor: Tensor) => blockOf(tensor).address;

function deviceOn(heap: Heap, ledger: Ledger): Device {
  const { memory } = heap;
  const blocks = new Map<object, number>();
  ledger.watch(blocks, (bytes: number) => bytes);
  const transposeTile = compileTransposeTile(memory);

  const make: Device['make'] = (shape, dtype) => {
    const bytes = sizeOf(shape) * hostArrays[dtype].BYTES_PER_ELEMENT;
    const block: Block = { address: heap.allocate(bytes), users: 1 };
    blocks.set(block, bytes);
    return { dataId: block, shape: [...shape], dtype };
  };
  const share: Device['share'] = (tensor, shape) => {
    blockOf(tensor).users++;
    return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
  };
  const fused: CompileFusions = (fusions) =>
    compileFusions(
      fusions.map(({ fusion }) => fusion),
      memory,
    ).map((run, i) => {
      const { shape, dtype } = fusions[i]!.output;
      return (inputs, over) => {
        const output = over === undefined ? make(shape, dtype) : share(inputs[over]!, shape);
        run(addressOf(output), inputs.map(addressOf));
        return output;
      };
    });
  return {
    name: 'wasm',
    fused,
    make,
    share,
    values: ({ dataId, dtype, shape }) =>
      new hostArrays[dtype as DType](memory.buffer, (dataId as Block).address, sizeOf(shape)),
    dispose: (tensor) => {
      const block = blockOf(tensor);
      block.users--;
      if (block.users > 0) return;
      heap.free(block.address);
      blocks.delete(block);
    },
    transposeTile: (result, source, rowStep, columnStep) => {
      const [to, from] = [addressOf(result), addressOf(source)];
      return (at, start, rows, columns) =>
        transposeTile(to + 4 * at, from + 4 * start, rows, columns, 4 * rowStep, 4 * columnStep);
    },
  };
}
