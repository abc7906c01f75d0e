/** Names that mean something where nobody has declared them: words, and calls that look at more than values. */
import { words } from '../../words/vocabulary.ts';

/** Calls that the checker evaluates itself, because they look at expressions or networks (`calls/forms.ts`). */
export const formNames = ['grad', 'parameters'] as const;
export type FormName = (typeof formNames)[number];

export function isForm(name: string): name is FormName {
  return (formNames as readonly string[]).includes(name);
}

export function isWord(name: string): boolean {
  return words.has(name) || isForm(name);
}

/** What can be called. */
export function callableWords(): string[] {
  return [...words.keys(), ...formNames];
}
