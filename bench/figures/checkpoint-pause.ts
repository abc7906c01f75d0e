/** How long a checkpoint stops training: what the training thread itself does for it, the longest of it at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../src/compiler/index.ts';
import { openEngine } from '../../src/index.ts';
import { createRun, saveCheckpoint } from '../../src/runtime/output/run-directory.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { openSession } from '../../src/runtime/train/session.ts';
import { held, told, type Figure, type Result } from '../figure.ts';
import { median, milliseconds } from '../statistics.ts';
import { startThreadClock } from '../thread-clock.ts';

/** 24.6 million weights; with Adam, three times as many numbers. */
const spec = `model wide
data x: tensor[2] from ring
latent z ~ normal[2]
network G(z: tensor[2]) -> tensor[2] { z |> repeat(2) { dense(3_500) |> relu } |> dense(2) }
network D(x: tensor[2]) -> logit[1] { x |> repeat(2) { dense(3_500) |> relu } |> dense(1) }
let fake = G(z)
loss d = minimax_d(D(x), D(fake))
loss g = non_saturating_g(D(fake))
train for 100 steps, batch 1 {
  minimize d over D using adam(1e-4)
  minimize g over G using adam(1e-4)
}
`;

interface Pauses {
  /** Keeping the variables as they are. */
  readonly snapshot: number;
  /** Copying the largest to the host; the others are copied in other turns. By the clock on the wall. */
  readonly longestCopy: number;
  /** The same by the thread's own clock, which other programs do not disturb. */
  readonly longestCopyOfThread: number;
  /** All copies together. */
  readonly copies: number;
  /** From the first copy to the last byte on the disk, on other threads for the most part. */
  readonly written: number;
}

async function pauses(times: number): Promise<Pauses[]> {
  const engine = await openEngine('wasm', { threads: 2 });
  const folder = mkdtempSync(join(tmpdir(), 'ganspec-bench-'));
  try {
    const options = { engine, platform: nodePlatform, seed: 0, directory: '.' };
    const session = await openSession(check(spec).program!, options);
    const run = await createRun(nodePlatform, join(folder, 'run'), { spec, modules: new Map(), graph: '{}' });
    const clock = startThreadClock();
    const found: Pauses[] = [];
    for (let i = 0; i < times; i++) {
      await session.runStep();
      const begun = performance.now();
      const snapshot = await session.snapshot();
      const kept = performance.now();
      const state = new Map();
      const copies: { readonly wall: number; readonly thread: number }[] = [];
      for (const name of snapshot.names) {
        const [wall, thread] = [performance.now(), clock()];
        state.set(name, await snapshot.read(name));
        copies.push({ wall: performance.now() - wall, thread: clock() - thread });
      }
      snapshot.dispose();
      const manifest = { seed: 0, engine: 'wasm', device: '', consts: {}, directory: '.', createdBy: '0' };
      await saveCheckpoint(run, { step: session.step, ...manifest }, state);
      found.push({
        snapshot: kept - begun,
        longestCopy: Math.max(...copies.map(({ wall }) => wall)),
        longestCopyOfThread: Math.max(...copies.map(({ thread }) => thread)),
        copies: copies.reduce((sum, { wall }) => sum + wall, 0),
        written: performance.now() - kept,
      });
    }
    return found;
  } finally {
    engine.dispose();
    rmSync(folder, { recursive: true });
  }
}

export const checkpointPause: Figure = {
  name: 'checkpoint-pause',
  what: 'the longest that a checkpoint of 25 million weights stops training on wasm',
  async measure(): Promise<Result[]> {
    // In the first, memory grows.
    const found = (await pauses(6)).slice(1);
    const of = (part: (pauses: Pauses) => number) => median(found.map(part));
    return [
      held(
        'pause by a checkpoint of 25 M weights, with Adam: processor time of the thread',
        '≤',
        50,
        of((p) => p.snapshot + p.longestCopyOfThread),
        milliseconds,
      ),
      told(
        '… by the clock on the wall',
        of((p) => p.snapshot + p.longestCopy),
        milliseconds,
      ),
      told(
        '… all copies together, one variable a turn',
        of(({ copies }) => copies),
        milliseconds,
      ),
      told(
        '… until it is on the disk',
        of(({ written }) => written),
        milliseconds,
      ),
    ];
  },
};
