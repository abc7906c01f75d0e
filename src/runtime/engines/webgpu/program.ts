/// <reference types="@webgpu/types" />
/** WGSL programs, compiled and ready to be run on memory. */
import type { DType, TensorType } from '../../../compiler/graph/graph.ts';
import { sizeOf } from '../../../compiler/graph/graph.ts';
import { EngineError } from '../engine-error.ts';
import type { Gpu, Memory } from './gpu.ts';
import { gridOf } from './gpu.ts';
import type { Access, Compiled, Pipelines } from './pipelines.ts';

/** WGSL has no bytes in memory: a bool takes a whole cell, 0 or 1. */
export const typeNames: Readonly<Record<DType, string>> = { float32: 'f32', int32: 'i32', bool: 'u32' };

export interface Binding {
  readonly name: string;
  /** The type of a cell. */
  readonly type: string;
  /** The number of cells. */
  readonly size: number;
  readonly access?: Access;
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

/** The programs of one kernel. */
export class Programs {
  readonly gpu: Gpu;
  private readonly pipelines: Pipelines;
  private readonly kernel: string;
  private readonly compiled: Compiled[] = [];

  /** @param kernel what they compute, for messages: `Conv2D`, `Add, Relu` */
  constructor(gpu: Gpu, pipelines: Pipelines, kernel: string) {
    this.gpu = gpu;
    this.pipelines = pipelines;
    this.kernel = kernel;
  }

  /** How many bindings a program can have. */
  get mostBindings(): number {
    return this.gpu.device.limits.maxStorageBuffersPerShaderStage;
  }

  /** The returned function may be called only after `requireCompiled`. */
  compile(source: Source): Run {
    const { device } = this.gpu;
    const accesses = source.bindings.map(({ access }) => access ?? 'read');
    const compiled = this.pipelines.compile(textOf(source), accesses);
    this.compiled.push(compiled);
    const groups = gridOf(source.workgroups);
    const sizes = source.bindings.map(({ size }) => Math.max(4 * size, 4));
    const kept: Kept[] = [];
    let oldest = 0;
    const groupOf = (memories: readonly Memory[]): GPUBindGroup => {
      const known = kept.find((other) => memories.every((memory, i) => memory === other.memories[i]));
      if (known) return known.group;
      const group = device.createBindGroup({
        layout: compiled.layout,
        entries: memories.map(({ buffer }, i) => ({ binding: i, resource: { buffer, size: sizes[i]! } })),
      });
      kept[oldest] = { memories, group };
      oldest = (oldest + 1) % KEPT;
      return group;
    };
    return (memories) => this.gpu.dispatch(compiled.pipeline!, groupOf(memories), groups);
  }

  /** Throws an error with the compiler's message if it refused one of the programs, on every call. */
  requireCompiled(): void {
    for (const { failure, text } of this.compiled) {
      if (failure === undefined) continue;
      // A lost GPU compiles nothing, and then that is the error to report.
      this.gpu.requireWorking();
      throw new EngineError(
        `the GPU's driver cannot compile the kernel of ${this.kernel}; train with another engine (--engine wasm) until that is mended\n${failure.trim()}\n${text}`,
      );
    }
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
  const result = resultOf(output);
  return forEachCell(
    result,
    [result, ...inputs],
    `  var value = ${type}(0);\n${body}\n  result[at] = value;`,
    functions,
  );
}

/**
 * A program that runs `body` for each cell `at` of one of its bindings. The size is not part of the text, so that the
 * same text serves values of all sizes.
 */
export function forEachCell(of: Binding, bindings: readonly Binding[], body: string, functions = ''): Source {
  return {
    bindings,
    workgroups: Math.ceil(of.size / GROUP),
    code: `${functions}
${ENTRY}
  let at = group * ${GROUP}u + local;
  if (at >= arrayLength(&${of.name})) { return; }
${body}
}`,
  };
}

/** The beginning of every program: `group` numbers the workgroups, `local` the invocations within one. */
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
