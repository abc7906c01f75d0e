/// <reference types="@webgpu/types" />
/**
 * Finds the GPU. The `webgpu` package is Dawn, Google's implementation, for Node. It is used directly: nothing is
 * assigned to `navigator` or `globalThis`, which only libraries written for browsers need.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { foundGpu, type FoundGpu } from '../gpu.ts';

/**
 * Our programs write all workgroup memory before they read it. Zeroing it first, cell by cell, made SwiftShader take 1
 * s instead of 0.07 s to compile a product.
 * https://dawn.googlesource.com/dawn/+/refs/heads/main/src/dawn/native/Toggles.cpp
 */
const WITHOUT_INITIALISATION = 'enable-dawn-features=disable_workgroup_init';

/** For privacy, browsers round a GPU's clock to 0.1 ms, which is longer than most kernels take. */
const EXACT_TIMES = 'disable-dawn-features=timestamp_quantization';

/** It must outlive its adapters and devices; one per process is enough. */
let instance: GPU | undefined;

export async function findGpu(): Promise<FoundGpu> {
  if (process.platform === 'linux' && !hasVulkanLoader()) {
    return { adapter: null, why: 'the Vulkan loader, libvulkan.so.1, is missing', remedy: driverRemedy() };
  }
  if (process.platform === 'linux' && !namesDriver()) {
    if (!hasVulkanDriver()) return { adapter: null, why: 'no Vulkan driver is installed', remedy: driverRemedy() };
    if (!hasGpuDevice()) {
      const remedy = 'in a container, hand the GPU in: docker run --gpus all, or --device /dev/dri for AMD and Intel';
      return { adapter: null, why: 'there is no GPU: neither /dev/dri/renderD… nor /dev/nvidia…', remedy };
    }
  }
  try {
    instance ??= (await import('webgpu')).create([WITHOUT_INITIALISATION, EXACT_TIMES]);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    return { adapter: null, why: `the package webgpu cannot be loaded: ${reason}`, remedy: 'npm install webgpu' };
  }
  const adapter = await instance.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { adapter: null, why: 'no GPU with a driver for WebGPU was found', remedy: driverRemedy() };
  return foundGpu(adapter, packageVersion());
}

/**
 * Checked before Dawn is loaded, which would print to the terminal on its own. The loader is not a Node module, so
 * loading it always fails; the error message says whether the file exists.
 */
function hasVulkanLoader(): boolean {
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1');
  } catch (error) {
    return !(error as Error).message.includes('libvulkan.so.1: cannot open shared object file');
  }
  return true;
}

/** If the user names a driver, that one is wanted, even if it computes on the CPU. */
const namesDriver = () =>
  ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES'].some((name) => process.env[name]);

/** The device files that drivers open: Mesa and others; NVIDIA; WSL; phone GPUs. */
function hasGpuDevice(): boolean {
  const isDevice = /^(renderD\d+|nvidia\d+|dxg|mali\d+|kgsl-3d\d+)$/;
  return ['/dev', '/dev/dri'].some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => isDevice.test(name)),
  );
}

/**
 * Searches for drivers where the loader does:
 * https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderDriverInterface.md
 */
function hasVulkanDriver(): boolean {
  const { env } = process;
  const listed = (name: string, otherwise: string) => (env[name] || otherwise).split(':');
  const folders = [
    ...listed('XDG_CONFIG_HOME', join(homedir(), '.config')),
    ...listed('XDG_CONFIG_DIRS', '/etc/xdg'),
    '/etc',
    ...listed('XDG_DATA_HOME', join(homedir(), '.local/share')),
    ...listed('XDG_DATA_DIRS', '/usr/local/share:/usr/share'),
  ].map((folder) => join(folder, 'vulkan', 'icd.d'));
  return folders.some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.endsWith('.json')));
}

const packageVersion = () => (createRequire(import.meta.url)('webgpu/package.json') as { version: string }).version;

/** Dawn uses the system's drivers: Metal and Direct3D 12 come with the system, Vulkan has to be installed. */
function driverRemedy(): string {
  if (process.platform === 'darwin') return 'use a Mac with a Metal GPU: Dawn has no other driver here';
  if (process.platform === 'win32') return "install the GPU's current driver (Direct3D 12)";
  return (
    'apt-get install libvulkan1, and the Vulkan driver of the GPU: the NVIDIA driver brings its own, ' +
    'AMD and Intel need mesa-vulkan-drivers'
  );
}
