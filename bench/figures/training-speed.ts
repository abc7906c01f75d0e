/** The DCGAN's steps beside those of the same model written by hand for TensorFlow.js, and for PyTorch where there is one. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { held, told, type Figure } from '../figure.ts';
import type { Opened } from '../ours.ts';
import { startWorker } from '../process.ts';
import { median, milliseconds } from '../statistics.ts';

interface Competitor {
  readonly name: string;
  /** Milliseconds of each of so many steps. */
  steps(count: number): Promise<number[]>;
  stop(): void;
}

async function ganspec(threads: number): Promise<Competitor> {
  const worker = startWorker('ours');
  const { device } = await worker.call<Opened>('open', { spec: 'bench/specs/dcgan.gan', threads });
  return { name: `ganspec, wasm, ${device}`, steps: (count) => worker.call('steps', count), stop: worker.stop };
}

async function tensorflowJs(threads: number): Promise<Competitor> {
  const worker = startWorker('peers/tfjs-dcgan');
  const name = await worker.call<string>('open', { threads });
  return { name: `${name}, wasm`, steps: (count) => worker.call('steps', count), stop: worker.stop };
}

/** The Python named by GANSPEC_PYTHON, or ganspec's own; null if there is none. */
async function pytorch(threads: number): Promise<Competitor | null> {
  const python = process.env['GANSPEC_PYTHON'] ?? join(homedir(), '.cache/ganspec/python/bin/python');
  if (!existsSync(python)) return null;
  const child = spawn(python, ['bench/peers/torch_dcgan.py', String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return null;
  return {
    name: first.value,
    async steps(count) {
      child.stdin.write(`${count}\n`);
      const line = await lines.next();
      if (line.done) throw new Error('torch_dcgan.py ended');
      return JSON.parse(line.value) as number[];
    },
    stop: () => void child.kill(),
  };
}

const TURNS = 5;
const times = (value: number) => `${value.toFixed(2)} ×`;

/** By turns, so that whatever else the machine does falls on all alike. A turn is the median of its steps. */
async function takeTurns(
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

export const trainingSpeed: Figure = {
  name: 'training',
  what: 'steps of the DCGAN at batch 64 beside TensorFlow.js by hand, by turns',
  async measure() {
    const opened = [await ganspec(2), await tensorflowJs(2), await tensorflowJs(1), await pytorch(2)];
    const competitors = opened.filter((competitor) => competitor !== null);
    try {
      const turns = await takeTurns(
        competitors.map((competitor, i) => ({ competitor, steps: i === 0 || i === 3 ? 3 : 1 })),
      );
      const ratio = (i: number) => median(turns.map((row) => row[i]! / row[0]!));
      const steps = competitors.map(({ name }, i) =>
        told(`step: ${name}`, median(turns.map((row) => row[i]!)), milliseconds),
      );
      return [
        held('speed of ganspec beside tfjs-layers, 2 threads each', '≥', 4, ratio(1), times),
        told('speed of ganspec beside tfjs-layers, 1 thread (its default in Node)', ratio(2), times),
        ...(competitors.length > 3 ? [told('speed of ganspec beside PyTorch', ratio(3), times)] : []),
        ...steps,
      ];
    } finally {
      for (const competitor of competitors) competitor.stop();
    }
  },
};
