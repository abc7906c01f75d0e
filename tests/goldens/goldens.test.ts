/**
 * Whole specs, and the output of every stage of the pipeline for them: golden files. `npx vitest run tests/goldens
 * --update` rewrites them; read the difference before you commit it.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { stages } from '../../src/cli/report/stages.ts';
import { gan } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The specs for which a stage has something to print: `right` if it needs a program. */
const shown: readonly { readonly stage: string; readonly of: 'all' | 'right' }[] = [
  { stage: 'tokens', of: 'all' },
  { stage: 'tree', of: 'all' },
  { stage: 'symbols', of: 'all' },
  { stage: 'types', of: 'right' },
  { stage: 'step', of: 'right' },
];

/** Skips a stage that `gan inspect` does not have yet. */
const isThere = ({ stage }: { readonly stage: string }): boolean => (stages as readonly string[]).includes(stage);

interface Golden {
  /** Its path from the root of the repository. */
  readonly spec: string;
  readonly folder: string;
  readonly stages: readonly string[];
}

const rightSpecs: readonly Golden[] = readdirSync(join(root, 'specs'))
  .filter((file) => file.endsWith('.gan'))
  .map((file) => ({
    spec: `specs/${file}`,
    folder: `tests/goldens/right/${file.replace(/\.gan$/, '')}`,
    stages: shown.filter(isThere).map(({ stage }) => stage),
  }));

const wrongSpecs: readonly Golden[] = readdirSync(join(root, 'tests/goldens/wrong')).map((name) => ({
  spec: `tests/goldens/wrong/${name}/spec.gan`,
  folder: `tests/goldens/wrong/${name}`,
  stages: shown.filter((row) => isThere(row) && row.of === 'all').map(({ stage }) => stage),
}));

const longest = 300_000;

/** Of a text too long to be read, the beginning, with a hash of the whole that reveals any change. */
function readable(text: string): string {
  if (text.length <= longest) return text;
  const sum = createHash('sha256').update(text).digest('hex');
  const lines = text.split('\n');
  return `${lines.slice(0, 200).join('\n')}\n… ${lines.length} lines, sha256 of all ${sum}\n`;
}

async function expectGolden(folder: string, name: string, args: readonly string[]): Promise<void> {
  const { out, exitCode } = await gan(...args);
  const text = `$ gan ${args.join(' ')}\n${out}[exit ${exitCode}]\n`;
  await expect(readable(text)).toMatchFileSnapshot(join(root, folder, `${name}.txt`));
}

describe.each([...rightSpecs, ...wrongSpecs])('$spec', ({ spec, folder, stages }) => {
  test('check', () => expectGolden(folder, 'check', ['check', spec]));
  test.each(stages)('%s', (stage) => expectGolden(folder, stage, ['inspect', spec, '--emit', stage]));
});

test('right specs are right, and wrong ones wrong', async () => {
  for (const { spec } of rightSpecs) expect([spec, (await gan('check', spec)).exitCode]).toEqual([spec, 0]);
  for (const { spec } of wrongSpecs) expect([spec, (await gan('check', spec)).exitCode]).toEqual([spec, 1]);
});

test('every golden belongs to a spec and a stage', () => {
  const goldens = [...rightSpecs, ...wrongSpecs].flatMap(({ folder, stages }) =>
    ['check', ...stages].map((name) => `${folder}/${name}.txt`),
  );
  const found = ['right', 'wrong'].flatMap((kind) =>
    readdirSync(join(root, 'tests/goldens', kind), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.txt'))
      .map((path) => `tests/goldens/${kind}/${path}`),
  );
  expect(found.sort()).toEqual(goldens.sort());
});
