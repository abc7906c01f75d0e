/** Files in memory, for where there is no file system. They are gone with the page unless it keeps them. */
import { concatenate } from '../../concatenate.ts';
import type { Content, Files } from '../files.ts';
import { OutputError } from '../output-error.ts';
import { paths } from './paths.ts';

export interface MemoryFiles extends Files {
  /** All files, by absolute path: to offer them for download, or to put them into a database of the page. */
  all(): ReadonlyMap<string, Uint8Array>;
}

/** Like an error of Node's file system. */
class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function memoryFiles(): MemoryFiles {
  const files = new Map<string, Uint8Array>();

  const below = (folder: string): string[] => {
    const start = folder === '/' ? '/' : `${folder}/`;
    return [...files.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  };
  const kindOf: Files['kindOf'] = (path) => {
    const at = paths.resolve(path);
    if (files.has(at)) return 'file';
    return at === '/' || below(at).length > 0 ? 'folder' : null;
  };
  /** The absolute path. Throws if a file cannot be there. */
  const placeFor = (path: string): string => {
    const at = paths.resolve(path);
    const refuse = (why: string): never => {
      throw new OutputError(`cannot write ${path}: ${why}`, 'choose another path');
    };
    if (kindOf(at) === 'folder') refuse('there is a folder of that name');
    for (let above = paths.dirname(at); above !== '/'; above = paths.dirname(above))
      if (files.has(above)) refuse(`${above} is a file, not a folder`);
    return at;
  };
  const removeNow = (path: string): void => {
    const at = paths.resolve(path);
    files.delete(at);
    for (const name of below(at)) files.delete(paths.join(at, name));
  };

  return {
    all: () => files,
    read(path) {
      const content = files.get(paths.resolve(path));
      if (content) return content.slice();
      throw kindOf(path) === 'folder'
        ? new FileError('EISDIR', `${path} is a folder`)
        : new FileError('ENOENT', `there is no file ${path}`);
    },
    kindOf,
    list(folder, deep) {
      const found = below(paths.resolve(folder));
      return [...new Set(deep ? found : found.map((path) => path.split('/')[0]!))].sort();
    },
    write: async (path, content) => void files.set(placeFor(path), bytesOf(content)),
    async writeParts(path, parts) {
      const place = placeFor(path);
      const kept: Uint8Array[] = [];
      for await (const part of parts) kept.push(bytesOf(part));
      files.set(place, concatenate(kept));
    },
    async writeFolder(path, contents) {
      const places = [...contents].map(([name, parts]) => [placeFor(paths.join(path, name)), parts] as const);
      removeNow(path);
      for (const [place, parts] of places) files.set(place, concatenate(parts.map(bytesOf)));
    },
    append(path) {
      const at = placeFor(path);
      let room = files.get(at) ?? new Uint8Array(0);
      let length = room.length;
      files.set(at, room);
      return {
        append(text) {
          const added = bytesOf(text);
          room = withRoomFor(room, length, length + added.length);
          room.set(added, length);
          length += added.length;
          files.set(at, room.subarray(0, length));
        },
        close: () => undefined,
      };
    },
    remove: async (path) => removeNow(path),
    isLeftover: () => false,
  };
}

/** A copy, which nobody else can change. */
const bytesOf = (content: Content): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();

/** Memory for `wanted` bytes that begins with the first `used` of `room`; what is copied is twice as large each time. */
function withRoomFor(room: Uint8Array, used: number, wanted: number): Uint8Array {
  if (wanted <= room.length) return room;
  const larger = new Uint8Array(2 * wanted);
  larger.set(room.subarray(0, used));
  return larger;
}
