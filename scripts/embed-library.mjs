// Writes the library's .gan files into a module, so that the compiler can read them without a file system.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/compiler/library/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.gan'))
  .sort();
const entries = files.map((name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const names = [...text.matchAll(/^(?:fn|block|network|const)\s+(\w+)/gm)].map((match) => match[1]);
  return `  {\n    name: 'library/${name}',\n    module: '${name.replace(/\.gan$/, '')}',\n    names: ${JSON.stringify(names).replaceAll('"', "'").replaceAll(',', ', ')},\n    text: ${JSON.stringify(text)},\n  },\n`;
});
const module = `/** Generated from the .gan files beside it by \`npm run embed\`: edit those instead. */

export interface LibraryFile {
  readonly name: string;
  readonly module: string;
  readonly names: readonly string[];
  readonly text: string;
}

export const libraryFiles: readonly LibraryFile[] = [
${entries.join('')}];
`;
writeFileSync(new URL('sources.ts', folder), module);
