/**
 * Files and folders that are written completely or not at all: under a temporary name in the same folder, flushed to
 * disk, then renamed, which POSIX and NTFS do atomically. A failed write throws an `OutputError` and leaves what was
 * there before.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { codeOf, type Content } from '../files.ts';
import { OutputError } from '../output-error.ts';

/** Writes a file, creating the folders above it. */
export const writeFile = (path: string, content: Content): Promise<void> =>
  replace(path, (temporary) => writeDurably(temporary, (file) => append(file, content)));

/** Writes a file whose parts come one after the other; it rejects with an error of the parts, too. */
export const writeParts = (path: string, parts: AsyncIterable<Content>): Promise<void> =>
  replace(path, (temporary) =>
    writeDurably(temporary, async (file) => {
      for await (const part of parts) await append(file, part);
    }),
  );

/** Writes a folder with the given files, each of them in parts, replacing any that exists. */
export const writeFolder = (path: string, files: ReadonlyMap<string, readonly Content[]>): Promise<void> =>
  replace(path, async (temporary) => {
    await mkdir(temporary);
    for (const [name, parts] of files)
      await writeDurably(join(temporary, name), async (file) => {
        for (const part of parts) await append(file, part);
      });
    await flushFolder(temporary);
    // A non-empty folder cannot be renamed over, so the old one is removed first. Interrupted at this very point,
    // and only here, neither of the two is left.
    await rm(path, { recursive: true, force: true });
  });

/**
 * Creates a folder and those above it. Node's own `recursive` loops forever on file systems that answer a mkdir with
 * "no such folder", as /proc does.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another process may have created it in the meantime.
    if (!isFolder(path)) throw cause;
  }
}

const isFolder = (path: string): boolean => kindOf(path) === 'folder';

export function kindOf(path: string): 'file' | 'folder' | null {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    // Reading or creating it will report what is wrong.
    return null;
  }
}

/** Occurs in every temporary name, and so identifies what a killed process has left behind. */
export const TEMPORARY_MARK = '.partial-';

async function replace(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${parse(path).base}${TEMPORARY_MARK}${process.pid}`);
  try {
    makeFolder(folder);
    // Checked first, because the error that `rm` gives for an impossible path differs between versions of Node.
    if (await isThere(temporary)) await rm(temporary, { recursive: true, force: true });
    await write(temporary);
    await rename(temporary, path);
    await flushFolder(folder);
  } catch (cause) {
    // It may be impossible to remove the temporary file as well; the first failure is the one to report.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw outputError(path, cause);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}

async function writeDurably(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function append(file: FileHandle, content: Content): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Makes a rename survive a power failure. Windows cannot open folders, and does not need this. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
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

/** Explains a failed write to the user. Errors that are not from the file system are returned as they are. */
export function outputError(path: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (cause instanceof OutputError || code === undefined) return cause as Error;
  const reason = REASONS[code] ?? { why: message, help: 'choose another path' };
  const culprit = reason === NOT_A_FOLDER ? fileAbove(path) : undefined;
  const why = culprit === undefined ? reason.why : `${culprit} is a file, not a folder`;
  return new OutputError(`cannot write ${path}: ${why}`, reason.help, { cause });
}

/** The closest existing path above, if it is not a folder. */
function fileAbove(path: string): string | undefined {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
    try {
      return lstatSync(above).isDirectory() ? undefined : above;
    } catch {
      // Does not exist, or is below a file: try the path above.
    }
  }
  return undefined;
}
