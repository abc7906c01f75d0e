/** The specs that come with the package, on every engine: the same losses, and no values left behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';
import { render } from '../../src/diagnostics/index.ts';
import { openEngine } from '../../src/index.ts';
import type { EngineName } from '../../src/runtime/engines/index.ts';
import { openSession, type Session } from '../../src/runtime/train/session.ts';
import { gathered } from '../../src/runtime/train/value-batches.ts';
import type { Expression } from '../../src/compiler/program/program.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { root } from '../cli/gan.ts';
import { engineNames } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';
import { stateful } from '../cli/specs.ts';

async function withSession<T>(text: string, engineName: EngineName, use: (session: Session) => Promise<T>): Promise<T> {
  const source = { name: 'test.gan', text };
  const { program, diagnostics } = analyze(source);
  if (!program) throw new Error(render(diagnostics));
  const engine = await openEngine(engineName, { threads: 1 });
  try {
    return await use(await openSession(program, { platform: nodePlatform, engine, seed: 3, directory: root }));
  } finally {
    engine.dispose();
  }
}

/** Narrow, with a small batch: the reference engine is slow. */
const small: Readonly<Record<string, (text: string) => string>> = {
  ring: (text) => text.replace('batch 256', 'batch 16'),
  grid: (text) => text.replace('batch 256', 'batch 16'),
  // The gradient of a Wasserstein critic's last bias is only rounding error, which Adam without momentum turns into a
  // whole step, a different one on each engine. So this uses plain descent.
  wgan_gp: (text) => text.replace('batch 256', 'batch 16').replaceAll(/adam\(cosine.*\)/g, 'sgd(0.01)'),
  digits: (text) => text.replace('width = 32', 'width = 4').replace('batch 64', 'batch 4'),
  wgan_gp_digits: (text) =>
    text
      .replaceAll('(64, 4', '(6, 4')
      .replaceAll('(32, 4', '(4, 4')
      .replaceAll('7, 7, 64', '7, 7, 4')
      .replace('7 * 7 * 64', '7 * 7 * 4')
      .replace('batch 64', 'batch 2'),
  dcgan: (text) =>
    text
      .replace(/mnist\(.*\)/, 'digits()')
      .replaceAll('256', '4')
      .replaceAll('(128, 5', '(6, 5')
      .replaceAll('(64, 5', '(4, 5')
      .replace('batch = 128', 'batch = 4')
      .replace(/expect .*\n/g, ''),
};

const STEPS = 20;
/** Relative to the value, or to 0.01 if that is larger: float32 sums in another order, fed back through many steps. */
const TOLERANCE = 1e-3;

describe('engines agree with the reference for 20 steps, and on samples', () => {
  it.each(Object.keys(small))('on %s', async (name) => {
    const text = small[name]!(readFileSync(join(root, `specs/${name}.gan`), 'utf8'));
    // dcgan has dropout; since the draws are the same, so are the losses.
    const train = (engine: EngineName) =>
      withSession(text, engine, async (session) => {
        const losses: Map<string, number>[] = [];
        while (losses.length < STEPS) losses.push(...(await session.runSteps(7)).map(({ values }) => new Map(values)));
        const [[value, expression]] = [...session.program.values].filter(([, { type }]) => type.kind === 'tensor') as [
          [string, Expression],
        ];
        const samples = (await gathered(session.values(new Map([[value, expression]]), 5))).get(value)!;
        return { losses: losses.slice(0, STEPS), samples: samples.data };
      });
    const reference = await train('cpu');
    expect(reference.losses[3]).not.toEqual(reference.losses[0]);
    for (const engine of [...engineNames, ...webgpuHere].filter((other) => other !== 'cpu')) {
      const found = await train(engine);
      for (const [i, values] of reference.losses.entries()) {
        for (const [output, value] of values) {
          const other = found.losses[i]!.get(output)!;
          const what = `${output} at step ${i + 1}: ${value} on cpu, ${other} on ${engine}`;
          expect(Math.abs(other - value), what).toBeLessThanOrEqual(TOLERANCE * Math.max(Math.abs(value), 1e-2));
        }
      }
      expect(found.samples.length).toBe(reference.samples.length);
      for (const [i, value] of reference.samples.entries())
        expect(Math.abs(found.samples[i]! - value), `sample ${i} on ${engine}`).toBeLessThanOrEqual(TOLERANCE);
    }
  });
});

describe('the same engine', () => {
  it.each([...engineNames, ...webgpuHere])('%s gives the same bits again', async (engine) => {
    const text = small['dcgan']!(readFileSync(join(root, 'specs/dcgan.gan'), 'utf8'));
    const train = () =>
      withSession(text, engine, async (session) => {
        const losses = (await session.runSteps(5)).map(({ values }) => [...values]);
        return { losses, state: [...(await session.state())].map(([name, { data }]) => [name, [...data]]) };
      });
    expect(await train()).toEqual(await train());
  });
});

describe('memory', () => {
  it('stays as it is for a thousand steps, with samples and evaluations in between', async () => {
    await withSession(stateful, 'wasm', async (session) => {
      const { engine, program } = session;
      const fake = new Map([['fake', program.values.get('fake')!]]);
      const sample = async () =>
        void (await gathered(session.values(fake, 10, { using: [program.networks.get('G_ema')!] })));
      // After this, steps with and without `every`, and samples, have been prepared.
      for (let i = 0; i < 6; i++) await session.runStep();
      await sample();
      const live = engine.liveTensors();
      const before = engine.peakBytes();
      for (let i = 0; i < 1000; i++) {
        await session.runStep();
        if (i % 100 === 0) await sample();
        if (i % 50 === 0) expect(engine.liveTensors()).toBe(live);
      }
      expect(engine.liveTensors()).toBe(live);
      expect(engine.peakBytes()).toBe(before);
    });
  });
});

describe('minibatches', () => {
  it('go through the data once an epoch, each round with its own', async () => {
    const text = stateful.replace('size: 96', 'size: 12').replace('batch 64', 'batch 2');
    await withSession(text, 'cpu', async (session) => {
      // Two rounds for d and, every third step, one for r1, on the minibatch of the pass.
      expect(session.model.dataRounds).toEqual([0, 1, 2]);
      expect(session.model.stepsPerEpoch).toBe(2);
    });
  });
});
