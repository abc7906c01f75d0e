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
  /** How often it is taken, beside the others. */
  readonly share: number;
  /** Whether a right spec has a fair chance to stay right. */
  readonly gentle?: boolean;
  /** Gives the text back as it is where there is nothing to change. */
  apply(text: string, material: Material): string;
}
