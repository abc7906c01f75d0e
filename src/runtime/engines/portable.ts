/** The engines that run on every platform. */
import type { Host } from './index.ts';

export const portableEngines = {
  webgpu: {
    examine: async (platform) => (await import('./webgpu/webgpu.ts')).examineWebgpu(platform),
    open: async (platform, options) => (await import('./webgpu/webgpu.ts')).openWebgpu(platform, options),
  },
  wasm: {
    examine: async (platform) => (await import('./wasm/wasm.ts')).examineWasm(platform),
    open: async (platform, options) => (await import('./wasm/wasm.ts')).openWasm(platform, options),
  },
  cpu: {
    examine: async (platform) => (await import('./cpu.ts')).examineCpu(platform),
    open: async (platform) => (await import('./cpu.ts')).openCpu(platform),
  },
} satisfies Host['engines'];
