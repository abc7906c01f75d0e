/** What the checker makes of declarations whose text has syntax errors: nothing, so that one mistake gives one message. */
import type { Diagnostic } from '../../parser/diagnostic.ts';
import { textOf } from '../../parser/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { functions } from '../functions/table.ts';
import { specialForms } from './special-forms.ts';

/** Whether nothing can be said of what a broken declaration declares. A network with a whole signature can still be used. */
export function unsound(d: Tree.Declaration): boolean {
  return d.kind !== 'train' && !(d.kind === 'network' && d.result !== undefined);
}

/** Words in broken declarations: any of them may be a name that was meant to be declared there. */
export function doubtfulNames(declarations: readonly Tree.Declaration[]): ReadonlySet<string> {
  const broken = declarations.filter((d) => d.kind === 'unknown' || d.broken);
  const words = broken.flatMap((d) => textOf(d.span).match(/[A-Za-z_]\w*/g) ?? []);
  return new Set(words.filter((word) => !functions.has(word) && !specialForms.has(word)));
}

/** What was found outside of broken declarations: inside, the tree is guesswork. */
export function outside(diagnostics: readonly Diagnostic[], broken: readonly Tree.Declaration[]): Diagnostic[] {
  return diagnostics.filter(({ span }) => !broken.some((d) => d.span.source === span.source && d.span.start <= span.start && span.end <= d.span.end));
}
