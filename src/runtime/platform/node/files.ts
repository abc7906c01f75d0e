/** The file system of the machine. */
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, readdirSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, type AppendedFile, type Files } from '../files.ts';
import { kindOf, makeFolder, outputError, TEMPORARY_MARK, writeFile, writeFolder, writeParts } from './atomic.ts';

export const nodeFiles: Files = {
  read: readFileSync,
  kindOf,
  list(folder, deep) {
    try {
      const names = readdirSync(folder, { recursive: deep !== undefined, encoding: 'utf8' });
      return names.map((name) => name.replaceAll('\\', '/')).sort();
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return [];
      throw outputError(folder, cause);
    }
  },
  write: writeFile,
  writeParts,
  writeFolder,
  append: openToAppend,
  async remove(path) {
    try {
      await rm(path, { recursive: true, force: true });
    } catch (cause) {
      throw outputError(path, cause);
    }
  },
  isLeftover: (name) => name.includes(TEMPORARY_MARK),
};

function openToAppend(path: string): AppendedFile {
  let file: number;
  try {
    makeFolder(dirname(path));
    file = openSync(path, 'a');
  } catch (cause) {
    throw outputError(path, cause);
  }
  return {
    append(text) {
      const bytes = Buffer.from(text, 'utf8');
      const before = fstatSync(file);
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      } catch (cause) {
        if (before.isFile()) ftruncateSync(file, before.size);
        throw outputError(path, cause);
      }
    },
    close: () => closeSync(file),
  };
}
