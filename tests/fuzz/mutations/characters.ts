/** Typing errors. */
import type { Mutation } from './mutation.ts';

const alphabet = [
  ...'abz_019 \n\t."\\{}()[]<>|~=!+-*/%^,:;#&@$`?\'',
  '−',
  '“',
  'α',
  '漢',
  '😀',
  '\u0000',
  '\ud800',
  '\ufeff',
];

export const characters: readonly Mutation[] = [
  {
    name: 'character inserted',
    share: 2,
    apply(text, { random }) {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + random.pick(alphabet) + text.slice(at);
    },
  },
  {
    name: 'character left out',
    share: 2,
    apply(text, { random }) {
      const at = random.below(text.length);
      return text.slice(0, at) + text.slice(at + 1);
    },
  },
  {
    name: 'character replaced',
    share: 2,
    apply(text, { random }) {
      const at = random.below(text.length);
      return text.slice(0, at) + random.pick(alphabet) + text.slice(at + 1);
    },
  },
  {
    name: 'cut off',
    share: 1,
    apply: (text, { random }) => text.slice(0, random.below(text.length + 1)),
  },
  {
    name: 'beginning cut off',
    share: 0.5,
    apply: (text, { random }) => text.slice(random.below(text.length + 1)),
  },
];
