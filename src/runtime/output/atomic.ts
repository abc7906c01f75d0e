/**
 * Files and folders that are there whole or not at all: written under a temporary name beside their place, flushed to
 * the disk, then renamed, which POSIX and NTFS do in one step. Whatever goes wrong is an `OutputError` and leaves what
 * was there before.
 */
import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { OutputError } from './errors.ts';

export type Content = string | Uint8Array;

/** Writes a file, making the folders above it. */
export function writeFile(path: string, content: Content): void {
  replace(path, (temporary) => writeDurably(temporary, content));
}

/** Writes a folder with the given files, in place of one that may be there. */
export function writeFolder(path: string, files: ReadonlyMap<string, Content>): void {
  replace(path, (temporary) => {
    mkdirSync(temporary);
    for (const [name, content] of files) writeDurably(join(temporary, name), content);
    flushFolder(temporary);
    // A folder with something in it cannot be renamed over, so the old one is taken away first: of all that can be
    // interrupted here, this instant alone leaves neither.
    rmSync(path, { recursive: true, force: true });
  });
}

/**
 * Makes a folder and those above it. Node's own `recursive` goes round and round for ever where a file system answers
 * "no such folder" to the making of one, as /proc does.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another process may have been quicker.
    if (!isFolder(path)) throw cause;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Making it will say what is wrong.
    return false;
  }
}

/** What every temporary name contains: leftovers of a killed process are recognised by it. */
export const TEMPORARY_MARK = '.partial-';

function replace(path: string, write: (temporary: string) => void): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${parse(path).base}${TEMPORARY_MARK}${process.pid}`);
  try {
    makeFolder(folder);
    // Looked at first: what `rmSync` throws for a path it cannot take differs between versions of Node.
    if (lstatSync(temporary, { throwIfNoEntry: false })) rmSync(temporary, { recursive: true, force: true });
    write(temporary);
    renameSync(temporary, path);
    flushFolder(folder);
  } catch (cause) {
    removeQuietly(temporary);
    throw outputError(path, cause);
  }
}

function writeDurably(path: string, content: Content): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const file = openSync(path, 'wx');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a rename last through a power cut. Windows cannot open folders, and does not need it. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** After a failure the temporary file may be impossible to remove as well; the first failure is the one to report. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Reported by the caller as what it stems from.
  }
}

interface Reason {
  readonly why: string;
  readonly help: string;
}
const NOT_A_FOLDER: Reason = { why: 'a part of the path is a file, not a folder', help: 'choose another path' };
const REASONS: Readonly<Record<string, Reason>> = {
  ENOSPC: { why: 'the disk is full', help: 'free some space or write elsewhere' },
  EDQUOT: { why: 'the disk quota is used up', help: 'free some space or write elsewhere' },
  EFBIG: {
    why: 'the file would be larger than is allowed here',
    help: 'raise the limit (ulimit -f) or write elsewhere',
  },
  EACCES: {
    why: 'you do not have permission to write there',
    help: 'change the permissions of the folder or write elsewhere',
  },
  EPERM: {
    why: 'the system does not allow writing there',
    help: 'change the permissions of the folder or write elsewhere',
  },
  EROFS: { why: 'the file system is read-only', help: 'write elsewhere' },
  ENOTDIR: NOT_A_FOLDER,
  EEXIST: NOT_A_FOLDER,
  EISDIR: { why: 'there is a folder of that name', help: 'choose another path, or remove the folder' },
  ENOENT: { why: 'a folder of the path does not exist and cannot be made', help: 'choose another path' },
  ENAMETOOLONG: { why: 'the name is too long', help: 'choose a shorter one' },
  EMFILE: { why: 'too many files are open', help: 'raise the limit (ulimit -n)' },
  EIO: { why: 'the disk reports an error', help: 'check the disk, or write elsewhere' },
};

/** The user's view of a failed write. An error that is not the file system's is handed through. */
export function outputError(path: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (cause instanceof OutputError || code === undefined) return cause as Error;
  const reason = REASONS[code] ?? { why: message, help: 'choose another path' };
  const culprit = reason === NOT_A_FOLDER ? fileAbove(path) : undefined;
  const why = culprit === undefined ? reason.why : `${culprit} is a file, not a folder`;
  return new OutputError(`cannot write ${path}: ${why}`, reason.help, { cause });
}

/** The part of a path's folder that is not a folder. */
function fileAbove(path: string): string | undefined {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
    try {
      return lstatSync(above).isDirectory() ? undefined : above;
    } catch {
      // Not there, or below a file: what it would lie in is looked at next.
    }
  }
  return undefined;
}
