/** The memory that training is said to need, compared with what an engine holds while it trains. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, requireProgram } from '../../src/compiler/compile.ts';
import { residentBytes } from '../../src/runtime/engines/resident-data.ts';
import { totalBytes } from '../../src/compiler/step-memory.ts';
import { openEngine } from '../../src/index.ts';
import type { EngineName } from '../../src/runtime/engines/index.ts';
import { openSession, type Session } from '../../src/runtime/train/session.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { root } from '../cli/gan.ts';
import { stateful } from '../cli/specs.ts';
import { engineNames } from '../engines/engines.ts';
import { webgpuHere } from '../engines/webgpu.ts';

async function withSession<T>(text: string, name: EngineName, use: (session: Session) => Promise<T>): Promise<T> {
  const program = requireProgram(analyze({ name: 'test.gan', text }));
  const engine = await openEngine(name, { threads: 1 });
  try {
    return await use(await openSession(program, { platform: nodePlatform, engine, seed: 0, directory: root }));
  } finally {
    engine.dispose();
  }
}

const spec = (name: string): string => readFileSync(join(root, `specs/${name}.gan`), 'utf8');
const specs: Readonly<Record<string, string>> = {
  ring: spec('ring'),
  digits: spec('digits').replace('batch 64', 'batch 8'),
  // Its largest step is every third one, not the first.
  stateful,
};

describe.each(['wasm', ...webgpuHere] as const)('what is planned for %s', (engine) => {
  it.each(Object.keys(specs))('is what its ledger finds, within a hundredth: %s', async (name) => {
    await withSession(specs[name]!, engine, async (session) => {
      const planned = totalBytes(session.memory());
      session.engine.resetPeak();
      for (let i = 0; i < 3; i++) await session.runStep();
      const measured = session.engine.peakBytes()!;
      expect(Math.abs(planned - measured), `${planned} planned, ${measured} measured`).toBeLessThan(measured / 100);
    });
  });
});

describe('the data set', () => {
  const withData = (size: number) => stateful.replace('size: 96', `size: ${size}`);
  const dataOf = (text: string, engine: EngineName) =>
    withSession(text, engine, async (session) => session.memory().data);

  it('counts where it is kept, up to a gigabyte', async () => {
    for (const engine of engineNames) {
      const isKept = engine === 'tensorflow';
      expect(await dataOf(withData(1000), engine)).toBe(isKept ? 1000 * 2 * 4 : 0);
      expect(await dataOf(withData(100_000_000), engine)).toBe(isKept ? 800_000_000 : 0);
    }
  });

  it.skipIf(!engineNames.includes('tensorflow'))('counts one byte for each pixel', async () => {
    const digits = spec('digits').replace('digits()', 'digits(size: 300_000)');
    expect(await dataOf(digits, 'tensorflow')).toBe(300_000 * 784);
  });

  it('does not count if it is too large to be kept', () => {
    const example = { dtype: 'float32', shape: [28, 28, 1] } as const;
    expect(residentBytes(example, 300_000)).toBe(300_000 * 784 * 4);
    expect(residentBytes(example, 500_000)).toBe(0);
    expect(residentBytes({ ...example, bytes: true }, 500_000)).toBe(500_000 * 784);
    expect(residentBytes({ ...example, bytes: true }, 1_500_000)).toBe(0);
  });
});
