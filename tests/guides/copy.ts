/** A copy of the repository in its present state, in a folder of its own. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../docs/markdown.ts';

/** Copies the files that git tracks or would add; the packages are a link to the repository's own. */
export async function copyRepository(): Promise<string> {
  const known = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', known, { cwd: root, maxBuffer: 1e8 });
  const copy = mkdtempSync(join(tmpdir(), 'ganspec-guides-'));
  for (const file of new Set(stdout.split('\0').filter(Boolean))) {
    if (file === 'node_modules' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

export interface Ended {
  readonly code: number | null;
  /** Stdout and stderr, in the order of arrival. */
  readonly printed: string;
}

/** Runs a line as if it had been typed in the folder of the copy. */
export function type(line: string, copy: string): Promise<Ended> {
  const command = line
    .replace(/^(npx )?gan /, `"${process.execPath}" dist/cli/main.js `)
    .replace(/^npx /, `node_modules/.bin/`);
  return new Promise((done, fail) => {
    const child = spawn(command, { cwd: copy, shell: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (printed += text));
    }
    child.on('error', fail);
    child.on('close', (code) => done({ code, printed }));
  });
}

/** A user's environment: tests run in the copy know nothing of the test that runs them, and write new golden files. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV$|CI$|FORCE_COLOR$|GANSPEC_DIST$)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}
