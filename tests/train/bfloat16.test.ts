/** What `--precision bf16` costs a training run: losses beside those of float32 from the same weights, data and draws. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze } from '../../src/compiler/compile.ts';
import { openEngine } from '../../src/index.ts';
import type { Precision } from '../../src/runtime/engines/index.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { openSession } from '../../src/runtime/train/session.ts';
import { root } from '../cli/gan.ts';
import { hasBfloat16 } from '../engines/installed.ts';

/** An eighth as wide as it is, on a sixteenth of the batch. */
const narrow = readFileSync(join(root, 'specs/dcgan.gan'), 'utf8')
  .replace(/mnist\(.*\)/, 'digits()')
  .replaceAll('256', '32')
  .replaceAll('(128, 5', '(16, 5')
  .replaceAll('(64, 5', '(8, 5')
  .replace('batch = 128', 'batch = 8')
  .replace(/expect .*\n/g, '');

const STEPS = 200;

async function losses(precision: Precision): Promise<readonly ReadonlyMap<string, number>[]> {
  const { program } = analyze({ name: 'dcgan.gan', text: narrow });
  const engine = await openEngine('tensorflow', { precision, device: 'cpu', threads: 1 });
  try {
    const session = await openSession(program!, { platform: nodePlatform, engine, seed: 0, directory: root });
    const made: ReadonlyMap<string, number>[] = [];
    while (made.length < STEPS) made.push(...(await session.runSteps(STEPS - made.length)).map(({ values }) => values));
    return made;
  } finally {
    engine.dispose();
  }
}

test.skipIf(!(await hasBfloat16()))(`over ${STEPS} steps of a DCGAN they stay within 2 %`, async () => {
  const [whole, rounded] = [await losses('f32'), await losses('bf16')];
  for (const name of ['d', 'g']) {
    const apart = whole.map((values, i) => Math.abs(rounded[i]!.get(name)! / values.get(name)! - 1));
    expect(Math.max(...apart)).toBeLessThan(0.02);
    expect(Math.max(...apart)).toBeGreaterThan(0);
  }
});
