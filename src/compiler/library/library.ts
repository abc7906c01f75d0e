/**
 * The part of the language that is written in the language itself: modules, in the .gan files of this folder. Some are
 * known everywhere; names of the others are imported, `import residual from blocks`.
 */
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { parse } from '../../parser/parse.ts';
import type { Declaration, Spec } from '../../parser/tree.ts';
import { libraryFiles, type LibraryFile } from './sources.ts';

export interface LibraryModule extends LibraryFile {
  /** Whether its names are known without an import. */
  readonly everywhere: boolean;
  /** Parses the module on the first call. */
  parsed(): { readonly source: SourceFile; readonly spec: Spec };
}

const knownEverywhere: ReadonlySet<string> = new Set([
  'activations',
  'arithmetic',
  'objectives',
  'penalties',
  'reductions',
]);

function moduleOf(file: LibraryFile): LibraryModule {
  let parsed: { source: SourceFile; spec: Spec } | undefined;
  return {
    ...file,
    everywhere: knownEverywhere.has(file.module),
    parsed() {
      if (parsed) return parsed;
      const source = { name: file.name, text: file.text };
      sources.add(source);
      const { spec, diagnostics } = parse(source);
      if (hasErrors(diagnostics)) throw new Error(`${file.name}: ${diagnostics[0]!.message}`);
      return (parsed = { source, spec });
    },
  };
}

const sources = new WeakSet<SourceFile>();

/** Whether a file belongs to the language rather than to the user. */
export function isLibrarySource(source: SourceFile): boolean {
  return sources.has(source);
}

export const libraryModules: readonly LibraryModule[] = libraryFiles.map(moduleOf);
export const libraryModuleNames: readonly string[] = libraryModules.map((m) => m.module);

const byName = new Map(libraryModules.map((m) => [m.module, m]));

export function libraryModule(name: string): LibraryModule | undefined {
  return byName.get(name);
}

/** The module that has to be imported for a name. */
export function moduleWith(name: string): LibraryModule | undefined {
  return libraryModules.find((m) => !m.everywhere && m.parsed().spec.declarations.some((d) => nameOf(d) === name));
}

const nameOf = (d: Declaration): string | undefined =>
  d.kind === 'fn' || d.kind === 'block' || d.kind === 'network' ? d.name.name : undefined;
