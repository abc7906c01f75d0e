/** The same golden files, from the command line as users run it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cases, goldenOf, root, transcript } from './cases.ts';

const program = `${root}dist/cli/main.js`;
/** About a dozen, spread evenly over all cases, because starting a process takes a while. */
const dozen = cases.filter((_, i) => i % Math.ceil(cases.length / 12) === 0);

describe.skipIf(!existsSync(program))('as processes (built by `npm run build`)', () => {
  test.each(dozen)('%s', (path) => {
    const environment = { ...process.env, NO_COLOR: '1' };
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'check', path], { cwd: root, encoding: 'utf8', env: environment });
    expect(stderr).toBe('');
    expect(transcript(path, stdout, status ?? -1)).toBe(readFileSync(goldenOf(path), 'utf8'));
  });
});
