/// <reference types="@webgpu/types" />
/** The `webgpu` engine: any GPU, through WebGPU. */
import { passNames, type PassName } from '../../../compiler/passes/names.ts';
import type { Platform } from '../../platform/platform.ts';
import { EngineUnavailableError } from '../engine-error.ts';
import type { Engine } from '../engine.ts';
import type { Examination } from '../examination.ts';
import { Executor } from '../executor.ts';
import { Ledger } from '../ledger.ts';
import { Gpu } from './gpu.ts';
import { kernelTable } from './table.ts';
import { targetOf } from './target.ts';
import { TIMESTAMPS } from './timestamps.ts';

export interface WebgpuOptions {
  /** Only `fuse` concerns this engine. All by default. */
  readonly passes?: readonly PassName[] | undefined;
}

export async function examineWebgpu(platform: Platform): Promise<Examination> {
  const found = await platform.findGpu();
  if (!found.adapter) return { usable: false, why: found.why, remedy: found.remedy };
  const { device, isSoftware, version } = found;
  return { usable: true, hardware: isSoftware ? 'software' : 'GPU', device, version };
}

export async function openWebgpu(platform: Platform, { passes = passNames }: WebgpuOptions = {}): Promise<Engine> {
  const found = await platform.findGpu();
  if (!found.adapter) throw new EngineUnavailableError(`the engine webgpu: ${found.why}`, found.remedy);
  const { adapter, device: name, isSoftware, version } = found;
  const device = await deviceOf(adapter);
  const ledger = new Ledger();
  const gpu = new Gpu(device, ledger);
  return new Executor({
    target: targetOf(gpu, kernelTable, passes.includes('fuse')),
    ledger,
    description: {
      engine: 'webgpu',
      device: isSoftware ? `${name} (software)` : name,
      hardware: isSoftware ? 'software' : 'GPU',
      precision: 'f32',
      version,
    },
    close: () => gpu.close(),
  });
}

/** Requests the adapter's full limits: the defaults are meant for phones. */
async function deviceOf(adapter: GPUAdapter): Promise<GPUDevice> {
  const wanted = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxStorageBuffersPerShaderStage'] as const;
  try {
    return await adapter.requestDevice({
      requiredFeatures: adapter.features.has(TIMESTAMPS) ? [TIMESTAMPS] : [],
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
