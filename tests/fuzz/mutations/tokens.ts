/** Single tokens: left out, doubled, swapped, renamed, replaced by other numbers. */
import type { Corpus } from '../corpus.ts';
import { replaced, tokensOf, type Piece } from '../scan.ts';
import type { Material, Mutation } from './mutation.ts';
import { writtenCall } from './calls.ts';

// prettier-ignore
const nastyNumbers = [
  '0', '-1', '1', '2', '3', '7', '0.5', '-0.5', '10_000', '1_000_000', '2147483648', '9007199254740993', '1e-308', '1e308', '1e999',
];

const usualNumbers = ['1', '2', '3', '4', '5', '6', '7', '8', '14', '16', '28', '32', '0.1', '0.9'];

const languageNames = ({ functions, words }: Corpus): string[] => [...functions.map(({ name }) => name), ...words];

/** A mutation of one of the tokens that qualify. */
function ofOne(
  name: string,
  share: number,
  meant: (token: Piece) => boolean,
  change: (token: Piece, material: Material, tokens: readonly Piece[]) => string,
  gentle = false,
): Mutation {
  return {
    name,
    share,
    gentle,
    apply(text, material) {
      const tokens = tokensOf(text);
      const candidates = tokens.filter(meant);
      if (candidates.length === 0) return text;
      const token = material.random.pick(candidates);
      return replaced(text, token, change(token, material, tokens));
    },
  };
}

const any = (): boolean => true;
const isName = ({ kind }: Piece): boolean => kind === 'name';
const isNumber = ({ kind }: Piece): boolean => kind === 'number';

export const tokens: readonly Mutation[] = [
  ofOne('token left out', 2, any, () => ''),
  ofOne('token doubled', 1, any, ({ text }) => `${text} ${text}`),
  ofOne('token replaced by another', 1, any, (_, { random }, all) => random.pick(all).text),
  ofOne('number replaced', 5, isNumber, (_, { random }) => random.pick(nastyNumbers), true),
  ofOne('number replaced by a usual one', 3, isNumber, (_, { random }) => random.pick(usualNumbers), true),
  ofOne(
    'number by arithmetic',
    1,
    isNumber,
    ({ text }, { random }) =>
      random.pick([
        `(${text} - ${text})`,
        `(${text} / 2)`,
        `${text} ^ 2`,
        `(1 / ${text})`,
        `-${text}`,
        `(${text} % 2)`,
      ]),
    true,
  ),
  ofOne(
    'name replaced by one of the file',
    5,
    isName,
    (_, { random }, all) => random.pick(all.filter(isName)).text,
    true,
  ),
  ofOne('name replaced by one of the language', 3, isName, (_, { random, corpus }) =>
    random.pick(languageNames(corpus)),
  ),
  ofOne(
    'name put into a call',
    4,
    isName,
    ({ text }, { random, corpus }) => writtenCall(random.pick(corpus.functions), random, { corpus, first: text }),
    true,
  ),
  {
    name: 'tokens swapped',
    share: 2,
    apply(text, { random }) {
      const all = tokensOf(text);
      const at = random.below(all.length - 1);
      const first = all[at];
      const second = random.chance(0.5) ? all[at + 1] : all[random.below(all.length)];
      if (!first || !second || first === second) return text;
      const [left, right] = first.start < second.start ? [first, second] : [second, first];
      return replaced(replaced(text, right, left.text), left, right.text);
    },
  },
];
