/** Opens engines by name. */
import type { PassName } from '../../compiler/passes/names.ts';
import type { Platform } from '../platform/platform.ts';
import { EngineError, EngineUnavailableError } from './engine-error.ts';
import type { Engine, EngineDevice } from './engine.ts';
import type { Examination } from './examination.ts';
import type { Precision } from '../precision.ts';

export { EngineError, EngineUnavailableError } from './engine-error.ts';
export type { Examination } from './examination.ts';
export { precisions, type Precision } from '../precision.ts';
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

/** How an engine is had. Its library is loaded only when it is opened or examined. */
export interface EngineOpener {
  /** Whether it can be used here, and if not, why and what would fix it. Leaves nothing open. */
  readonly examine: (platform: Platform) => Promise<Examination>;
  /** Throws an `EngineUnavailableError` if it cannot be used. */
  readonly open: (platform: Platform, options: EngineOptions) => Promise<Engine>;
}

/** What the runtime is given to run in: a platform, and the engines that there are on it. */
export interface Host {
  readonly platform: Platform;
  readonly engines: Readonly<Partial<Record<EngineName, EngineOpener>>>;
}

interface EngineRow {
  /** Whether it may turn out to run on a GPU. */
  readonly isForGpus: boolean;
  /** The precisions that it has, and what each of them needs; null if it needs nothing. */
  readonly precisions: Readonly<Partial<Record<Precision, 'an NVIDIA GPU' | null>>>;
}

/** The engines, fastest first among those that run on the same hardware. */
const engines = {
  tensorflow: { isForGpus: true, precisions: { f32: null, tf32: 'an NVIDIA GPU', bf16: null } },
  webgpu: { isForGpus: true, precisions: { f32: null } },
  wasm: { isForGpus: false, precisions: { f32: null } },
  cpu: { isForGpus: false, precisions: { f32: null } },
} satisfies Readonly<Record<string, EngineRow>>;

export type EngineName = keyof typeof engines;

export const engineNames = Object.keys(engines) as readonly EngineName[];

export async function examineEngine({ platform, engines: here }: Host, name: EngineName): Promise<Examination> {
  return (await here[name]?.examine(platform)) ?? { usable: false, ...absent(platform) };
}

const absent = (platform: Platform) => ({
  why: `${platform.name} does not have it`,
  remedy: 'take another engine: all others run anywhere',
});

/**
 * Opens an engine; `auto` is the first that runs on a GPU here, or else the first that runs on the CPU. Throws an
 * `EngineError` for an unknown name, an `EngineUnavailableError` for an engine that cannot be used here.
 */
export async function openEngine(host: Host, name: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const { precision = 'f32' } = options;
  if (name === 'auto')
    return precision === 'f32' ? openFastest(host, options) : openEngine(host, onlyWith(precision), options);
  const row: EngineRow | undefined = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (!row)
    throw new EngineError(`there is no engine \`${String(name)}\`; there are ${engineNames.join(', ')} and auto`);
  if (needsOf(name, precision) === undefined) throw refused(precision, `\`${name}\` computes in f32 alone`);
  const engine = await open(host, name, options);
  const unfit = whyUnfit(name, engine.description, options);
  if (!unfit) return engine;
  engine.dispose();
  throw unfit;
}

async function open({ platform, engines: here }: Host, name: EngineName, options: EngineOptions): Promise<Engine> {
  const opener = here[name];
  if (opener) return opener.open(platform, options);
  const { why, remedy } = absent(platform);
  throw new EngineUnavailableError(`the engine \`${name}\` cannot be used here: ${why}`, remedy);
}

/** Why an engine, now that it is open, is not what the options ask for; null if it is. */
function whyUnfit(
  engine: EngineName,
  { device, hardware }: EngineDevice,
  { device: wanted, precision = 'f32' }: EngineOptions,
): EngineUnavailableError | null {
  if (wanted && hardware.toLowerCase() !== wanted)
    return new EngineUnavailableError(
      `a ${wanted.toUpperCase()} was asked for, and \`${engine}\` runs on ${device} here`,
      '`gan doctor` says which engine runs on what, and what would fix the others',
    );
  if (needsOf(engine, precision) === 'an NVIDIA GPU' && hardware !== 'GPU')
    return refused(precision, `\`${engine}\` runs on ${device} here`);
  return null;
}

/** Undefined if the engine does not have the precision. */
const needsOf = (name: EngineName, precision: Precision) => (engines[name] as EngineRow).precisions[precision];

const onlyWith = (precision: Precision): EngineName =>
  engineNames.find((name) => needsOf(name, precision) !== undefined)!;

function refused(precision: Precision, why: string): EngineUnavailableError {
  const name = onlyWith(precision);
  const needs = needsOf(name, precision);
  return new EngineUnavailableError(
    `${precision} was asked for, and ${why}`,
    `\`${name}\` can compute in ${precision}${needs ? `, on ${needs} alone` : ''}; \`--precision f32\` works everywhere`,
  );
}

/** Opens engines without examining them first: opening reveals most of what an examination would. */
async function openFastest(host: Host, options: EngineOptions): Promise<Engine> {
  const opened = new Map<EngineName, Engine>();
  let fastest: EngineName | undefined;
  try {
    fastest = await fastestEngine(options.device, async (name) => {
      try {
        const engine = await open(host, name, options);
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
