/** A file with its names: where they are declared, what they mean, and every place that uses them. Resolved once. */
import type { Reported } from '../../../diagnostics/reported.ts';
import type { SourceFile } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';

export interface Module {
  readonly source: SourceFile;
  readonly spec: Tree.Spec;
  /** The prefix for the names of its networks and draws, wherever they are used: '' for the spec itself. */
  readonly prefix: string;
  /** Part of the language's library, which the user cannot fix. */
  readonly library: boolean;
  /** Names at the top level of the file. */
  readonly names: ReadonlyMap<string, DeclaredName>;
  /** All names that the file declares, including local ones, in the order in which they were resolved. */
  readonly declared: readonly DeclaredName[];
  /** What a name means, by the node that declares or uses it. */
  readonly referents: ReadonlyMap<Tree.Node, Referent>;
  /** Names that an `update` gives a new value. */
  readonly updated: ReadonlySet<DeclaredName>;
  /** The module of each `import` that could be loaded. */
  readonly imports: ReadonlyMap<Tree.ImportDeclaration, Module>;
}

export type NameKind =
  /** At the top level of a file. */
  | Tree.GivenKind
  // Inside a template or network.
  | 'parameter'
  /** The `h` of `x: tensor[h, w, c]`. */
  | 'size'
  | 'binding'
  | 'draw'
  | 'loop'
  /** The `h` of `scan x in xs from h = zeros(8)`. */
  | 'carried'
  | 'weight'
  /** A `state` in a body. */
  | 'local-state';

export interface DeclaredName {
  readonly name: string;
  readonly kind: NameKind;
  /** The node that spells the name where it is declared. */
  readonly identifier: Tree.Identifier | Tree.NameExpression;
  /** What declares it: a declaration, a parameter, a `let` in a body, … */
  readonly node: Tree.Node;
  readonly module: Module;
  /** Where it is used. */
  readonly references: Tree.Node[];
}

/** Follows an imported name to its declaration, through other files if need be; any other name is returned as it is. */
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
