/** Reads the modules that a spec imports from files in memory. */
import type { ReadModule } from '../../../compiler/analyze.ts';
import { readText, type Files } from '../files.ts';
import { paths } from './paths.ts';

export function modulesIn(files: Files, folder: string): ReadModule {
  return (path) => {
    const file = paths.join(folder, path);
    return files.kindOf(file) === 'file' ? { text: readText(files, file) } : { missing: true };
  };
}
