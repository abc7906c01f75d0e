/** Kernels of the webgpu engine: programs, and memory for their results. */
import type { TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import type { Kernel, KernelNode, Tensor } from '../kernels/kernel.ts';
import type { Faults } from './faults.ts';
import type { Gpu, Memory } from './gpu.ts';
import type { Programs, Source } from './program.ts';

export interface Tools {
  readonly programs: Programs;
  readonly faults: Faults;
}

export interface GpuKernelRow {
  readonly build: (tools: Tools, node: KernelNode) => Kernel;
  /** The most bytes that the kernel holds at once for intermediate values. */
  readonly workspace?: (node: KernelNode) => number;
}

export type GpuKernelTable = Readonly<Record<string, GpuKernelRow>>;

export const memoryOf = (tensor: Tensor): Memory => tensor.dataId as Memory;

export function make(gpu: Gpu, { dtype, shape }: TensorType): Tensor {
  return { dataId: gpu.make(Math.max(4 * sizeOf(shape), 4)), shape: [...shape], dtype };
}

/** A kernel of one program, whose inputs are those of the node followed by `tables`. */
export function kernelOfSource({ programs }: Tools, type: TensorType, source: Source, tables: Memory[] = []): Kernel {
  const run = programs.compile(source);
  return (inputs) => {
    const output = make(programs.gpu, type);
    run([memoryOf(output), ...inputs.map(memoryOf), ...tables]);
    return output;
  };
}

export const oneProgram = (sourceOf: (node: KernelNode) => Source): GpuKernelRow => ({
  build: (tools, node) => kernelOfSource(tools, node.output, sourceOf(node)),
});
