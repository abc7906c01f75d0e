/** A real disk of 64 KiB that tests can fill: a tmpfs, for which the right to mount is needed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TinyDisk {
  readonly path: string;
  remountReadOnly(): void;
  unmount(): void;
}

/** Null if no file system can be mounted; the reason is printed. */
export function mountTinyDisk(): TinyDisk | null {
  const path = mkdtempSync(join(tmpdir(), 'ganspec-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'pipe' });
  } catch (cause) {
    rmdirSync(path);
    console.log(
      `skipped: the tests on a full disk; cannot mount one (${(cause as Error).message.trim().split('\n').at(-1)})`,
    );
    return null;
  }
  return {
    path,
    remountReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', path]),
    unmount: () => {
      execFileSync('umount', [path]);
      rmdirSync(path);
    },
  };
}
