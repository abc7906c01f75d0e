/** Questions about a place in a text: what is there, what is known about it, where it is declared. */
import type { Node } from '../parser/tree.ts';
import { nodeAt } from '../parser/walk.ts';
import type { Analysis } from './analyze.ts';
import type { DeclaredName } from './check/names/module.ts';
import type { Fact } from './check/values/facts.ts';
import { formatValue } from './check/values/format.ts';

export interface KnownAt {
  /** The smallest part of the text at the offset about which something is known. */
  readonly node: Node;
  /** Its values, one for each use of the template that it is in. */
  readonly facts: readonly Fact[];
}

/**
 * What is known at an offset of the spec; null where nothing is, as between declarations. On the name of a function or
 * layer it is what the call makes: `facts.of` knows the function itself.
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

/** The type, number or signature of what is at an offset; several, with ` · ` between, where uses differ. */
export function typeAt(analysis: Analysis, offset: number): string | null {
  const known = factsAt(analysis, offset);
  return known && formatFacts(known.facts);
}

/** As `typeAt` says it. */
export function formatFacts(facts: readonly Fact[]): string {
  // What may be anything says less than what a use makes of it, and an error nothing.
  const telling = facts.filter(({ value }) => value.kind !== 'unknown' && value.kind !== 'error');
  const shown = telling.length > 0 ? telling : facts;
  return [...new Set(shown.map(({ value }) => formatValue(value)))].join(' · ');
}

/** What is named at an offset, with the place where it is declared and all that refer to it. */
export function nameAt({ symbols }: Analysis, offset: number): DeclaredName | null {
  return symbols.at(offset) ?? null;
}
