/** Everything in the library trains for two steps: losses are finite, and so are the weights after them. */
import { expect, test } from 'vitest';
import { train } from '../../src/index.ts';
import { contentsOf } from '../../src/compiler/library/contents.ts';
import { libraryModules } from '../../src/compiler/library/library.ts';
import { importOf, specWith, uses } from '../check/library-uses.ts';

const cases = libraryModules.flatMap((module) =>
  contentsOf(module).flatMap(({ name }) =>
    (uses[name] ?? []).map(
      (use) => [`${name}: ${JSON.stringify(use)}`, specWith(importOf(name, module), use)] as const,
    ),
  ),
);

test.each(cases)('%s', async (_, text) => {
  const losses: number[] = [];
  const { weights } = await train(
    { name: 'use.gan', text },
    { engine: 'cpu', steps: 2, seed: 1, onProgress: ({ values }) => losses.push(...values.values()) },
  );
  expect(losses.length).toBeGreaterThanOrEqual(4);
  expect(losses.filter((loss) => !Number.isFinite(loss))).toEqual([]);
  for (const [path, { data }] of weights) expect((data as Float32Array).every(Number.isFinite), path).toBe(true);
});
