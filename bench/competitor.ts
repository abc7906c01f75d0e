/** The programs that run steps of the same model, and how they are compared. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { examineEngine } from '../src/index.ts';
import type { EngineName } from '../src/runtime/engines/index.ts';
import { engineFolder } from '../src/runtime/engines/tensorflow/binding.ts';
import type { Asked, Opened } from './ours.ts';
import { startWorker } from './process.ts';
import { median } from './statistics.ts';

export interface Competitor {
  readonly name: string;
  /** The milliseconds that each of `count` steps takes. */
  steps(count: number): Promise<number[]>;
  stop(): void;
}

export async function ganspec(asked: Asked, environment: Readonly<Record<string, string>> = {}): Promise<Competitor> {
  const worker = startWorker('ours', environment);
  const { device } = await worker.call<Opened>('open', asked).catch((error: unknown) => {
    worker.stop();
    throw error;
  });
  const name = `ganspec, ${asked.engine ?? 'wasm'}, ${device}`;
  return { name, steps: (count) => worker.call('steps', count), stop: worker.stop };
}

/** The DCGAN written by hand for TensorFlow.js. Null if the backend is `node` and its package is not installed. */
export async function tensorflowJs(backend: 'wasm' | 'node', threads: number): Promise<Competitor | null> {
  if (backend === 'node' && !existsSync(join(engineFolder(), 'engine.json'))) return null;
  const worker = startWorker('peers/tfjs-dcgan');
  const name = await worker.call<string>('open', { backend, threads });
  return { name, steps: (count) => worker.call('steps', count), stop: worker.stop };
}

export type TorchModel = 'dcgan' | 'wgan-gp' | 'ring';

export interface Torch extends Competitor {
  /** The most bytes that its process has held so far. */
  peak(): Promise<number>;
}

export interface TorchOptions {
  /** `cpu` if omitted. */
  readonly device?: 'cpu' | 'cuda';
  /** The batch of the measured spec if omitted. */
  readonly batch?: number;
  /** Of the DCGAN's networks: autocast to bfloat16 if `bf16`; `f32` if omitted. */
  readonly precision?: 'f32' | 'bf16';
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs under the Python of GANSPEC_PYTHON, or ganspec's own; null if it is missing or lacks PyTorch for the device. */
export async function pytorch(
  model: TorchModel,
  threads: number,
  { device, batch, precision, environment = {} }: TorchOptions = {},
): Promise<Torch | null> {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const python = process.env['GANSPEC_PYTHON'] ?? join(cache, 'ganspec/python/bin/python');
  if (!existsSync(python)) return null;
  const args = [
    ...[model, String(threads)],
    ...(device ? ['--device', device] : []),
    ...(batch === undefined ? [] : ['--batch', String(batch)]),
    ...(precision ? ['--precision', precision] : []),
  ];
  const child = spawn(python, ['bench/peers/torch_peer.py', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return null;
  const ask = async (request: string): Promise<unknown> => {
    child.stdin.write(`${request}\n`);
    const line = await lines.next();
    if (line.done) throw new Error('torch_peer.py ended');
    return JSON.parse(line.value);
  };
  return {
    name: first.value,
    steps: (count) => ask(String(count)) as Promise<number[]>,
    peak: () => ask('memory') as Promise<number>,
    stop: () => void child.kill(),
  };
}

export const NO_PYTORCH = 'no Python with PyTorch; GANSPEC_PYTHON names one';

/** Why an engine cannot be measured here, or null if it can. */
export async function whyNot(engine: EngineName): Promise<string | null> {
  const examination = await examineEngine(engine);
  if (!examination.usable) return `${examination.why}; ${examination.remedy}`;
  return examination.hardware === 'software' ? `there is only ${examination.device}, in software` : null;
}

const TURNS = 5;

/**
 * The milliseconds of a step, by turn and competitor. The competitors take turns so that whatever else the machine does
 * affects all of them alike. A turn's figure is the median of its steps; before the first turn, each competitor runs as
 * many steps to warm up.
 */
export async function takeTurns(
  competitors: readonly { readonly competitor: Competitor; readonly steps: number }[],
): Promise<number[][]> {
  for (const { competitor, steps } of competitors) await competitor.steps(steps);
  const turns: number[][] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const row: number[] = [];
    for (const { competitor, steps } of competitors) row.push(median(await competitor.steps(steps)));
    turns.push(row);
  }
  return turns;
}
