/// <reference types="@webgpu/types" />
/** WGSL compiled by the driver: several texts at a time, and each text only once. */

/** A program, once `ready` has resolved: it has either a pipeline or the reason why there is none. */
export interface Compiled {
  readonly layout: GPUBindGroupLayout;
  readonly text: string;
  pipeline?: GPUComputePipeline;
  /** The compiler's message. */
  failure?: string;
}

export type Access = 'read' | 'read_write';

// GPUShaderStage.COMPUTE, which is a global in browsers only.
const COMPUTE = 4;

export class Pipelines {
  private readonly device: GPUDevice;
  private readonly layouts = new Map<string, GPUBindGroupLayout>();
  private readonly compiled = new Map<string, Compiled>();
  private compiling: Promise<void>[] = [];

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** Starts to compile a text; `accesses` says how each binding is used. */
  compile(text: string, accesses: readonly Access[]): Compiled {
    const known = this.compiled.get(text);
    if (known) return known;
    const compiled: Compiled = { layout: this.layoutOf(accesses), text };
    this.compiled.set(text, compiled);
    this.compiling.push(this.build(compiled));
    return compiled;
  }

  /** Resolves when nothing is being compiled any more, whether or not it succeeded. */
  async ready(): Promise<void> {
    while (this.compiling.length > 0) await Promise.all(this.compiling.splice(0));
  }

  private async build(compiled: Compiled): Promise<void> {
    const { device } = this;
    const { layout, text } = compiled;
    // The rejection below says only that the module is invalid; the error itself goes to this scope.
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ code: text });
    const [parsed, built] = await Promise.allSettled([
      device.popErrorScope(),
      device.createComputePipelineAsync({
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main' },
      }),
    ]);
    if (built.status === 'fulfilled') compiled.pipeline = built.value;
    else {
      const mistake = parsed.status === 'fulfilled' ? parsed.value : null;
      compiled.failure = mistake?.message ?? (built.reason as Error).message;
    }
  }

  private layoutOf(accesses: readonly Access[]): GPUBindGroupLayout {
    const key = accesses.join();
    const known = this.layouts.get(key);
    if (known) return known;
    const entries = accesses.map((access, binding) => ({
      binding,
      visibility: COMPUTE,
      buffer: { type: access === 'read_write' ? ('storage' as const) : ('read-only-storage' as const) },
    }));
    const layout = this.device.createBindGroupLayout({ entries });
    this.layouts.set(key, layout);
    return layout;
  }
}
