/** What is declared where, and every reference to it. */
import type * as Tree from '../../../parser/tree.ts';
import { nodeAt } from '../../../parser/walk.ts';
import { declarationOf, type DeclaredName, type Module } from './module.ts';
import type { LoadedSpec } from './load.ts';

export class Symbols {
  /** The user's files, the spec first. */
  readonly modules: readonly Module[];

  constructor({ modules }: LoadedSpec) {
    this.modules = modules;
  }

  /** Names that the spec itself declares, in text order. */
  get declared(): readonly DeclaredName[] {
    return [...this.modules[0]!.declared].sort((a, b) => a.identifier.span.start - b.identifier.span.start);
  }

  /** The name that a node declares or uses. */
  of(node: Tree.Node): DeclaredName | undefined {
    for (const module of this.modules) {
      const referent = module.referents.get(node);
      if (referent && 'references' in referent) return referent;
    }
    return undefined;
  }

  /** Follows an imported name to its declaration in another file; any other name is returned as it is. */
  declarationOf(name: DeclaredName): DeclaredName {
    return declarationOf(name);
  }

  /** The name at an offset in the spec. */
  at(offset: number): DeclaredName | undefined {
    for (const node of nodeAt(this.modules[0]!.spec, offset).toReversed()) {
      const found = this.of(node);
      if (found) return found;
    }
    return undefined;
  }
}
