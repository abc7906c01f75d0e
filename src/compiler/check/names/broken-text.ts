/** How the checker treats declarations with syntax errors: one mistake gives one message. */
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { textOf, type Span } from '../../../diagnostics/source.ts';
import { namesGivenBy } from '../../../parser/given-names.ts';
import type * as Tree from '../../../parser/tree.ts';
import { isWord } from './language.ts';

/**
 * Whether the names that a broken declaration declares have no usable value. A network whose body was reached can still
 * be used, and so can the names of a `data`, an `import` or a `train`.
 */
export function isUnsound(d: Tree.Declaration): boolean {
  if (!d.broken) return false;
  if (d.kind === 'network') return !d.result || !d.body || d.broken.from <= d.body.span.start;
  return d.kind !== 'train' && d.kind !== 'data' && d.kind !== 'import';
}

/**
 * Whether an unknown name may have been meant to be declared in broken text: any word in it may have been, and if a
 * declaration has lost its name, any name at all.
 */
export function doubtfulNames(declarations: readonly Tree.Declaration[]): (name: string) => boolean {
  const broken = declarations.filter((d) => d.kind === 'unknown' || d.broken);
  const nameless = broken.some(lostItsName);
  const written = new Set(broken.flatMap((d) => textOf(d.span).match(/[A-Za-z_]\w*/g) ?? []));
  return (name) => (nameless || written.has(name)) && !isWord(name);
}

function lostItsName(d: Tree.Declaration): boolean {
  if (d.kind === 'data' && d.fields.length === 0) return true;
  return d.kind !== 'train' && namesGivenBy(d).some(({ identifier }) => identifier.name === '');
}

/** Drops diagnostics inside broken declarations, where the tree is guesswork, or with a label in a guessed part. */
export function outsideBrokenText(
  diagnostics: readonly Diagnostic[],
  broken: readonly Tree.Declaration[],
): readonly Diagnostic[] {
  if (broken.length === 0) return diagnostics;
  const isBroken = ({ source, start, end }: Span): boolean =>
    broken.some(({ span }) => span.source === source && span.start <= start && end <= span.end);
  // Up to its first syntax error, a broken declaration can be trusted.
  const isGuessed = ({ source, end }: Span): boolean =>
    broken.some((d) => d.span.source === source && d.broken!.from < end && end <= d.span.end);
  return diagnostics.filter(
    ({ span, labels = [] }) => !isBroken(span) && !labels.some((label) => isGuessed(label.span)),
  );
}
