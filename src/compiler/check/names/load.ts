/** Loads the files that a spec imports: each is read, parsed and resolved once. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../../diagnostics/source.ts';
import { parse } from '../../../parser/parse.ts';
import type * as Tree from '../../../parser/tree.ts';
import { libraryModule, libraryModuleNames } from '../../library/library.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { renameFix, report } from '../context.ts';
import type { DeclaredName, Module } from './module.ts';
import { folderOf, prefixOf, resolvePath, specifierOf } from './paths.ts';
import { resolveNames } from './resolve.ts';

/** What the host found at a path below the folder of the spec. */
export type ModuleText =
  | { readonly text: string }
  | { readonly missing: true }
  /** It exists but cannot be a module: a folder, not text, too large. */
  | { readonly why: string; readonly help: string };

/** Reads a module for the checker, which itself touches no files. `path` is relative to the folder of the spec. */
export type ReadModule = (path: string) => ModuleText;

export interface LoadedSpec {
  readonly main: Module;
  /** All of the user's files, the spec first, each after those that import it. */
  readonly modules: readonly Module[];
  /** Syntax errors of imported files; those of the spec itself are known to the caller, who parsed it. */
  readonly syntax: readonly Diagnostic[];
}

export function loadSpec(
  source: SourceFile,
  spec: Tree.Spec,
  read: ReadModule | undefined,
  diagnostics: Diagnostic[],
): LoadedSpec {
  const loader = new Loader(source, read, diagnostics);
  const main = loader.resolve(source, spec, source.name.slice(folderOf(source.name).length), '');
  return { main, modules: loader.inOrder, syntax: loader.syntax };
}

class Loader {
  readonly inOrder: Module[] = [];
  readonly syntax: Diagnostic[] = [];
  private readonly folder: string;
  private readonly read: ReadModule | undefined;
  readonly diagnostics: Diagnostic[];
  private readonly loaded = new Map<string, Module | null>();
  /** Files being loaded now, outermost first. */
  private readonly loading: string[] = [];
  private readonly library = new Library();

  constructor(source: SourceFile, read: ReadModule | undefined, diagnostics: Diagnostic[]) {
    this.folder = folderOf(source.name);
    this.read = read;
    this.diagnostics = diagnostics;
  }

  resolve(source: SourceFile, spec: Tree.Spec, path: string, prefix: string): Module {
    this.loading.push(path);
    const imports = new Map<Tree.ImportDeclaration, Module>();
    for (const declaration of spec.declarations) {
      if (declaration.kind !== 'import') continue;
      const module = this.import(declaration, path);
      if (module) imports.set(declaration, module);
    }
    this.loading.pop();
    const module = resolveNames(
      { source, spec, prefix, library: false, imports },
      { diagnostics: this.diagnostics, ...this.library.everywhere },
    );
    this.inOrder.unshift(module);
    return module;
  }

  /** Null if an error was reported, or if the path is missing from the text. */
  private import({ module: reference }: Tree.ImportDeclaration, from: string): Module | null {
    const { text, span } = reference;
    if (text === '') return null;
    if (reference.library) {
      const module = this.library.module(text);
      if (module) return module;
      const near = suggestedNames(text, libraryModuleNames);
      const beside = specifierOf(`${text}.gan`, from);
      const file = this.isThere(`${text}.gan`) ? { file: beside } : {};
      const fix = renameFix(span, file.file ? [`"${file.file}"`] : near);
      report(this, 'unknown-module', { name: text, near, choices: libraryModuleNames, ...file }, span, fix);
      return null;
    }
    const found = resolvePath(from, text);
    if ('leads' in found) {
      report(this, 'import-outside', { path: text, ...found }, span);
      return null;
    }
    const { path } = found;
    if (this.loading.includes(path)) {
      report(this, 'import-cycle', { path: [...this.loading.slice(this.loading.indexOf(path)), path] }, span);
      return null;
    }
    const known = this.loaded.get(path);
    if (known !== undefined) return known;
    const module = this.load(path, reference, from);
    this.loaded.set(path, module);
    return module;
  }

  private load(path: string, { text, span }: Tree.ModuleReference, from: string): Module | null {
    const found: ModuleText = this.read
      ? this.read(path)
      : { why: 'this check cannot read files', help: 'check the spec with `gan check`, which reads them' };
    if ('missing' in found) {
      // The path may lack its extension, or be written relative to the folder of the spec.
      const near = [`${path}.gan`, text, `${text}.gan`].find((p) => this.isThere(p));
      const written = near === undefined ? [] : [specifierOf(near, from)];
      const texts = { path: text, seen: path, near: written[0] };
      report(
        this,
        'missing-module',
        texts,
        span,
        renameFix(
          span,
          written.map((w) => `"${w}"`),
        ),
      );
      return null;
    }
    if ('why' in found) {
      report(this, 'unreadable-module', { path: text, ...found }, span);
      return null;
    }
    const source: SourceFile = { name: this.folder + path, text: found.text };
    const { spec, diagnostics } = parse(source);
    this.syntax.push(...diagnostics);
    return this.resolve(source, spec, path, prefixOf(path));
  }

  private isThere(path: string): boolean {
    const outside = 'leads' in resolvePath('', path);
    const found = outside ? undefined : this.read?.(path);
    return found !== undefined && 'text' in found;
  }
}

/** The library within one check: a module is resolved when one of its names is first looked up. */
class Library {
  private readonly resolved = new Map<string, Module>();

  readonly everywhere = {
    everywhere: (name: string): DeclaredName | undefined => {
      const module = libraryModuleNames.find(
        (m) => libraryModule(m)!.everywhere && libraryModule(m)!.names.includes(name),
      );
      return module === undefined ? undefined : this.module(module)?.names.get(name);
    },
    everywhereNames: (): readonly string[] =>
      libraryModuleNames.flatMap((m) => (libraryModule(m)!.everywhere ? libraryModule(m)!.names : [])),
  };

  module(name: string): Module | undefined {
    const known = this.resolved.get(name);
    if (known) return known;
    const file = libraryModule(name);
    if (!file) return undefined;
    const { spec, source } = file.parsed();
    const diagnostics: Diagnostic[] = [];
    const imports = new Map<Tree.ImportDeclaration, Module>();
    for (const d of spec.declarations) if (d.kind === 'import') imports.set(d, this.module(d.module.text)!);
    const module = resolveNames(
      { source, spec, prefix: `${name}.`, library: true, imports },
      { diagnostics, ...this.everywhere },
    );
    if (diagnostics.length > 0) throw new Error(`${source.name}: ${diagnostics[0]!.message}`);
    this.resolved.set(name, module);
    return module;
  }
}
