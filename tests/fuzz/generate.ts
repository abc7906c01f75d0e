/** Makes the text with a given number: one of the corpus with a few mutations. */
import type { Corpus } from './corpus.ts';
import { characters } from './mutations/characters.ts';
import type { Material, Mutation } from './mutations/mutation.ts';
import { splices } from './mutations/splices.ts';
import { tokens } from './mutations/tokens.ts';
import { random, type Random } from './random.ts';

const mutations: readonly Mutation[] = [...characters, ...tokens, ...splices];
const gentleMutations = mutations.filter(({ gentle }) => gentle);

/** Longer texts would only measure their length. */
const longest = 20_000;

export function generate(corpus: Corpus, seed: number, number: number): string {
  const numbers = random(seed, number);
  // Half of the texts are right specs with changes that may leave them right, since wrong ones are never compiled.
  const gentle = numbers.chance(0.5);
  const groups = gentle ? corpus.groups.slice(0, 1) : corpus.groups;
  const original = (): string => numbers.pick(shared(groups, numbers).texts);
  const material: Material = { random: numbers, corpus, other: original };
  const usable = gentle ? gentleMutations : mutations;
  let text = original();
  const rounds = gentle || numbers.chance(0.7) ? 1 + numbers.below(2) : 3 + numbers.below(6);
  for (let round = 0; round < rounds; round++) {
    const changed = shared(usable, numbers).apply(text, material);
    if (changed.length <= longest) text = changed;
  }
  return text;
}

function shared<T extends { readonly share: number }>(items: readonly T[], numbers: Random): T {
  let left = numbers.next() * items.reduce((sum, { share }) => sum + share, 0);
  return items.find(({ share }) => (left -= share) < 0) ?? items.at(-1)!;
}
