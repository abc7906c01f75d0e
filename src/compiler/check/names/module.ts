/** A file with its names: what gives them, what they mean, and every place that uses them. Settled once. */
import type { Reported } from '../../../diagnostics/reported.ts';
import type { SourceFile } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';

export interface Module {
  readonly source: SourceFile;
  readonly spec: Tree.Spec;
  /** In front of the names of its networks and draws, which belong to it wherever they are used: '' for the spec itself. */
  readonly prefix: string;
  /** A part of the language's library: not the user's text to fix. */
  readonly library: boolean;
  /** Names at the top of the file. */
  readonly names: ReadonlyMap<string, DeclaredName>;
  /** All names that it gives, in the order of the text. */
  readonly declared: readonly DeclaredName[];
  /** What a name stands for: by the node that names it, be it where it is given or where it is used. */
  readonly referents: ReadonlyMap<Tree.Node, Referent>;
  /** The files that its `import`s name, and those of its imported names that are there. */
  readonly imports: ReadonlyMap<Tree.ImportDeclaration, Module>;
}

export type NameKind =
  /** At the top of a file. */
  | Tree.GivenKind
  // in a template or network
  | 'parameter'
  /** The `h` of `x: tensor[h, w, c]`. */
  | 'size'
  | 'binding'
  | 'draw'
  | 'loop';

export interface DeclaredName {
  readonly name: string;
  readonly kind: NameKind;
  /** Where it is given. */
  readonly identifier: Tree.Identifier | Tree.NameExpression;
  /** What gives it: a declaration, a parameter, a `let` of a body, … */
  readonly node: Tree.Node;
  readonly module: Module;
  /** Where it is used, in the order of the text. */
  readonly references: Tree.Node[];
}

/** Where what an imported name stands for is declared, be it by way of other files; any other name is declared where it is given. */
export function declarationOf(name: DeclaredName): DeclaredName {
  const { node, module } = name;
  if (name.kind !== 'import' || node.kind !== 'import-name') return name;
  const from = [...module.imports].find(([d]) => d.names.includes(node))?.[1];
  const target = from?.names.get(node.name.name);
  return target ? declarationOf(target) : name;
}

/** What a file declares itself, without what it imports: what others can name in it. */
export const declaredIn = ({ names }: Module): string[] =>
  [...names.values()].filter(({ kind }) => kind !== 'import' && kind !== 'namespace').map(({ name }) => name);

/** What a name in the text means. */
export type Referent =
  | DeclaredName
  /** A word of the language. */
  | { readonly kind: 'word'; readonly name: string }
  | Reported;
