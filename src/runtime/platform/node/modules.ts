/** Reads the files that a spec imports from disk. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { ModuleText, ReadModule } from '../../../compiler/analyze.ts';

/** Larger texts are not specs: a thousand lines are 40 kB. */
export const mostBytes = 10_000_000;

/** Reads modules at or below a folder, that of the spec. */
export function modulesIn(folder: string): ReadModule {
  const root = resolve(folder);
  return (path) => {
    const file = join(root, path);
    let descriptor: number;
    try {
      // Without blocking, should it be a pipe to which nobody writes.
      descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (cause) {
      return unopened(cause as NodeJS.ErrnoException);
    }
    try {
      return read(descriptor, file, root);
    } finally {
      closeSync(descriptor);
    }
  };
}

function unopened({ code, message }: NodeJS.ErrnoException): ModuleText {
  if (code === 'ENOENT' || code === 'ENOTDIR') return { missing: true };
  const why = code === 'EACCES' ? 'you do not have permission to read it' : message;
  return { why, help: 'make it readable, or import another file' };
}

function read(descriptor: number, file: string, root: string): ModuleText {
  const status = fstatSync(descriptor);
  if (status.isDirectory()) return { why: 'it is a folder', help: 'name one of the .gan files in it' };
  if (!status.isFile()) return { why: 'it is not a file', help: 'import a .gan file' };
  // A link may lead anywhere.
  const inside = relative(realpathSync(root), realpathSync(file));
  if (inside === '..' || inside.startsWith(`..${sep}`)) {
    return { why: 'it is a link that leads out of the folder of the spec', help: 'copy the file into the folder' };
  }
  if (status.size > mostBytes) {
    const megabytes = (status.size / 1e6).toFixed(0);
    return {
      why: `it is ${megabytes} MB, but a module is a text of at most ${mostBytes / 1e6} MB`,
      help: 'import a .gan file',
    };
  }
  const text = textOf(readFileSync(descriptor));
  return text === null ? { why: 'it is not UTF-8 text', help: 'a module is a text file; save it as UTF-8' } : { text };
}

/** The text of UTF-8 bytes; null if they are not text. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
