/** What is known about each expression: its values, one for each expansion of the template that contains it. */
import type * as Tree from '../../../parser/tree.ts';
import type { Expansion } from './scope.ts';
import type { Value } from './value.ts';

export interface Fact {
  readonly value: Value;
  /** Null outside networks and templates. */
  readonly expansion: Expansion | null;
}

/** Most nodes have one fact; further ones are linked to it, which saves an array for each node. */
interface Link extends Fact {
  next: Link | null;
}

export class Facts {
  private readonly first = new Map<Tree.Node, Link>();
  private readonly last = new Map<Tree.Node, Link>();

  record(node: Tree.Node, value: Value, expansion: Expansion | null): void {
    const link: Link = { value, expansion, next: null };
    const first = this.first.get(node);
    if (!first) {
      this.first.set(node, link);
      return;
    }
    (this.last.get(node) ?? first).next = link;
    this.last.set(node, link);
  }

  /** All facts about a node, in the order in which they were recorded. */
  of(node: Tree.Node): readonly Fact[] {
    // Literals are not recorded: the node has the value.
    if (node.kind === 'number') return [{ value: { kind: 'number', value: node.value }, expansion: null }];
    if (node.kind === 'string') return [{ value: { kind: 'text', value: node.value }, expansion: null }];
    if (node.kind === 'boolean') return [{ value: { kind: 'boolean', value: node.value }, expansion: null }];
    const facts: Fact[] = [];
    for (let link = this.first.get(node) ?? null; link; link = link.next) facts.push(link);
    return facts;
  }
}
