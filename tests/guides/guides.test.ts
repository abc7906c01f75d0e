/**
 * The guides are true: a copy of the repository is changed as all of them say. It builds, commands print what the
 * guides show, and the tests pass in it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guides } from '../docs/markdown.ts';
import { copyRepository, type } from './copy.ts';
import { applied } from './edit.ts';
import { commandsOf, editsOf } from './guide.ts';

/**
 * Left out in the copy, because they take long and hardly touch what a guide adds: runs on engines, in browsers and
 * against PyTorch, trainings and their files, searches with random texts. The kernels of the new op are tested by a
 * command of its guide.
 */
const leftOut = [
  ...[
    'guides',
    'engines',
    'torch',
    'browser',
    'train',
    'profile',
    'zoo',
    'fuzz',
    'random',
    'data',
    'doctor',
    'output',
    'metrics',
  ],
  ...['cli/train', 'cli/doctor', 'cli/profile', 'cli/sample', 'cli/terminal', 'cli/init', 'docs/torch', 'docs/library'],
  ...['parser/fuzz', 'parser/noise', 'library.test.ts'],
];

const edits = guides.flatMap(editsOf);
const commands = guides.flatMap(commandsOf);
let copy = '';

beforeAll(async () => {
  copy = await copyRepository();
  for (const edit of edits) {
    const path = join(copy, edit.file);
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeFileSync(path, applied(edit, existsSync(path) ? readFileSync(path, 'utf8') : null));
    } catch (cause) {
      throw new Error(`${edit.place}: ${(cause as Error).message}`, { cause });
    }
  }
});
afterAll(() => {
  if (copy !== '') rmSync(copy, { recursive: true, force: true });
});

/** `…` matches anything: alone on a line, any lines; otherwise a part of the line. */
function pattern(output: string): RegExp {
  const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*');
  const lines = output.split('\n').map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${escaped(line)}\n`));
  return new RegExp(`^${lines.join('')}\\s*$`);
}

describe.sequential('a copy with everything that the guides add', () => {
  it('has something of each guide', () => {
    for (const guide of guides) {
      expect(editsOf(guide).length, guide.path).toBeGreaterThan(2);
      expect(commandsOf(guide).length, guide.path).toBeGreaterThan(0);
    }
  });

  it.each(commands.map((command) => [command.place, command] as const))('%s', async (_, { line, output }) => {
    const { code, printed } = await type(line, copy);
    const refused = /^(npx )?gan /.test(line) && /^error/m.test(output);
    expect(code, printed).toBe(refused ? 1 : 0);
    if (!pattern(output).test(`${printed}\n`)) expect(printed.trimEnd()).toBe(output);
  });

  it('has no type errors', async () => {
    expect(await type('npx tsc -p tsconfig.json', copy)).toEqual({ code: 0, printed: '' });
  });

  it('is linted, and formatted as the rest', async () => {
    const files = [...new Set(edits.map(({ file }) => file))].join(' ');
    const { code, printed } = await type(
      `npx oxlint --deny-warnings && node_modules/.bin/prettier --check --ignore-unknown ${files}`,
      copy,
    );
    expect(code, printed).toBe(0);
  });

  it(`passes the tests, but for those of ${leftOut.join(', ')}`, async () => {
    const left = new RegExp(`^(?:${leftOut.join('|')})\\b`);
    const files = readdirSync(join(copy, 'tests'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.test.ts') && !left.test(file),
    );
    const report = join(copy, 'report.json');
    const paths = files.map((file) => `tests/${file}`).join(' ');
    const { printed } = await type(`npx vitest run ${paths} --reporter=json --outputFile=report.json`, copy);
    expect(existsSync(report), printed).toBe(true);
    const result = JSON.parse(readFileSync(report, 'utf8')) as Report;
    expect(failuresIn(result, copy)).toEqual([]);
    // A run that could not even begin has no failures.
    expect(result.success, printed).toBe(true);
    expect(result.numPassedTests).toBeGreaterThan(1000);
  });
});

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function failuresIn({ testResults }: Report, folder: string): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.slice(folder.length + 1);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length > 0) return failed.map((test) => `${file}: ${test.fullName}: ${test.failureMessages[0]}`);
    return status === 'failed' ? [`${file}: ${message}`] : [];
  });
}
