/** The `wasm` engine: TensorFlow.js on WebAssembly, with SIMD and threads. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import type { Platform } from '../../platform/platform.ts';
import { EngineError, OutOfMemoryError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import type { Examination } from '../examination.ts';
import { Executor } from '../executor.ts';
import { hostTarget } from '../host-target.ts';
import type { CompileFusions, Device, Target, Tensor, Values } from '../kernels/kernel.ts';
import { Ledger } from '../ledger.ts';
import { compileFusions } from './fused-kernels.ts';
import { compileTransposeTile } from './transpose.ts';
import { startWasm } from './wasm-module.ts';

export interface WasmOptions {
  /** The number of threads that compute, including the main one; by default as many as there are cores. */
  readonly threads?: number | undefined;
  /** Only `fuse` and, with it, `overwrite` concern this engine. All by default. */
  readonly passes?: readonly PassName[] | undefined;
}

interface Running {
  readonly backend: BackendWasm;
  readonly threads: number;
  readonly ledger: Ledger;
  readonly stop: () => void;
  users: number;
}

/** The kernels are bound to one module per process, so all engines share it. */
let running: Promise<Running> | undefined;

async function start({ wasm }: Platform, threads: number): Promise<Running> {
  const { backend, threads: found, stop } = await startWasm(wasm, threads);
  refuseWithoutMemory(backend);
  const ledger = new Ledger();
  ledger.watch(backend.dataIdMap as never, ({ shape, dtype }: { shape: number[]; dtype: DType }) =>
    bytes(shape, dtype),
  );
  return { backend, threads: found, ledger, stop, users: 0 };
}

/**
 * If no memory is left, the module's `malloc` returns 0, and the backend would use that address and overwrite what is
 * there. Of a size beyond 32 bits, `malloc` sees only the low bits.
 */
function refuseWithoutMemory(backend: BackendWasm): void {
  const wasm = backend.wasm as unknown as { _malloc(bytes: number): number; _free(address: number): void };
  // The first call replaces a stub, which looks the function up, with the module's own function.
  wasm._free(wasm._malloc(4));
  const allocate = wasm._malloc;
  wasm._malloc = (wanted) => {
    const address = wanted < MOST_MEMORY ? allocate(wanted) : 0;
    if (address !== 0) return address;
    throw new OutOfMemoryError(`WebAssembly has no memory for a value of ${Math.ceil(wanted / 2 ** 20)} MiB`);
  };
}

const bytes = (shape: readonly number[], dtype: DType) => sizeOf(shape) * (dtype === 'bool' ? 1 : 4);

export async function examineWasm({ processors }: Platform): Promise<Examination> {
  const { version_core } = await import('@tensorflow/tfjs-core');
  const device = deviceName(Math.min(processors, MOST_THREADS));
  return { usable: true, hardware: 'CPU', device, version: version_core };
}

const deviceName = (threads: number) => `${threads} CPU ${threads === 1 ? 'thread' : 'threads'}, SIMD`;

export async function openWasm(platform: Platform, options: WasmOptions = {}): Promise<Engine> {
  const { threads: asked, passes = passNames } = options;
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= 1)) {
    throw new EngineError(`threads is ${asked}, but must be a whole number of at least 1`);
  }
  running ??= start(platform, asked ?? platform.processors);
  const shared = await running;
  if (asked !== undefined && shared.users > 0 && shared.threads !== Math.min(asked, MOST_THREADS)) {
    throw new EngineError(
      `the wasm engine already runs in this process with ${shared.threads} threads; dispose it before opening one with ${asked}`,
    );
  }
  shared.users++;

  const { getKernel, version_core } = await import('@tensorflow/tfjs-core');
  const target = targetOf(shared.backend, (name) => getKernel(name, 'wasm').kernelFunc, passes);
  return new Executor({
    target,
    ledger: shared.ledger,
    description: { engine: 'wasm', device: deviceName(shared.threads), hardware: 'CPU', version: version_core },
    memoryBytes: () => Math.min(MOST_MEMORY, platform.memoryBytes() ?? Infinity),
    close: () => {
      shared.users--;
      if (shared.users > 0) return;
      running = undefined;
      shared.stop();
    },
  });
}

/** WebAssembly's addresses have 32 bits. */
const MOST_MEMORY = 2 ** 32;

/** The largest thread pool that TensorFlow.js starts. */
const MOST_THREADS = 8;

type KernelFunction = (args: { inputs: object; attrs: object; backend: BackendWasm }) => unknown;

function targetOf(backend: BackendWasm, kernelNamed: (name: string) => unknown, passes: readonly PassName[]): Target {
  const { dataIdMap, wasm } = backend;
  const address = (tensor: Tensor) => backend.getMemoryOffset(tensor.dataId);
  const memory = memoryOf(backend);
  const transposeTile = compileTransposeTile(memory);
  const make: Device['make'] = (shape, dtype) => backend.makeOutput([...shape], dtype);
  /**
   * The memory of a value that ends, as a new value. It needs a new name: under the old one, the backend has cached
   * what it packed of a filter.
   */
  const renamed = ({ dataId, dtype }: Tensor, shape: readonly number[]): Tensor => {
    const offset = backend.getMemoryOffset(dataId);
    wasm.tfjs.disposeData(dataIdMap.get(dataId).id);
    // When the old value is disposed, there is nothing left to do.
    dataIdMap.delete(dataId);
    return backend.makeOutput([...shape], dtype, offset);
  };
  const fused: CompileFusions = (fusions) =>
    compileFusions(
      fusions.map(({ fusion }) => fusion),
      memory,
    ).map((run, i) => {
      const { shape, dtype } = fusions[i]!.output;
      return (inputs, over) => {
        const from = inputs.map(address);
        const output = over === undefined ? make(shape, dtype) : renamed(inputs[over]!, shape);
        run(address(output), from);
        return output;
      };
    });
  const device: Device = {
    name: 'wasm',
    fused,
    call: (name, inputs, attributes = {}) =>
      (kernelNamed(name) as KernelFunction)({ inputs, attrs: attributes, backend }) as Tensor,
    make,
    values: (tensor) => backend.typedArrayFromHeap(tensor) as Values,
    share: (tensor, shape) => {
      backend.incRef(tensor.dataId);
      return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
    },
    view: (tensor, start, shape, use) => {
      const offset = address(tensor) + start * (tensor.dtype === 'bool' ? 1 : 4);
      const part = backend.makeOutput([...shape], tensor.dtype, offset);
      try {
        return use(part);
      } finally {
        // Not `disposeData`, which would free memory that belongs to the whole value.
        wasm.tfjs.disposeData(dataIdMap.get(part.dataId).id);
        dataIdMap.delete(part.dataId);
      }
    },
    dispose: (tensor) => {
      backend.disposeData(tensor.dataId);
    },
    transposeTile: (result, source, rowStep, columnStep) => {
      const [to, from] = [address(result), address(source)];
      return (at, start, rows, columns) =>
        transposeTile(to + 4 * at, from + 4 * start, rows, columns, 4 * rowStep, 4 * columnStep);
    },
  };
  return hostTarget(device, passes.includes('fuse') && { compile: fused, overwrites: passes.includes('overwrite') });
}

/** The module with threads imports its memory, the one without exports it. */
function memoryOf({ wasm }: BackendWasm): WebAssembly.Memory {
  const module = wasm as unknown as { wasmMemory?: WebAssembly.Memory; asm: { memory: WebAssembly.Memory } };
  return module.wasmMemory ?? module.asm.memory;
}
