/**
 * A small grammar of English: a sentence is a subject and what it does, and ends with a full stop. Articles agree with
 * their nouns, and verbs with their subjects.
 */
export interface Grammar {
  readonly articles: Forms;
  readonly adjectives: readonly string[];
  readonly nouns: Forms;
  /** Verbs without an object, and with one; the verbs of each list are the same ones in the same order. */
  readonly intransitive: Forms;
  readonly transitive: Forms;
  readonly prepositions: readonly string[];
  readonly adverbs: readonly string[];
}

export interface Forms {
  readonly singular: readonly string[];
  readonly plural: readonly string[];
}

export const grammar: Grammar = {
  articles: { singular: ['the', 'a', 'every'], plural: ['the', 'two', 'some'] },
  adjectives: ['small', 'old', 'red', 'happy', 'quiet'],
  nouns: {
    singular: ['cat', 'dog', 'bird', 'child', 'robot', 'painter'],
    plural: ['cats', 'dogs', 'birds', 'children', 'robots', 'painters'],
  },
  intransitive: { singular: ['sleeps', 'sings', 'runs'], plural: ['sleep', 'sing', 'run'] },
  transitive: { singular: ['sees', 'likes', 'follows'], plural: ['see', 'like', 'follow'] },
  prepositions: ['near', 'behind', 'with'],
  adverbs: ['slowly', 'often', 'here'],
};

export const STOP = '.';

/** Fills up what is left after the full stop; the first of the words, so its label is 0. */
export const PADDING = '_';

/** The words by label. */
export const vocabulary: readonly string[] = [
  ...new Set([
    PADDING,
    STOP,
    ...Object.values(grammar).flatMap((words: readonly string[] | Forms) =>
      'singular' in words ? [...words.singular, ...words.plural] : words,
    ),
  ]),
];
