/**
 * A short search, over the same texts each time; `npm run fuzz -- --runs 1000000 --seed 2` is a long one. Its findings,
 * as printed, are added to found.json.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFuzz, root } from '../../scripts/bundle-fuzz.mjs';
import { startExaminer, type Examiner } from './examiner.ts';
import { readFound } from './found.ts';
import { keyOf, search, type Finding } from './search.ts';

const seed = 1;
const texts = 1000;
/**
 * Here a text may take twenty times as long as in a long search: that a check takes less than a second is measured on a
 * machine that does nothing else, and what hangs is found all the same.
 */
const patience = 20;

const folder = mkdtempSync(join(tmpdir(), 'ganspec-fuzz-'));
const program = join(folder, 'examiner-process.mjs');
let examiner: Examiner;

beforeAll(async () => {
  await bundleFuzz(folder);
  examiner = startExaminer(program, root, patience);
});
afterAll(() => {
  examiner.stop();
  rmSync(folder, { recursive: true, force: true });
});

const found = readFound(root);
const title = ({ seed, number, property, detail }: Finding): string => `${seed}/${number}: ${property}, ${detail}`;
const named = (open: boolean) =>
  found.filter((one) => (one.open ?? false) === open).map((one) => [title(one), one.text] as const);

describe('earlier findings', { timeout: 300_000 }, () => {
  test.each(named(false))('%s', async (_, text) => {
    expect((await examiner.text(text)).failures).toEqual([]);
  });
  // Once such a finding is fixed, this test fails, and `open` has to be removed from found.json.
  test.fails.each(named(true))('%s (open)', async (_, text) => {
    expect((await examiner.text(text)).failures).toEqual([]);
  });
});

test(`${texts} texts`, { timeout: 300_000 }, async () => {
  const open = new Set(found.filter((one) => one.open).map(keyOf));
  const findings: Finding[] = [];
  const { outcomes, ...tally } = await search({
    program,
    root,
    seed,
    from: 0,
    to: texts,
    jobs: 2,
    patience,
    known: (failure) => open.has(keyOf(failure)),
    found: (finding) => findings.push(finding),
  });
  expect(findings).toEqual([]);
  expect(tally.texts).toBe(texts);
  // The search is worth something only as long as part of what it makes is right.
  expect((outcomes.get('compiled') ?? 0) / texts).toBeGreaterThan(0.1);
});
