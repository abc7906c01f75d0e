/// <reference types="@webgpu/types" />
/** A web page, or a worker of one. Its files are kept in memory. */
import { foundGpu, type FoundGpu } from '../gpu.ts';
import type { Platform } from '../platform.ts';
import { memoryFiles, type MemoryFiles } from './memory-files.ts';
import { modulesIn } from './modules.ts';
import { paths } from './paths.ts';
import { sha256 } from './sha256.ts';
import { noSharedMemory, sleep, startThread } from './thread.ts';

export interface BrowserPlatform extends Platform {
  readonly files: MemoryFiles;
}

export function browserPlatform(): BrowserPlatform {
  const files = memoryFiles();
  return {
    name: 'a browser',
    version: browserVersion(),
    files,
    paths,
    // Without shared memory, which only isolated pages have, there is this thread alone.
    processors: crossOriginIsolated ? navigator.hardwareConcurrency : 1,
    startThread,
    noSharedMemory: noSharedMemory(),
    sleep,
    // Browsers hide it behind nothing that a page could change.
    enableRelaxedSimd: () => undefined,
    memoryBytes: () => null,
    turn,
    sha256,
    sha256OfParts: async (parts) => ({
      sha256: sha256(new Uint8Array(await new Blob([...parts] as BlobPart[]).arrayBuffer())),
      parts,
    }),
    gunzip,
    modulesIn: (folder) => modulesIn(files, folder),
    findGpu,
  };
}

/** A message to itself is a task of its own and, unlike a timer, is not delayed. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

async function gunzip(packed: Uint8Array): Promise<Uint8Array> {
  const unpacked = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

async function findGpu(): Promise<FoundGpu> {
  const remedy = 'use a browser that has WebGPU, on a page that was loaded over https';
  if (!navigator.gpu) return { adapter: null, why: 'this page has no WebGPU', remedy };
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { adapter: null, why: 'the browser found no GPU that it can use', remedy };
  return foundGpu(adapter, browserVersion());
}

/** `Chromium 141`; the whole user agent if that is all it tells. */
function browserVersion(): string {
  const agent = navigator as {
    readonly userAgentData?: { readonly brands: readonly { brand: string; version: string }[] };
  };
  const brand = agent.userAgentData?.brands.find((one) => one.brand.startsWith('Chrom'));
  return brand ? `${brand.brand} ${brand.version}` : navigator.userAgent;
}
