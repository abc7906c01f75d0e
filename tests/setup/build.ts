/** Tests of the command line run what a user runs, so dist/ is built first if a source file is newer. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default function build(): void {
  // Another build has been chosen explicitly.
  if (process.env['GANSPEC_DIST'] !== undefined) return;
  const built = timeOf(join(root, 'dist/index.d.ts'));
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const changed = Math.max(
    ...['package.json', 'scripts/build.mjs', ...sources.map((name) => join('src', name))].map((name) =>
      timeOf(join(root, name)),
    ),
  );
  if (built < changed) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
