/** The contents of a library module as text, for `gan library` and docs/functions.md. */
import { textOf } from '../../diagnostics/source.ts';
import type { Declaration, Parameter } from '../../parser/tree.ts';
import type { LibraryModule } from './library.ts';

export interface LibraryEntry {
  readonly name: string;
  readonly kind: 'fn' | 'block' | 'network' | 'const';
  /** As one calls it: `gradient_penalty(D, real, fake, target: 1.0)`. */
  readonly signature: string;
  /** The `///` comment, without the slashes; '' if there is none. */
  readonly documentation: string;
  /** The source text, without its comment. */
  readonly source: string;
}

/** In source order. */
export function contentsOf(module: LibraryModule): LibraryEntry[] {
  return module.parsed().spec.declarations.flatMap(entryOf);
}

/** The first `///` paragraph of a module, which says what it is about. */
export function summaryOf({ text }: Pick<LibraryModule, 'text'>): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('///'));
  return lines
    .slice(0, end)
    .map((line) => line.slice(3).trim())
    .join(' ');
}

/** The source text, with its comment. */
export function sourceOf({ documentation, source }: LibraryEntry): string {
  const comment = documentation === '' ? [] : documentation.split('\n').map((line) => `/// ${line}`.trimEnd());
  return [...comment, source].join('\n');
}

function entryOf(declaration: Declaration): LibraryEntry[] {
  const { kind, documentation = '', span } = declaration;
  if (kind !== 'fn' && kind !== 'block' && kind !== 'network' && kind !== 'const') return [];
  const { name } = declaration.name;
  const signature = kind === 'const' ? name : `${name}(${declaration.parameters.map(shown).join(', ')})`;
  return [{ name, kind, signature, documentation, source: textOf(span) }];
}

const shown = ({ name, default: otherwise }: Parameter): string =>
  otherwise ? `${name.name}: ${textOf(otherwise.span)}` : name.name;
