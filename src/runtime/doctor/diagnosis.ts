/** What works here, what does not, and what would fix it: everything that `gan doctor` reports. */
import { EngineUnavailableError, fastestEngine, type EngineName } from '../engines/index.ts';
import type { Finding } from './apart.ts';
import type { Machine } from './machine.ts';
import type { Gpu, NvidiaAnswer } from './nvidia.ts';

/** The engine that `--engine auto` takes; null if it finds none. */
export interface Choice {
  readonly engine: EngineName | null;
  readonly why: string;
}

export interface Advice {
  readonly text: string;
  /** Alternative commands, each of which would fix it. */
  readonly remedies: readonly string[];
}

export interface Diagnosis {
  readonly machine: Machine;
  readonly gpus: readonly Gpu[];
  readonly engines: ReadonlyMap<EngineName, Finding>;
  readonly auto: Choice;
  readonly advice: readonly Advice[];
}

export async function diagnose(
  machine: Machine,
  nvidia: NvidiaAnswer,
  engines: ReadonlyMap<EngineName, Finding>,
): Promise<Diagnosis> {
  const auto = await choiceAmong(engines);
  return { machine, gpus: nvidia.gpus, engines, auto, advice: adviceFor(machine, nvidia, engines) };
}

/** Thrown for an engine whose examination gave no result. */
class Unexamined extends Error {
  readonly engine: EngineName;
  constructor(engine: EngineName) {
    super();
    this.engine = engine;
  }
}

/** Calls the function that makes the actual choice, on these findings. */
async function choiceAmong(engines: ReadonlyMap<EngineName, Finding>): Promise<Choice> {
  try {
    const engine = await fastestEngine(undefined, async (name) => {
      const finding = engines.get(name)!;
      if ('failure' in finding) throw new Unexamined(name);
      return finding;
    });
    const onGpu = engines.get(engine)!.hardware === 'GPU';
    const why = onGpu
      ? 'the first that works on a GPU here'
      : 'no engine works on a GPU here, and this is the first that works on the CPU';
    return { engine, why };
  } catch (error) {
    if (error instanceof EngineUnavailableError) return { engine: null, why: error.message };
    if (!(error instanceof Unexamined)) throw error;
    const other = [...engines].find(([, { usable }]) => usable)?.[0];
    const wayOut = other === undefined ? '' : `; choose an engine by name, as with --engine ${other}`;
    return { engine: null, why: `it would stop at ${error.engine}, whose examination gave no result${wayOut}` };
  }
}

function adviceFor(
  { node }: Machine,
  { gpus, problem }: NvidiaAnswer,
  engines: ReadonlyMap<EngineName, Finding>,
): Advice[] {
  const advice: Advice[] = [];
  if (!node.supported)
    advice.push({
      text: `Node ${node.version} is older than ${node.oldest}, the oldest that is tested`,
      remedies: ['install a newer one from https://nodejs.org'],
    });
  if (problem !== undefined)
    advice.push({
      text: `nvidia-smi is installed, but fails: ${problem}`,
      remedies: ['nvidia-smi   (shows everything it prints)'],
    });
  if (gpus.length > 0 && [...engines.values()].every(({ hardware }) => hardware !== 'GPU')) {
    const names = [...new Set(gpus.map(({ name }) => name))].join(', ');
    advice.push({ text: `no engine can use the GPU of this machine (${names})`, remedies: gpuRemedies(engines) });
  }
  return advice;
}

function gpuRemedies(engines: ReadonlyMap<EngineName, Finding>): string[] {
  const remedies = [...engines.values()].flatMap((finding) => {
    if ('failure' in finding) return [];
    return finding.gpuRemedy ?? (finding.usable ? [] : finding.remedy);
  });
  return [...new Set(remedies)];
}
