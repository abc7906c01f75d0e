/** Imports, and the files and names that they refer to. */
import { error, type Texts } from './texts.ts';
import { code, listed, suggestion, type Choice } from './wording.ts';

export const modules = {
  /** `seen`: the path relative to the folder of the spec; `near`: the path of an existing file that may be meant. */
  'missing-module': error<{ path: string; seen: string; near: string | undefined }>({
    message: (p) => `there is no file ${code(p.path)}`,
    label: (p) => (p.seen === p.path ? undefined : `seen from the spec, this is ${code(p.seen)}`),
    why: () => 'a path is relative to the folder of the file that imports it',
    help: (p) => (p.near ? `did you mean ${quoted(p.near)}?` : 'correct the path, or create the file'),
  }),
  /** `file`: the path of an existing file of that name. */
  'unknown-module': error<Choice & { file?: string }>({
    message: (p) => `the library has no module named ${code(p.name)}`,
    help: (p) => {
      if (p.file) return `a file is named by its path in quotes: ${quoted(p.file)}`;
      if (p.near.length > 0) return suggestion(p);
      return `the library has ${listed(p.choices, 'and')}; a file of your own is named by its path in quotes, such as ${quoted(`${p.name}.gan`)}`;
    },
  }),
  'unreadable-module': error<{ path: string; why: string; help: string }>({
    message: (p) => `${code(p.path)} cannot be imported`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
  'import-outside': error<{ path: string; leads: 'above' | 'to the root' | 'to the network' }>({
    message: (p) => {
      if (p.leads === 'above') return `${code(p.path)} leads out of the spec’s folder`;
      return p.leads === 'to the root'
        ? 'an absolute path cannot be imported'
        : 'a module cannot be imported from an address';
    },
    why: () =>
      'a spec and all that it imports are in one folder, so that it can be moved, stored with a run and shared',
    help: ({ path, leads }) => {
      const file = quoted(path.split(/[/\\]/).at(-1)!);
      if (leads === 'above') return `copy the file into the spec’s folder, and import ${file}`;
      return leads === 'to the root'
        ? `write the path relative to this file, such as ${file}`
        : `download the file into the spec’s folder, and import ${file}`;
    },
  }),
  /** `path`: the files of the cycle, starting and ending with the same one. */
  'import-cycle': error<{ path: readonly string[] }>({
    message: ({ path: [file, ...others] }) => {
      const between = others.slice(0, -1);
      if (between.length === 0) return `${code(file!)} imports itself`;
      return `${code(file!)} imports itself through ${between.length === 1 ? code(between[0]!) : 'other files'}`;
    },
    why: ({ path }) => {
      if (path.length === 2) return undefined;
      if (path.length === 3) return 'each of the two files would have to be read before the other';
      return path.map(code).reduce((said, file, i) => `${said}${i === 1 ? ' imports' : ', which imports'} ${file}`);
    },
    help: ({ path }) =>
      path.length === 2
        ? 'remove this import: a file already knows its own names'
        : 'move what they share into a file of its own, and import that from each of them',
  }),
  'not-a-module': error<{ path: string; what: string }>({
    message: (p) => `${code(p.path)} is not a module: it has a ${code(p.what)}`,
    why: () =>
      'a module holds blocks, functions, networks, constants and data for other files; what is trained and shown is up to the spec',
    help: () => 'move what both files need into a third one, and import it from both',
  }),
  'unknown-import': error<Choice & { module: string }>({
    message: (p) => `${code(p.module)} declares nothing named ${code(p.name)}`,
    help: suggestion,
  }),
} as const satisfies Record<string, Texts<never>>;

/** A path as it is written in an import. */
function quoted(path: string): string {
  return code(`"${path}"`);
}
