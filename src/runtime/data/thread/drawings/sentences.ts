import { grammar, STOP, vocabulary, type Forms } from '../../../../compiler/words/data-sources/labels/sentences.ts';
import type { RandomSequence } from '../../../random.ts';
import type { Draw } from './drawing.ts';

export interface SentencesParameters {
  readonly length: number;
}

const labelOf = new Map(vocabulary.map((word, label) => [word, label]));

/** Sentences are drawn from the grammar until one is short enough. */
export const drawSentences =
  ({ length }: SentencesParameters): Draw =>
  (_, random) => {
    for (;;) {
      const words = sentence(random);
      if (words.length > length) continue;
      const labels = new Int32Array(length);
      words.forEach((word, i) => (labels[i] = labelOf.get(word)!));
      return [labels];
    }
  };

function sentence(random: RandomSequence): string[] {
  const pick = <T>(items: readonly T[]): T => items[random.integer(items.length)]!;
  const sometimes = (probability: number): boolean => random.uniform() < probability;
  type Number = keyof Forms;
  const number = (): Number => pick(['singular', 'plural']);
  const nouns = (of: Number): string[] => [
    pick(grammar.articles[of]),
    ...(sometimes(0.4) ? [pick(grammar.adjectives)] : []),
    pick(grammar.nouns[of]),
  ];
  const subject = number();
  return [
    ...nouns(subject),
    ...(sometimes(0.25) ? [pick(grammar.prepositions), ...nouns(number())] : []),
    ...(sometimes(0.5)
      ? [pick(grammar.transitive[subject]), ...nouns(number())]
      : [pick(grammar.intransitive[subject])]),
    ...(sometimes(0.3) ? [pick(grammar.adverbs)] : []),
    STOP,
  ];
}
