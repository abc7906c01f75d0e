/**
 * The part of the language that is written in the language: modules, in the .gan files beside this. The names of some are
 * known everywhere; the others are imported, `import residual from blocks`.
 */
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import { parse } from '../../parser/parse.ts';
import type { Spec } from '../../parser/tree.ts';
import { libraryFiles, type LibraryFile } from './sources.ts';

export interface LibraryModule extends LibraryFile {
  /** Its names are known without an import. */
  readonly everywhere: boolean;
  /** Parsed when first asked for. */
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

/** Whether a file is a part of the language, and so not the user's text. */
export function isLibrarySource(source: SourceFile): boolean {
  return sources.has(source);
}

export const libraryModules: readonly LibraryModule[] = libraryFiles.map(moduleOf);
export const libraryModuleNames: readonly string[] = libraryModules.map((m) => m.module);

const byName = new Map(libraryModules.map((m) => [m.module, m]));

export function libraryModule(name: string): LibraryModule | undefined {
  return byName.get(name);
}
