/** What is declared where, and every reference to it. */
import type * as Tree from '../../../parser/tree.ts';
import { nodeAt } from '../../../parser/walk.ts';
import { declarationOf, type DeclaredName, type Module } from './module.ts';
import type { LoadedSpec } from './load.ts';

export class Symbols {
  /** The files of the spec, it first. */
  readonly modules: readonly Module[];

  constructor({ modules }: LoadedSpec) {
    this.modules = modules;
  }

  /** Names that the spec itself gives, in the order of the text. */
  get declared(): readonly DeclaredName[] {
    return [...this.modules[0]!.declared].sort((a, b) => a.identifier.span.start - b.identifier.span.start);
  }

  /** What a node names, be it where that is given or where it is used. */
  of(node: Tree.Node): DeclaredName | undefined {
    for (const module of this.modules) {
      const referent = module.referents.get(node);
      if (referent && 'references' in referent) return referent;
    }
    return undefined;
  }

  /** Where an imported name is declared in its own file; any other name is declared where it is given. */
  declarationOf(name: DeclaredName): DeclaredName {
    return declarationOf(name);
  }

  /** What is named at an offset of the spec. */
  at(offset: number): DeclaredName | undefined {
    for (const node of nodeAt(this.modules[0]!.spec, offset).toReversed()) {
      const found = this.of(node);
      if (found) return found;
    }
    return undefined;
  }
}
