import type { Corpus } from '../corpus.ts';
import type { Random } from '../random.ts';

export interface Material {
  readonly random: Random;
  readonly corpus: Corpus;
  /** Another text of the corpus. */
  other(): string;
}

export interface Mutation {
  readonly name: string;
  /** How often it is chosen, relative to the others. */
  readonly share: number;
  /** Whether a right spec has a fair chance of staying right. */
  readonly gentle?: boolean;
  /** Returns the text unchanged if there is nothing to change. */
  apply(text: string, material: Material): string;
}
