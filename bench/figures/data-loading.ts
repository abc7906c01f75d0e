/** How fast minibatches come from the data thread beside how fast the steps of a spec take them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze, requireProgram } from '../../src/compiler/compile.ts';
import { openEngine } from '../../src/index.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { openSession } from '../../src/runtime/train/session.ts';
import { held, told, type Figure, type Result } from '../figure.ts';
import { median, milliseconds } from '../statistics.ts';

const STEPS = 3;
const EXAMPLES = 10_000;

interface Times {
  /** Of a step that finds its data fetched. */
  readonly step: number;
  /** Of a minibatch, two of them asked for at a time; of images that are drawn, in the first epoch. */
  readonly minibatch: number;
}

async function timesOf(name: string, folder: string): Promise<Times> {
  const source = { name, text: readFileSync(join('specs', name), 'utf8') };
  const program = requireProgram(analyze(source));
  const { batch } = program.training!.phases[0]!;
  const engine = await openEngine('wasm', { threads: 2 });
  const session = await openSession(program, { engine, platform: nodePlatform, seed: 0, directory: folder });
  try {
    const [data] = session.data.values();
    const fetch = (first: number) => data!.fetch(Int32Array.from({ length: batch }, (_, i) => first + i));
    await fetch(0);
    const rounds = Math.floor(EXAMPLES / (2 * batch)) - 1;
    const begun = performance.now();
    for (let round = 0; round < rounds; round++)
      await Promise.all([fetch(batch * (2 * round + 1)), fetch(batch * (2 * round + 2))]);
    const minibatch = (performance.now() - begun) / (2 * rounds);
    await session.runStep();
    const steps: number[] = [];
    for (let i = 0; i < STEPS; i++) {
      const started = performance.now();
      await session.runStep();
      steps.push(performance.now() - started);
    }
    return { step: median(steps), minibatch };
  } finally {
    session.close();
    engine.dispose();
  }
}

/** Images in the format of MNIST; what they show makes no difference here. */
function writeImages(folder: string): void {
  // Where specs/dcgan.gan looks for MNIST.
  mkdirSync(join(folder, 'mnist'));
  const file = Buffer.alloc(16 + EXAMPLES * 28 * 28, 0x55);
  [0x803, EXAMPLES, 28, 28].forEach((word, i) => file.writeUInt32BE(word, 4 * i));
  writeFileSync(join(folder, 'mnist/train-images-idx3-ubyte'), file);
}

const manyTimes = (value: number) => `${value >= 10 ? value.toFixed(0) : value.toFixed(1)} ×`;

export const dataLoading: Figure = {
  name: 'data-loading',
  what: 'how many minibatches the data thread fetches in the time of a step on wasm',
  async measure(): Promise<Result[]> {
    const folder = mkdtempSync(join(tmpdir(), 'ganspec-bench-'));
    try {
      writeImages(folder);
      const results: Result[] = [];
      for (const name of ['digits.gan', 'dcgan.gan']) {
        const { step, minibatch } = await timesOf(name, folder);
        results.push(
          held(`minibatches fetched in the time of a step, ${name}`, '≥', 2, step / minibatch, manyTimes),
          told('… time of a step', step, milliseconds),
          told('… time of a minibatch', minibatch, (value) => `${value.toFixed(2)} ms`),
        );
      }
      return results;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
