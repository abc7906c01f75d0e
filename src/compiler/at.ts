/** Queries about a position in a text: what is there, what is known about it, where it is declared. */
import type { Node } from '../parser/tree.ts';
import { nodeAt } from '../parser/walk.ts';
import type { Analysis } from './analyze.ts';
import type { DeclaredName } from './check/names/module.ts';
import type { Fact } from './check/values/facts.ts';
import { formatValue } from './check/values/format.ts';

export interface KnownAt {
  /** The smallest node at the offset about which something is known. */
  readonly node: Node;
  /** Its facts, one for each use of the template that contains it. */
  readonly facts: readonly Fact[];
}

/**
 * What is known at an offset of the spec; null where nothing is, as between declarations. For the name of a called
 * function or layer it is the result of the call: the signature itself is in `facts.of`.
 */
export function factsAt({ tree, facts }: Analysis, offset: number): KnownAt | null {
  const path = nodeAt(tree, offset);
  for (const [i, node] of [...path.entries()].toReversed()) {
    const around = path[i - 1];
    const isCallee = (around?.kind === 'call' || around?.kind === 'call-stage') && around.callee === node;
    const known = isCallee ? [] : facts.of(node);
    if (known.length > 0) return { node, facts: known };
  }
  return null;
}

/** The type, number or signature of what is at an offset; where uses differ, all of them, separated by ` · `. */
export function typeAt(analysis: Analysis, offset: number): string | null {
  const known = factsAt(analysis, offset);
  return known && formatFacts(known.facts);
}

/** Formats facts as `typeAt` does. */
export function formatFacts(facts: readonly Fact[]): string {
  // Unknown and erroneous values are shown only if there is nothing better.
  const telling = facts.filter(({ value }) => value.kind !== 'unknown' && value.kind !== 'error');
  const shown = telling.length > 0 ? telling : facts;
  return [...new Set(shown.map(({ value }) => formatValue(value)))].join(' · ');
}

/** What is named at an offset, with its declaration and all references to it. */
export function nameAt({ symbols }: Analysis, offset: number): DeclaredName | null {
  return symbols.at(offset) ?? null;
}
