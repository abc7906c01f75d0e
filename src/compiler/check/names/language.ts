/** The names of the language itself: words, and forms, which are calls that look at more than values. */
import { words } from '../../words/vocabulary.ts';

/** Calls that the checker evaluates itself, because they look at expressions or networks (`calls/forms.ts`). */
export const formNames = ['grad', 'parameters', 'weights', 'size'] as const;
export type FormName = (typeof formNames)[number];

export function isForm(name: string): name is FormName {
  return (formNames as readonly string[]).includes(name);
}

export function isWord(name: string): boolean {
  return words.has(name) || isForm(name);
}

/** The names of the language that can be called: all of them. */
export function callableWords(): string[] {
  return [...words.keys(), ...formNames];
}
