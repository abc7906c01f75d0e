/** What the checker makes of declarations whose text has syntax errors: nothing, so that one mistake gives one message. */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { textOf } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { functions } from '../words/functions/table.ts';
import { specialForms } from './special-forms.ts';

/** Whether nothing can be said of what a broken declaration declares. A network whose body was reached can still be used. */
export function unsound(d: Tree.Declaration): boolean {
  if (d.kind === 'network')
    return !d.result || !d.body || (d.broken !== undefined && d.broken.from <= d.body.span.start);
  return d.kind !== 'train';
}

/**
 * Whether a name may have been meant to be declared in broken text: any word of it may, and where a declaration has lost
 * its name, any name at all.
 */
export function doubtfulNames(declarations: readonly Tree.Declaration[]): (name: string) => boolean {
  const broken = declarations.filter((d) => d.kind === 'unknown' || d.broken);
  const nameless = broken.some(lostItsName);
  const words = new Set(broken.flatMap((d) => textOf(d.span).match(/[A-Za-z_]\w*/g) ?? []));
  return (name) => (nameless || words.has(name)) && !functions.has(name) && !specialForms.has(name);
}

function lostItsName(d: Tree.Declaration): boolean {
  switch (d.kind) {
    case 'latent':
      return d.draw.name.name === '';
    case 'data':
      return d.fields.length === 0 || d.fields.some((f) => f.name.name === '');
    case 'const':
    case 'let':
    case 'loss':
    case 'network':
    case 'block':
    case 'fn':
      return d.name.name === '';
    default:
      return false;
  }
}

/** What was found outside of broken declarations: inside, the tree is guesswork. */
export function outside(diagnostics: readonly Diagnostic[], broken: readonly Tree.Declaration[]): Diagnostic[] {
  return diagnostics.filter(
    ({ span }) =>
      !broken.some((d) => d.span.source === span.source && d.span.start <= span.start && span.end <= d.span.end),
  );
}
