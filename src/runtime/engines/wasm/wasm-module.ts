/** Starts TensorFlow.js' WebAssembly module, with threads where there are any. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { WasmSupport } from '../../platform/platform.ts';

export interface WasmModule {
  readonly backend: BackendWasm;
  /** How many threads it actually has. */
  readonly threads: number;
  readonly stop: () => void;
}

/** In Node, a worker keeps the process alive unless told otherwise; on a page, there is nothing to tell it. */
interface Pool {
  readonly runningWorkers: readonly { unref?(): void }[];
  readonly unusedWorkers: readonly { unref?(): void }[];
}

export async function startWasm({ folder, starting }: WasmSupport, threads: number): Promise<WasmModule> {
  const core = await import('@tensorflow/tfjs-core');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  core.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1 && typeof SharedArrayBuffer !== 'undefined');
  wasm.setThreadsCount(threads);
  if (folder !== undefined) wasm.setWasmPaths(folder);
  const makeBackend = core.findBackendFactory('wasm') as () => Promise<BackendWasm>;
  const backend = await starting(threads, makeBackend);
  for (const { setupFunc } of core.getKernelsForBackend('wasm')) setupFunc?.(backend);

  const { PThread: pool } = backend.wasm as { PThread?: Pool };
  for (const worker of [...(pool?.runningWorkers ?? []), ...(pool?.unusedWorkers ?? [])]) worker.unref?.();
  return { backend, threads: wasm.getThreadsCount(), stop: () => backend.dispose() };
}
