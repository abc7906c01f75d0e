/// <reference types="@webgpu/types" />
/** The `webgpu` engine: any GPU, by way of Dawn, which comes as a package. */
import type { DType, Node } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import { EngineError, EngineUnavailableError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import type { Examination } from '../examination.ts';
import { Executor } from '../executor.ts';
import type { Target, Tensor, Values } from '../kernels/kernel.ts';
import { Ledger } from '../ledger.ts';
import { findAdapter } from './adapter.ts';
import { convolutionKernels } from './convolution.ts';
import { elementwiseKernels, fusedKernel, splitBytes } from './elementwise.ts';
import { Faults } from './faults.ts';
import { isElementwise } from './formulas.ts';
import { Gpu } from './gpu.ts';
import { indexingKernels } from './indexing.ts';
import type { GpuKernelRow, GpuKernelTable, Tools } from './kernel.ts';
import { make, memoryOf } from './kernel.ts';
import { linearKernels } from './linear.ts';
import { movingKernels } from './moving.ts';
import { poolingKernels } from './pooling.ts';
import { Programs } from './program.ts';
import { reductionKernels } from './reductions.ts';

export interface WebgpuOptions {
  /** It has `fuse`. All by default. */
  readonly passes?: readonly PassName[] | undefined;
}

export async function examineWebgpu(): Promise<Examination> {
  const found = await findAdapter();
  if (!found.adapter) return { usable: false, why: found.why, remedy: found.remedy };
  const { device, isSoftware, version } = found;
  return { usable: true, hardware: isSoftware ? 'software' : 'GPU', device, version };
}

export async function openWebgpu({ passes = passNames }: WebgpuOptions = {}): Promise<Engine> {
  const found = await findAdapter();
  if (!found.adapter) throw new EngineUnavailableError(`the engine webgpu: ${found.why}`, found.remedy);
  const { adapter, device: name, isSoftware, version } = found;
  const device = await deviceOf(adapter);
  const ledger = new Ledger();
  const gpu = new Gpu(device, ledger);
  return new Executor({
    target: targetOf(gpu, passes.includes('fuse')),
    ledger,
    description: {
      engine: 'webgpu',
      device: isSoftware ? `${name} (software)` : name,
      hardware: isSoftware ? 'software' : 'GPU',
      version,
    },
    close: () => gpu.close(),
  });
}

/** A device that may use what there is: the defaults are those of phones. */
async function deviceOf(adapter: GPUAdapter): Promise<GPUDevice> {
  const wanted = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxStorageBuffersPerShaderStage'] as const;
  try {
    return await adapter.requestDevice({
      requiredLimits: Object.fromEntries(wanted.map((limit) => [limit, adapter.limits[limit]])),
    });
  } catch (error) {
    throw new EngineUnavailableError(
      `the engine webgpu: ${adapter.info.description} cannot be opened: ${(error as Error).message}`,
      'another program may hold it, or its driver is broken: `vulkaninfo --summary` tells on Linux',
      { cause: error },
    );
  }
}

const kernels: GpuKernelTable = {
  ...elementwiseKernels,
  ...reductionKernels,
  ...linearKernels,
  ...movingKernels,
  ...indexingKernels,
  ...convolutionKernels,
  ...poolingKernels,
};

function kernelOf({ id, op }: Node): GpuKernelRow {
  const row = kernels[op];
  if (row) return row;
  throw new EngineError(`node ${id} is ${op}, for which there is no kernel; the kernels are in engines/webgpu/`);
}

/** From the cells of the GPU, of four bytes each, to the host's. */
const fromCells: Readonly<Record<DType, (cells: ArrayBuffer, start: number, size: number) => Values>> = {
  float32: (cells, start, size) => new Float32Array(cells, start, size),
  int32: (cells, start, size) => new Int32Array(cells, start, size),
  bool: (cells, start, size) => Uint8Array.from(new Uint32Array(cells, start, size)),
};

function targetOf(gpu: Gpu, fuse: boolean): Target {
  const tools: Tools = { programs: new Programs(gpu), faults: new Faults(gpu) };
  return {
    kernelOf: (node) => {
      const row = kernelOf(node);
      return { build: (typed) => row.build(tools, typed), workspace: (typed) => row.workspace?.(typed) ?? 0 };
    },
    upload: ({ dtype, shape, data }) => {
      const tensor = make(gpu, { dtype, shape });
      gpu.write(memoryOf(tensor), data instanceof Uint8Array ? Uint32Array.from(data) : data);
      return tensor;
    },
    download: (values) => download(gpu, tools.faults, values),
    share: (tensor, shape) => {
      gpu.share(memoryOf(tensor));
      return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
    },
    dispose: (tensor) => gpu.release(memoryOf(tensor)),
    ready: () => tools.programs.ready(),
    settled: () => gpu.settled(),
    ...(fuse && {
      fusing: {
        isElementwise,
        // No memory may be read and written by the same program.
        overwrites: false,
        compile: (fusions) => fusions.map(({ fusion, output }) => fusedKernel(tools, fusion, output)),
        workspace: (fusion, output) => splitBytes(fusion, output, tools.programs.mostBindings - 1),
      },
    }),
  };
}

async function download(gpu: Gpu, faults: Faults, values: readonly Tensor[]): Promise<Values[]> {
  const sizes = values.map(({ shape }) => sizeOf(shape));
  const dtypes = values.map(({ dtype }) => dtype as DType);
  const parts = values.map((value, i) => ({ memory: memoryOf(value), bytes: 4 * sizes[i]! }));
  if (faults.memory) parts.push({ memory: faults.memory, bytes: Faults.bytes });
  if (parts.length === 0) return [];
  const contents = await gpu.read(parts);
  if (faults.memory) faults.check(new Uint32Array(contents, contents.byteLength - Faults.bytes));
  let at = 0;
  return sizes.map((size, i) => {
    const start = at;
    at += 4 * size;
    return fromCells[dtypes[i]!](contents, start, size);
  });
}
