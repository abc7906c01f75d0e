/** The names of a file: declares them, looks them up, and reports names that nothing declares. */
import type { Code, Messages } from '../../../diagnostics/catalogue/index.ts';
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { MessageOptions } from '../../../diagnostics/report.ts';
import { Reported } from '../../../diagnostics/reported.ts';
import { textOf, type SourceFile, type Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { GivenName } from '../../../parser/given-names.ts';
import { moduleWith } from '../../library/library.ts';
import { suggestedNames } from '../../words/other-names.ts';
import { namesOf } from '../../words/vocabulary.ts';
import { renameFix, report } from '../context.ts';
import { doubtfulNames } from './broken-text.ts';
import { declaredIn, type DeclaredName, type Module, type NameKind, type Referent } from './module.ts';
import { callableWords, isWord } from './language.ts';

export interface ModuleParts {
  readonly source: SourceFile;
  readonly spec: Tree.Spec;
  readonly prefix: string;
  readonly library: boolean;
  readonly imports: ReadonlyMap<Tree.ImportDeclaration, Module>;
}

export interface Surroundings {
  readonly diagnostics: Diagnostic[];
  /** Names of the library that are known everywhere. */
  readonly everywhere: (name: string) => DeclaredName | undefined;
  readonly everywhereNames: () => readonly string[];
}

/** What a name is expected to mean, for messages and suggestions. */
export interface Wanted {
  readonly what: string;
  readonly choices: (scope: NameScope) => readonly string[];
  readonly otherwise?: string;
  /** Further names that may have been meant, too many to list. */
  readonly also?: (scope: NameScope) => readonly string[];
}

/** The names in scope, innermost first. */
export interface NameScope {
  readonly names: Map<string, DeclaredName>;
  readonly parent: NameScope | null;
}

export const oneOf =
  (...kinds: readonly NameKind[]) =>
  (kind: NameKind): boolean =>
    kinds.includes(kind);
const isTemplate = oneOf('block', 'fn');
const isCallable = oneOf('network', 'block', 'fn');

export class NameTable {
  readonly module: Module;
  private readonly declared: DeclaredName[] = [];
  readonly top = new Map<string, DeclaredName>();
  readonly referents = new Map<Tree.Node, Referent>();
  private readonly updated = new Set<DeclaredName>();
  private readonly surroundings: Surroundings;
  private readonly isDoubtful: (name: string) => boolean;
  /** Names that a misspelt import may have meant: reported at the import, and not again at each use. */
  private readonly misspeltImports = new Set<string>();

  constructor(parts: ModuleParts, surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.module = {
      ...parts,
      names: this.top,
      declared: this.declared,
      referents: this.referents,
      updated: this.updated,
    };
    this.isDoubtful = doubtfulNames(parts.spec.declarations);
  }

  // ── declaring names ───────────────────────────────────────────────────────────────────────────────────────────────

  declareTop({ identifier, kind, node }: GivenName): void {
    const { name, span } = identifier;
    if (name === '') return;
    const imported = node.kind === 'import-name' ? node.name.name : undefined;
    const first = this.top.get(name);
    // One average can be kept in several phases.
    if (first && isSameAverage(first.node, node)) {
      first.references.push(identifier);
      this.referents.set(identifier, first);
      return;
    }
    if (first) {
      const labels = [{ span: first.identifier.span, text: 'declared here first' }];
      this.referents.set(
        identifier,
        this.report('duplicate-name', { name, first: withArticle(first.kind), imported }, span, {
          labels,
        }),
      );
      return;
    }
    this.top.set(name, this.declare(identifier, kind, node));
    const callable = isCallable(kind === 'import' ? this.importedKind(node)! : kind);
    // Its uses may mean either of the two, so they stay silent.
    if (callable && isWord(name)) {
      this.referents.set(identifier, this.report('reserved-name', { name, what: 'a function', imported }, span));
    }
  }

  private declare(identifier: Tree.Identifier | Tree.NameExpression, kind: NameKind, node: Tree.Node): DeclaredName {
    const declared: DeclaredName = {
      name: identifier.name,
      kind,
      identifier,
      node,
      module: this.module,
      references: [],
    };
    this.declared.push(declared);
    this.referents.set(identifier, declared);
    return declared;
  }

  declareIn(
    scope: NameScope,
    identifier: Tree.Identifier | Tree.NameExpression,
    kind: NameKind,
    node: Tree.Node,
  ): void {
    if (identifier.name !== '') scope.names.set(identifier.name, this.declare(identifier, kind, node));
  }

  // ── using names ───────────────────────────────────────────────────────────────────────────────────────────────────

  lookup(name: string, scope: NameScope): DeclaredName | undefined {
    for (let s: NameScope | null = scope; s; s = s.parent) {
      const found = s.names.get(name);
      if (found) return found;
    }
    return this.surroundings.everywhere(name);
  }

  use(node: Tree.Node, found: DeclaredName): void {
    found.references.push(node);
    const taken = this.referents.get(found.identifier);
    this.referents.set(node, taken instanceof Reported ? taken : found);
  }

  /** Resolves the target of an `update`. */
  referToUpdated(target: Tree.NameExpression, scope: NameScope): void {
    this.refer(target, scope, this.wantedValue);
    const found = this.referents.get(target);
    if (found && 'references' in found) this.updated.add(found);
  }

  /** Resolves the name that `node` uses; reports it if nothing has that name. */
  refer(node: Tree.Identifier | Tree.NameExpression, scope: NameScope, wanted: Wanted): void {
    const { name, span } = node;
    if (name === '') return;
    const nearest = this.lookup(name, scope);
    const found =
      nearest && wanted === this.wantedCallable && isOnlyValue(nearest, node) && this.isCallableEverywhere(name)
        ? this.surroundings.everywhere(name)
        : nearest;
    if (found) this.use(node, found);
    else if (isWord(name)) this.referents.set(node, { kind: 'word', name });
    else if (this.isDoubtful(name) || this.misspeltImports.has(name)) this.referents.set(node, Reported.bySyntax(span));
    else this.referents.set(node, this.unknown(node, wanted, scope));
  }

  private isCallableEverywhere(name: string): boolean {
    return isWord(name) || this.surroundings.everywhere(name) !== undefined;
  }

  private unknown(
    node: Tree.Identifier | Tree.NameExpression,
    { what, choices, otherwise, also }: Wanted,
    scope: NameScope,
  ): Reported {
    const { name, span } = node;
    const module = this.importable(name, choices);
    if (module) {
      const help = `it is in the library: \`import ${name} from ${module}\``;
      return this.report('unknown-name', { name, what, near: [], choices: [], otherwise: help }, span);
    }
    const listed = choices(scope);
    const near = this.nearTo(name, listed, also?.(scope) ?? []);
    const texts = { name, what, near, choices: otherwise === undefined ? listed : [] };
    const complete = otherwise === undefined ? texts : { ...texts, otherwise };
    return this.report('unknown-name', complete, span, renameFix(span, near));
  }

  /** The module of the library that a name could be imported from, where a function may stand. */
  private importable(name: string, choices: Wanted['choices']): string | undefined {
    const isCallable = choices === this.wantedCallable.choices || choices === this.wantedValue.choices;
    return isCallable ? moduleWith(name)?.module : undefined;
  }

  /** The names that may have been meant, nearest first; those of `also` only if none of `choices` is near. */
  private nearTo(name: string, choices: readonly string[], also: readonly string[]): readonly string[] {
    const renamed = [...this.module.imports.keys()].flatMap((d) => d.names).find((n) => n.as && n.name.name === name);
    if (renamed?.as) return [renamed.as.name];
    const near = suggestedNames(name, choices);
    return near.length > 0 ? near : suggestedNames(name, also);
  }

  /** `layers.residual`: a name of another file, qualified by the name under which that file was imported. */
  referInto(namespace: Tree.Identifier | Tree.NameExpression, name: Tree.Identifier, scope: NameScope): void {
    const found = this.lookup(namespace.name, scope);
    if (!found || found.kind !== 'namespace') {
      this.refer(namespace, scope, { what: 'module', choices: (s) => this.namesInReach(s, oneOf('namespace')) });
      const known = this.referents.get(namespace);
      const proof = known instanceof Reported ? known : known && this.notANamespace(namespace, known);
      if (proof) this.referents.set(name, proof);
      return;
    }
    this.use(namespace, found);
    if (name.name === '') return;
    const other = found.node.kind === 'import' ? this.module.imports.get(found.node) : undefined;
    const target = other?.names.get(name.name);
    if (target) this.use(name, target);
    else this.referents.set(name, this.unknownImport(name, found.node as Tree.ImportDeclaration, other));
  }

  private notANamespace(node: Tree.Identifier | Tree.NameExpression, { kind }: Exclude<Referent, Reported>): Reported {
    const help = 'names of another file are written `layers.residual` after `import "layers.gan" as layers`';
    return this.report(
      'wrong-place',
      { name: node.name, is: kind === 'word' ? 'a function' : withArticle(kind), expected: 'a module', help },
      node.span,
    );
  }

  private namesInReach(scope: NameScope, wanted: (kind: NameKind) => boolean): string[] {
    const names = new Set<string>();
    for (let s: NameScope | null = scope; s; s = s.parent) {
      for (const [name, { kind }] of s.names) if (s.parent || wanted(kind)) names.add(name);
    }
    return [...names];
  }

  readonly wantedValue: Wanted = {
    what: 'value',
    choices: (scope) => this.namesInReach(scope, (kind) => !isTemplate(kind)),
    also: (scope) => this.wantedCallable.choices(scope),
  };
  readonly wantedLoss: Wanted = {
    what: 'loss',
    choices: (scope) => this.namesInReach(scope, oneOf('loss', 'import')),
  };
  readonly wantedNetwork: Wanted = {
    what: 'network',
    choices: (scope) => this.namesInReach(scope, oneOf('network', 'average', 'import')),
  };
  readonly wantedCallable: Wanted = {
    what: 'function, layer, network or block',
    choices: (scope) => [
      ...this.namesInReach(scope, oneOf('network', 'average', 'block', 'fn', 'import')),
      ...this.surroundings.everywhereNames(),
      ...callableWords(),
    ],
    otherwise: 'declare it with `fn`, `block` or `network`; those of the language are in docs/functions.md',
  };
  readonly wantedOptimizer: Wanted = { what: 'optimizer', choices: () => namesOf('optimizer') };
  readonly wantedInitializer: Wanted = { what: 'initialiser', choices: () => namesOf('initializer') };
  readonly wantedSchedule: Wanted = { what: 'schedule', choices: () => namesOf('schedule') };

  /** Reports nothing if the file could not be loaded, or if its broken text may have been meant to declare the name. */
  unknownImport(name: Tree.Identifier, d: Tree.ImportDeclaration, other: Module | undefined): Reported {
    if (!other || doubtfulNames(other.spec.declarations)(name.name)) return Reported.bySyntax(name.span);
    const choices = declaredIn(other);
    const near = suggestedNames(name.name, choices);
    for (const meantName of near) this.misspeltImports.add(meantName);
    const texts = { name: name.name, module: d.module.text, near, choices };
    return this.report('unknown-import', texts, name.span, renameFix(name.span, near));
  }

  importedKind(node: Tree.Node): NameKind | undefined {
    if (node.kind !== 'import-name') return undefined;
    const from = [...this.module.imports].find(([d]) => d.names.includes(node))?.[1];
    return from?.names.get(node.name.name)?.kind;
  }

  report<C extends Code>(code: C, parameters: Messages[C], span: Span, options?: MessageOptions): Reported {
    return report(this.surroundings, code, parameters, span, options);
  }
}

/** `loss r1 = r1(D, x)`: a call cannot mean a loss, a latent or data, nor the `let` or `const` that contains it. */
function isOnlyValue({ kind, node }: DeclaredName, { span }: Tree.Node): boolean {
  if (kind === 'loss' || kind === 'latent' || kind === 'data') return true;
  return (kind === 'let' || kind === 'const') && node.span.start <= span.start && span.end <= node.span.end;
}

/** Whether both keep the average of one network. */
function isSameAverage(a: Tree.Node, b: Tree.Node): boolean {
  return a.kind === 'average' && b.kind === 'average' && textOf(a.network.span) === textOf(b.network.span);
}

/** For the kinds whose keyword does not describe the name. */
const kindTexts: { readonly [K in NameKind]?: string } = {
  data: 'data',
  average: 'a network',
  import: 'imported',
  namespace: 'a module',
  binding: 'a let',
  loop: 'a loop variable',
  'local-state': 'a state',
};

export const withArticle = (kind: NameKind): string => kindTexts[kind] ?? `a ${kind}`;
