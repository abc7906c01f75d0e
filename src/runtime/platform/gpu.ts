/// <reference types="@webgpu/types" />

/** A GPU, or the reason why there is none. */
export type FoundGpu =
  | {
      readonly adapter: GPUAdapter;
      /** `NVIDIA H200` */
      readonly device: string;
      /** Computed on the CPU: correct, but slow. */
      readonly isSoftware: boolean;
      /** Of what implements WebGPU. */
      readonly version: string;
    }
  | { readonly adapter: null; readonly why: string; readonly remedy: string };

/** Software adapters of Chrome, Mesa and Windows. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** What an adapter says about itself. */
export function foundGpu(adapter: GPUAdapter, version: string): FoundGpu {
  const { description, device, vendor, architecture, isFallbackAdapter } = adapter.info;
  const name = [description, device, `${vendor} ${architecture}`].find((text) => text.trim() !== '') ?? 'unknown GPU';
  const isSoftware = isFallbackAdapter || SOFTWARE.test([name, device, architecture].join(' '));
  return { adapter, device: name, isSoftware, version };
}
