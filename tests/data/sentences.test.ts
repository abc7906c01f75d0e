import { describe, expect, it } from 'vitest';
import {
  grammar,
  PADDING,
  STOP,
  vocabulary,
  type Forms,
} from '../../src/compiler/words/data-sources/labels/sentences.ts';
import { each, examples, open } from './drawn.ts';

const sentences = async (n: number, length: number): Promise<string[][]> =>
  each((await examples('sentences', n, { length }))('words')).map((words) =>
    Array.from(words, (label) => vocabulary[label]!),
  );

/** What a sentence is, as a pattern; that of the other number has other articles, nouns and verbs. */
function pattern(number: keyof Forms): string {
  const one = (words: readonly string[]) => `(?:${words.join('|')})`;
  const nouns = (of: keyof Forms) =>
    `${one(grammar.articles[of])} (?:${one(grammar.adjectives)} )?${one(grammar.nouns[of])}`;
  const any = `(?:${nouns('singular')}|${nouns('plural')})`;
  const does = `(?:${one(grammar.transitive[number])} ${any}|${one(grammar.intransitive[number])})`;
  return `${nouns(number)}(?: ${one(grammar.prepositions)} ${any})? ${does}(?: ${one(grammar.adverbs)})? \\${STOP}`;
}
const right = new RegExp(`^(?:${pattern('singular')}|${pattern('plural')})(?: ${PADDING})*$`);

describe('sentences', () => {
  it.each([4, 7, 16, 40])('of length %d are right, and padded', async (length) => {
    const all = await sentences(1000, length);
    for (const words of all) {
      expect(words).toHaveLength(length);
      expect(words.join(' ')).toMatch(right);
    }
    const lengths = all.map((words) => words.indexOf(STOP) + 1);
    expect(Math.min(...lengths)).toBe(4);
    expect(Math.max(...lengths)).toBe(Math.min(length, 13));
  });

  it('are told from wrong ones', () => {
    expect('the cat sees two small dogs often . _').toMatch(right);
    for (const wrong of [
      'the cat sleep .',
      'a cats sleep .',
      'the cat sleeps',
      'the cat sleeps the dog .',
      'the cat _ sleeps .',
    ])
      expect(wrong).not.toMatch(right);
  });

  it('use every word, and hardly ever repeat', async () => {
    const all = await sentences(2000, 16);
    expect(new Set(all.flat())).toEqual(new Set(vocabulary));
    expect(new Set(all.map((words) => words.join(' '))).size).toBeGreaterThan(1500);
  });

  it('come with their words, for printing', async () => {
    const [words] = (await open('sentences')).fields;
    expect(words!.type).toMatchObject({ shape: [16], classes: vocabulary.length, names: vocabulary });
    expect(vocabulary.indexOf(PADDING)).toBe(0);
  });
});
