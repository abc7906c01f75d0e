/** The repository as it is now, in a folder of its own. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../docs/markdown.ts';

/** Files that git knows or would take; packages are those of the repository itself. */
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
  /** Of stdout and stderr, as it came. */
  readonly printed: string;
}

/** Runs what somebody types in the folder of the copy. */
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

/** That of a person: tests that are run in the copy know nothing of the one that runs them, and write what is new. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV$|CI$|FORCE_COLOR$|GANSPEC_DIST$)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1' };
}
