/** Opens engines by name. TensorFlow.js is loaded when the first one is opened, and not before. */
import { EngineError } from './engine-error.ts';
import type { Engine } from './engine.ts';

export { EngineError } from './engine-error.ts';
export type { Engine, EngineDevice, HostTensor, NodeTime, NonFinite, Program } from './engine.ts';

export interface EngineOptions {
  /** For engines on the CPU. */
  readonly threads?: number;
}

type Open = (options: EngineOptions) => Promise<Engine>;

/** The fastest first. */
const engines: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['wasm', async (options) => (await import('./wasm.ts')).openWasm(options)],
  ['cpu', async () => (await import('./cpu.ts')).openCpu()],
]);

export type EngineName = 'cpu' | 'wasm';

/**
 * `auto` is the fastest engine; all of them run wherever Node does.
 * Throws an `EngineError` for an unknown name.
 */
export async function openEngine(name: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const found = name === 'auto' ? [...engines.values()][0]! : engines.get(name);
  if (found) return found(options);
  throw new EngineError(`there is no engine \`${String(name)}\`; there are ${[...engines.keys()].join(', ')} and auto`);
}
