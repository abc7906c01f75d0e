/// <reference types="@webgpu/types" />
/** WGSL programs, compiled and ready to be run on memory. */
import type { DType, TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { EngineError } from '../engine-error.ts';
import type { Gpu, Memory } from './gpu.ts';
import { gridOf } from './gpu.ts';

/** WGSL has no bytes in memory: a bool takes a whole cell, 0 or 1. */
export const typeNames: Readonly<Record<DType, string>> = { float32: 'f32', int32: 'i32', bool: 'u32' };

export interface Binding {
  readonly name: string;
  /** The type of a cell. */
  readonly type: string;
  /** The number of cells. */
  readonly size: number;
  readonly access?: 'read' | 'read_write';
}

export const bindingOf = (name: string, { dtype, shape }: TensorType): Binding => ({
  name,
  type: typeNames[dtype],
  size: sizeOf(shape),
});

/** The output; always the first binding of a program. */
export const resultOf = (type: TensorType): Binding => ({ ...bindingOf('result', type), access: 'read_write' });

export interface Source {
  readonly bindings: readonly Binding[];
  readonly code: string;
  readonly workgroups: number;
}

/** Invocations per workgroup: no more than any GPU allows, and enough to keep it busy. */
export const GROUP = 256;

/** Bind groups cached per program: the same memory comes back step after step. */
const KEPT = 8;

interface Kept {
  readonly memories: readonly Memory[];
  readonly group: GPUBindGroup;
}

export type Run = (memories: readonly Memory[]) => void;

/** The programs of one GPU. Those with the same text share a pipeline; the driver compiles several in parallel. */
export class Programs {
  readonly gpu: Gpu;
  private readonly layouts = new Map<string, GPUBindGroupLayout>();
  private readonly pipelines = new Map<string, { pipeline?: GPUComputePipeline }>();
  private compiling: Promise<void>[] = [];

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  /** How many bindings a program can have. */
  get mostBindings(): number {
    return this.gpu.device.limits.maxStorageBuffersPerShaderStage;
  }

  compile(source: Source): Run {
    const { device } = this.gpu;
    const layout = this.layoutOf(source.bindings);
    const compiled = this.pipelineOf(textOf(source), layout);
    const groups = gridOf(source.workgroups);
    const sizes = source.bindings.map(({ size }) => Math.max(4 * size, 4));
    const kept: Kept[] = [];
    let oldest = 0;
    const groupOf = (memories: readonly Memory[]): GPUBindGroup => {
      const known = kept.find((other) => memories.every((memory, i) => memory === other.memories[i]));
      if (known) return known.group;
      const group = device.createBindGroup({
        layout,
        entries: memories.map(({ buffer }, i) => ({ binding: i, resource: { buffer, size: sizes[i]! } })),
      });
      kept[oldest] = { memories, group };
      oldest = (oldest + 1) % KEPT;
      return group;
    };
    return (memories) => this.gpu.dispatch(compiled.pipeline!, groupOf(memories), groups);
  }

  /** Resolves when all programs are compiled. */
  async ready(): Promise<void> {
    while (this.compiling.length > 0) {
      const waiting = this.compiling;
      this.compiling = [];
      await Promise.all(waiting);
    }
  }

  private layoutOf(bindings: readonly Binding[]): GPUBindGroupLayout {
    const key = bindings.map(({ access }) => access ?? 'read').join();
    const known = this.layouts.get(key);
    if (known) return known;
    const entries = bindings.map(({ access }, binding) => ({
      binding,
      visibility: 4,
      buffer: { type: access === 'read_write' ? ('storage' as const) : ('read-only-storage' as const) },
    }));
    const layout = this.gpu.device.createBindGroupLayout({ entries });
    this.layouts.set(key, layout);
    return layout;
  }

  private pipelineOf(text: string, layout: GPUBindGroupLayout): { pipeline?: GPUComputePipeline } {
    const known = this.pipelines.get(text);
    if (known) return known;
    const { device } = this.gpu;
    const compiled: { pipeline?: GPUComputePipeline } = {};
    this.pipelines.set(text, compiled);
    const compute = { module: device.createShaderModule({ code: text }), entryPoint: 'main' };
    const compiling = device
      .createComputePipelineAsync({ layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }), compute })
      .then(
        (pipeline) => {
          compiled.pipeline = pipeline;
        },
        (error: Error) => {
          throw new EngineError(`the GPU's driver cannot compile a kernel: ${error.message}\n${text}`, {
            cause: error,
          });
        },
      );
    // The error goes to the caller of `ready`; until then it must not count as unhandled.
    compiling.catch(() => undefined);
    this.compiling.push(compiling);
    return compiled;
  }
}

function textOf({ bindings, code }: Source): string {
  const declarations = bindings.map(
    ({ name, type, access }, i) =>
      `@group(0) @binding(${i}) var<storage, ${access ?? 'read'}> ${name}: array<${type}>;\n`,
  );
  return declarations.join('') + code;
}

/** A program that computes each cell of the result separately; `body` is code that sets `value` from `at`. */
export function cellwise(output: TensorType, inputs: readonly Binding[], body: string, functions = ''): Source {
  const type = typeNames[output.dtype];
  return {
    bindings: [resultOf(output), ...inputs],
    workgroups: Math.ceil(sizeOf(output.shape) / GROUP),
    code: `${functions}
${ENTRY}
  let at = group * ${GROUP}u + local;
  if (at >= arrayLength(&result)) { return; }
  var value = ${type}(0);
${body}
  result[at] = value;
}`,
  };
}

/** The beginning of every program: \`group\` numbers the workgroups, \`local\` the invocations within one. */
export const ENTRY = `@compute @workgroup_size(${GROUP})
fn main(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) local: u32) {
  let group = id.y * grid.x + id.x;`;

/** The size of an axis of a block of memory, and the distance between its cells. */
export interface Axis {
  readonly side: number;
  readonly stride: number;
}

/** WGSL for the place of the cell with the row-major index `index`. Neighbouring axes are merged where possible. */
export function placeOf(index: string, axes: readonly Axis[]): string {
  const joined: Axis[] = [];
  for (const axis of axes) {
    if (axis.side === 1) continue;
    const outer = joined.at(-1);
    if (outer && outer.stride === axis.stride * axis.side) {
      joined[joined.length - 1] = { side: outer.side * axis.side, stride: axis.stride };
    } else joined.push(axis);
  }
  const terms: string[] = [];
  let inner = 1;
  for (let i = joined.length - 1; i >= 0; i--) {
    const { side, stride } = joined[i]!;
    const quotient = inner === 1 ? index : `${index} / ${inner}u`;
    const coordinate = i === 0 ? quotient : `(${quotient}) % ${side}u`;
    if (stride !== 0) terms.push(stride === 1 ? `(${coordinate})` : `(${coordinate}) * ${stride}u`);
    inner *= side;
  }
  return terms.join(' + ') || '0u';
}
