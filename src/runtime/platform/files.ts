/**
 * Files as the runtime uses them. Whatever is written is written completely or not at all, and by promise: on a disk,
 * training goes on meanwhile. What is read, or appended to a log, is there at once.
 */

export type Content = string | Uint8Array;

export interface Files {
  /** Throws an error with the `code` that POSIX has for the reason: `ENOENT`, `EISDIR`, … */
  read(path: string): Uint8Array;
  /** Null if there is nothing, or nothing that can be looked at: reading it will tell why. */
  kindOf(path: string): 'file' | 'folder' | null;
  /** The names in a folder, in order; with `deep`, the paths of everything below it. None if there is no such folder. */
  list(folder: string, deep?: 'deep'): readonly string[];
  /** Writes a file, creating the folders above it. Rejects with an `OutputError`, and then leaves what was there before. */
  write(path: string, content: Content): Promise<void>;
  /** Writes a file whose parts come one after the other, in the same way; it rejects with an error of the parts, too. */
  writeParts(path: string, parts: AsyncIterable<Content>): Promise<void>;
  /** Writes a folder with the given files, each of them in parts, in the same way, replacing any that exists. */
  writeFolder(path: string, files: ReadonlyMap<string, readonly Content[]>): Promise<void>;
  /** Opens a file to add to its end, creating it if necessary. Throws an `OutputError`. */
  append(path: string): AppendedFile;
  /** Removes a file, or a folder with everything in it. Rejects with an `OutputError`, but not if there is none. */
  remove(path: string): Promise<void>;
  /** What an interrupted write has left behind. */
  isLeftover(name: string): boolean;
}

export interface AppendedFile {
  /** Once it has returned, the text is in the file completely; if it has thrown an `OutputError`, not at all. */
  append(text: string): void;
  close(): void;
}

/** The text of a file in UTF-8. Throws as `read` does. */
export const readText = (files: Files, path: string): string => new TextDecoder().decode(files.read(path));

/** Why a file could not be read: `ENOENT`; undefined for errors that are not from a file system. */
export const codeOf = (error: unknown): string | undefined => (error as { readonly code?: string }).code;
