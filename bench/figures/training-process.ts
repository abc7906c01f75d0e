/** `gan train` of the DCGAN as a process: how soon it trains, and how much memory it takes. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { engineNames, type EngineName } from '../../src/runtime/engines/index.ts';
import { NO_PYTORCH, pytorch, whyNot } from '../competitor.ts';
import { held, leftOut, told, type Figure, type Result } from '../figure.ts';
import { median, mebibytes, seconds, times } from '../statistics.ts';

const CLI = 'dist/cli/main.js';
const SPEC = 'bench/specs/dcgan.gan';
const THREADS = 2;
/** `cpu` is the reference engine: its steps of a DCGAN take minutes. */
const engines = engineNames.filter((name) => name !== 'cpu');

/**
 * Preloaded code that, when the main thread ends, writes the process's peak memory in kB (VmHWM) to file descriptor 3.
 */
const tellPeak = `
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const peak = () => writeSync(3, /^VmHWM:\\s*(\\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
if (isMainThread) process.on('exit', peak);
`;

interface Trained {
  /** Seconds from the start of the process to each step that it reported: the first and the last. */
  readonly told: readonly number[];
  /** The peak memory in bytes. */
  readonly peak: number;
}

async function train(engine: EngineName, steps: number): Promise<Trained> {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not there: npm run build`);
  const folder = mkdtempSync(join(tmpdir(), 'ganspec-bench-'));
  const options = { engine, steps: String(steps), threads: String(THREADS), run: join(folder, 'run') };
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const atExit = ['--import', `data:text/javascript,${encodeURIComponent(tellPeak)}`];
  const begun = performance.now();
  const child = spawn(process.execPath, [...atExit, CLI, 'train', SPEC, '--json', ...named], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: { ...process.env, CUDA_VISIBLE_DEVICES: '-1' },
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let peak = '';
  (child.stdio[3] as Readable).on('data', (data) => (peak += String(data)));
  try {
    const told: number[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
      if ((JSON.parse(line) as { event: string }).event === 'progress') told.push((performance.now() - begun) / 1000);
    }
    const code = await ended;
    if (code !== 0) throw new Error(`gan train --engine ${engine} ended with ${code}`);
    return { told, peak: Number(peak) * 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const start: Figure = {
  name: 'start',
  what: 'from the start of `gan train` to the first step of the DCGAN, on each engine',
  async measure() {
    const results: Result[] = [];
    for (const engine of engines) {
      const figure = `\`gan train --engine ${engine}\` to its first step`;
      const without = await whyNot(engine);
      if (without !== null) {
        results.push(leftOut(figure, without));
        continue;
      }
      const runs: number[][] = [];
      for (let i = 0; i < 3; i++) runs.push([...(await train(engine, 2)).told]);
      // The first step itself is not part of the start; it is taken to last as long as the second.
      const starts = runs.map(([first, second]) => first! - (second! - first!));
      results.push(held(figure, '≤', 2, median(starts), seconds));
      results.push(told('… and with that step', median(runs.map(([first]) => first!)), seconds));
    }
    return results;
  },
};

const STEPS = 5;

export const memoryBesidePytorch: Figure = {
  name: 'memory-rss',
  what: `the most memory that the process of the DCGAN's training holds, beside PyTorch's`,
  async measure() {
    const results: Result[] = [];
    const torch = await pytorch('dcgan', THREADS);
    if (torch) await torch.steps(STEPS);
    const bound = (await torch?.peak()) ?? null;
    torch?.stop();
    for (const engine of engines) {
      const figure = `memory of \`gan train --engine ${engine}\` beside PyTorch's`;
      const without = (await whyNot(engine)) ?? (bound === null ? NO_PYTORCH : null);
      if (without !== null) {
        results.push(leftOut(figure, without));
        continue;
      }
      const { peak } = await train(engine, STEPS);
      results.push(held(figure, '≤', 1.1, peak / bound!, times), told('… peak', peak, mebibytes));
    }
    if (bound !== null) results.push(told('… PyTorch', bound, mebibytes));
    return results;
  },
};
