/** Opens engines by name. An engine's library is loaded only when that engine is opened or examined. */
import type { PassName } from '../../compiler/passes/names.ts';
import { EngineError, EngineUnavailableError } from './engine-error.ts';
import type { Engine, EngineDevice } from './engine.ts';
import type { Examination } from './examination.ts';
import type { Precision } from './precision.ts';

export { EngineError, EngineUnavailableError } from './engine-error.ts';
export type { Examination } from './examination.ts';
export { precisions, type Precision } from './precision.ts';
export type {
  Engine,
  EngineDevice,
  Feed,
  Feeds,
  HostTensor,
  NodeTime,
  NonFinite,
  Program,
  RandomFeed,
  RowsFeed,
  Timing,
} from './engine.ts';

export interface EngineOptions {
  /** For engines that run on the CPU. */
  readonly threads?: number | undefined;
  /** The compiler's passes to run, of which `fuse`, `overwrite` and `pack` are left to engines; all by default. */
  readonly passes?: readonly PassName[] | undefined;
  /** The hardware that it must run on. */
  readonly device?: 'cpu' | 'gpu' | undefined;
  /** The same bits in every run, even on a GPU. */
  readonly deterministic?: boolean | undefined;
  /** `f32` if omitted. */
  readonly precision?: Precision | undefined;
}

interface EngineRow {
  /** Whether it may turn out to run on a GPU. */
  readonly isForGpus: boolean;
  /** The precisions that it has on an NVIDIA GPU; elsewhere, it always computes in `f32`. */
  readonly precisions: readonly Precision[];
  /** Whether it can be used here, and if not, why and what would fix it. Leaves nothing open. */
  readonly examine: () => Promise<Examination>;
  /** Throws an `EngineUnavailableError` if it cannot be used. */
  readonly open: (options: EngineOptions) => Promise<Engine>;
}

/** The engines, fastest first among those that run on the same hardware. */
const engines = {
  tensorflow: {
    isForGpus: true,
    precisions: ['f32', 'tf32'],
    examine: async () => (await import('./tensorflow/tensorflow.ts')).examineTensorflow(),
    open: async (options) => (await import('./tensorflow/tensorflow.ts')).openTensorflow(options),
  },
  webgpu: {
    isForGpus: true,
    precisions: ['f32'],
    examine: async () => (await import('./webgpu/webgpu.ts')).examineWebgpu(),
    open: async (options) => (await import('./webgpu/webgpu.ts')).openWebgpu(options),
  },
  wasm: {
    isForGpus: false,
    precisions: ['f32'],
    examine: async () => (await import('./wasm/wasm.ts')).examineWasm(),
    open: async (options) => (await import('./wasm/wasm.ts')).openWasm(options),
  },
  cpu: {
    isForGpus: false,
    precisions: ['f32'],
    examine: async () => (await import('./cpu.ts')).examineCpu(),
    open: async () => (await import('./cpu.ts')).openCpu(),
  },
} satisfies Readonly<Record<string, EngineRow>>;

export type EngineName = keyof typeof engines;

export const engineNames = Object.keys(engines) as readonly EngineName[];

export const examineEngine = (name: EngineName): Promise<Examination> => engines[name].examine();

/**
 * Opens an engine; `auto` is the first that runs on a GPU here, or else the first that runs on the CPU. Throws an
 * `EngineError` for an unknown name, an `EngineUnavailableError` for an engine that cannot be used here.
 */
export async function openEngine(name: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const { precision = 'f32' } = options;
  if (name === 'auto') return precision === 'f32' ? openFastest(options) : openEngine(onlyWith(precision), options);
  const row: EngineRow | undefined = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (!row)
    throw new EngineError(`there is no engine \`${String(name)}\`; there are ${engineNames.join(', ')} and auto`);
  if (!row.precisions.includes(precision)) throw refused(precision, `\`${name}\` computes in f32 alone`);
  const engine = await row.open(options);
  const unfit = whyUnfit(engine.description, options);
  if (!unfit) return engine;
  engine.dispose();
  throw unfit;
}

/** Why an engine, now that it is open, is not what the options ask for; null if it is. */
function whyUnfit(
  { engine, device, hardware }: EngineDevice,
  { device: wanted, precision = 'f32' }: EngineOptions,
): EngineUnavailableError | null {
  if (wanted && hardware.toLowerCase() !== wanted)
    return new EngineUnavailableError(
      `a ${wanted.toUpperCase()} was asked for, and \`${engine}\` runs on ${device} here`,
      '`gan doctor` says which engine runs on what, and what would fix the others',
    );
  if (precision !== 'f32' && hardware !== 'GPU') return refused(precision, `\`${engine}\` runs on ${device} here`);
  return null;
}

const onlyWith = (precision: Precision): EngineName =>
  engineNames.find((name) => (engines[name].precisions as readonly Precision[]).includes(precision))!;

function refused(precision: Precision, why: string): EngineUnavailableError {
  return new EngineUnavailableError(
    `${precision} was asked for, and ${why}`,
    `\`${onlyWith(precision)}\` can compute in ${precision}, on an NVIDIA GPU alone; without \`--precision\` it is f32, everywhere`,
  );
}

/** Opens engines without examining them first: opening reveals most of what an examination would. */
async function openFastest(options: EngineOptions): Promise<Engine> {
  const opened = new Map<EngineName, Engine>();
  let fastest: EngineName | undefined;
  try {
    fastest = await fastestEngine(options.device, async (name) => {
      try {
        const engine = await engines[name].open(options);
        opened.set(name, engine);
        return { usable: true, hardware: engine.description.hardware };
      } catch (error) {
        if (error instanceof EngineUnavailableError) return { usable: false };
        throw error;
      }
    });
    return opened.get(fastest)!;
  } finally {
    for (const [name, engine] of opened) if (name !== fastest) engine.dispose();
  }
}

type Look = Pick<Examination, 'usable' | 'hardware'>;

/** The engine that `auto` takes. `look` is asked about one engine at a time, and about no more than necessary. */
export async function fastestEngine(
  device: 'cpu' | 'gpu' | undefined,
  look: (name: EngineName) => Promise<Look>,
): Promise<EngineName> {
  let onCpu: EngineName | undefined;
  for (const name of engineNames) {
    const forItsGpu = engines[name].isForGpus && device !== 'cpu';
    const forTheCpu = device !== 'gpu' && !onCpu;
    if (!forItsGpu && !forTheCpu) continue;
    const { usable, hardware } = await look(name);
    if (usable && hardware === 'GPU' && forItsGpu) return name;
    if (usable && hardware === 'CPU' && forTheCpu) onCpu = name;
  }
  if (onCpu) return onCpu;
  if (device === 'gpu')
    throw new EngineUnavailableError('no engine finds a GPU here', '`gan doctor` says why, engine by engine');
  throw new EngineUnavailableError('no engine works here', '`gan doctor` says why, engine by engine');
}
