/** The specs that come with the package, on every engine: the same losses, and no value left behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';
import { render } from '../../src/parser/index.ts';
import { openEngine, type EngineName } from '../../src/runtime/engines/index.ts';
import { openSession, type Session } from '../../src/runtime/train/session.ts';
import { root } from '../cli/gan.ts';
import { stateful } from '../cli/specs.ts';

async function withSession<T>(text: string, engineName: EngineName, use: (session: Session) => Promise<T>): Promise<T> {
  const source = { name: 'test.gan', text };
  const { program, diagnostics } = analyze(source);
  if (!program) throw new Error(render(diagnostics));
  const engine = await openEngine(engineName, { threads: 1 });
  try {
    return await use(await openSession(program, { engine, source, seed: 3, directory: root }));
  } finally {
    engine.dispose();
  }
}

/** Narrow, with a small batch: the reference engine is slow. */
const small: Readonly<Record<string, (text: string) => string>> = {
  ring: (text) => text.replace('batch 256', 'batch 16'),
  grid: (text) => text.replace('batch 256', 'batch 16'),
  wgan_gp: (text) => text.replace('batch 256', 'batch 16'),
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

describe('engines agree', () => {
  it.each(Object.keys(small))('on %s', async (name) => {
    const text = small[name]!(readFileSync(join(root, `specs/${name}.gan`), 'utf8'));
    // dcgan drops out: the draws are the same, so that the losses are.
    const losses = (engine: EngineName) =>
      withSession(text, engine, async (session) => {
        const found: Map<string, number>[] = [];
        for (let i = 0; i < 4; i++) found.push(new Map((await session.runStep()).values));
        return found;
      });
    const [cpu, wasm] = [await losses('cpu'), await losses('wasm')];
    for (const [i, values] of cpu.entries()) {
      for (const [output, value] of values) {
        const other = wasm[i]!.get(output)!;
        expect(
          Math.abs(other - value),
          `${output} at step ${i + 1}: ${value} on cpu, ${other} on wasm`,
        ).toBeLessThanOrEqual(1e-3 * Math.max(Math.abs(value), 1e-2));
      }
    }
    expect(cpu[3]).not.toEqual(cpu[0]);
  });
});

describe('memory', () => {
  it('stays as it is for a thousand steps, with samples and evaluations in between', async () => {
    await withSession(stateful, 'wasm', async (session) => {
      const { engine, program } = session;
      const fake = new Map([['fake', program.values.get('fake')!]]);
      const sample = async () => void (await session.values(fake, 10, { using: [program.networks.get('G_ema')!] }));
      // Steps with and without `every`, and samples, have been prepared after this.
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
      // Two rounds of d and, every third step, r1 on the minibatch of the pass.
      expect(session.model.dataRounds).toEqual([0, 1, 2]);
      expect(session.model.stepsPerEpoch).toBe(2);
    });
  });
});
