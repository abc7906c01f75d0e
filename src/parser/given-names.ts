/** The names that a declaration adds to its file. */
import { declarations, type GivenKind } from './declarations/index.ts';
import type { Declaration, Identifier, Node } from './tree.ts';

export interface GivenName {
  readonly identifier: Identifier;
  readonly kind: GivenKind;
  /** The declaration, or the part of it that declares the name. */
  readonly node: Node;
}

/** The kinds of names whose values are known before training. */
export const constantKinds: ReadonlySet<unknown> = new Set(
  Object.entries(declarations).flatMap(([kind, row]) => ('constant' in row && row.constant ? [kind] : [])),
);

type Names = (declaration: Declaration) => readonly GivenName[];

/** The names that a declaration adds to its file, in text order. */
export function namesGivenBy(declaration: Declaration): readonly GivenName[] {
  if (declaration.kind === 'unknown') return [];
  const { names } = declarations[declaration.kind] as { readonly names?: unknown };
  return names ? (names as Names)(declaration) : [];
}
