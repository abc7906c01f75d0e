/** The GPU as the executor sees it: values in its memory, and kernels from a table. */
import type { DType, Node } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { EngineError } from '../engine-error.ts';
import type { Kernel, Target, Tensor, Values } from '../kernels/kernel.ts';
import { byteDecoder } from './bytes.ts';
import { fusedKernel, splitBytes } from './elementwise.ts';
import { Faults } from './faults.ts';
import type { Gpu } from './gpu.ts';
import type { GpuKernelRow, GpuKernelTable, Tools } from './kernel.ts';
import { make, memoryOf } from './kernel.ts';
import { Pipelines } from './pipelines.ts';
import { Programs } from './program.ts';
import { TIMESTAMPS, timeOnGpu } from './timestamps.ts';

/** Converts the GPU's cells, of four bytes each, to the host's. */
const fromCells: Readonly<Record<DType, (cells: ArrayBuffer, start: number, size: number) => Values>> = {
  float32: (cells, start, size) => new Float32Array(cells, start, size),
  int32: (cells, start, size) => new Int32Array(cells, start, size),
  bool: (cells, start, size) => Uint8Array.from(new Uint32Array(cells, start, size)),
};

function rowOf(kernels: GpuKernelTable, { id, op }: Node): GpuKernelRow {
  const row = kernels[op];
  if (row) return row;
  throw new EngineError(`node ${id} is ${op}, for which there is no kernel; the kernels are in engines/webgpu/`);
}

/** @param fuse whether runs of elementwise ops become one kernel each */
export function targetOf(gpu: Gpu, kernels: GpuKernelTable, fuse: boolean): Target {
  const pipelines = new Pipelines(gpu.device);
  const faults = new Faults(gpu);
  const decode = byteDecoder(gpu, pipelines);
  /** A kernel that allocates no memory before it is known to be able to run. */
  const built = (name: string, build: (tools: Tools) => Kernel): Kernel => {
    const programs = new Programs(gpu, pipelines, name);
    const kernel = build({ programs, faults });
    return (inputs) => {
      programs.requireCompiled();
      return kernel(inputs);
    };
  };
  return {
    kernelOf: (node) => {
      const row = rowOf(kernels, node);
      return {
        build: (typed) => built(node.op, (tools) => row.build(tools, typed)),
        workspace: (typed) => row.workspace?.(typed) ?? 0,
      };
    },
    upload: (value) => {
      if ('bytes' in value) return decode(value);
      const { dtype, shape, data } = value;
      const tensor = make(gpu, { dtype, shape });
      gpu.write(memoryOf(tensor), data instanceof Uint8Array ? Uint32Array.from(data) : data);
      return tensor;
    },
    download: (values) => download(gpu, faults, values),
    make: (type) => make(gpu, type),
    copy: (from, start, to, at, count) => {
      const [source, target] = [memoryOf(from).buffer, memoryOf(to).buffer];
      gpu.encode((encoder) => encoder.copyBufferToBuffer(source, 4 * start, target, 4 * at, 4 * count));
    },
    share: (tensor, shape) => {
      gpu.share(memoryOf(tensor));
      return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
    },
    dispose: (tensor) => gpu.release(memoryOf(tensor)),
    ready: () => pipelines.ready(),
    settled: () => gpu.settled(),
    ...(gpu.device.features.has(TIMESTAMPS) && { timeLaps: timeOnGpu(gpu) }),
    ...(fuse && {
      fusing: {
        // A program may not read and write the same memory.
        overwrites: false,
        compile: (fusions) =>
          fusions.map(({ fusion, output }) => {
            const name = fusion.program.steps.map((step) => step.function).join(', ') || 'a stretched value';
            return built(name, (tools) => fusedKernel(tools, fusion, output));
          }),
        workspace: (fusion, output) =>
          splitBytes(fusion, output, gpu.device.limits.maxStorageBuffersPerShaderStage - 1),
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
