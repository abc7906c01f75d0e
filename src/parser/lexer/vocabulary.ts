/** All tokens: those of single declarations and actions, and those that they share. */
import type { TokenType } from 'chevrotain';
import { actions } from '../declarations/actions.ts';
import { declarationList } from '../declarations/index.ts';
import { afterWords, beforeWords, commonConnectives, commonWords, textOfWord } from '../tokens/tokens.ts';
import { Hard, isHard } from '../tokens/words.ts';

const actionList = Object.values(actions);

/** The words that begin a declaration. */
export const declarationHeads: ReadonlySet<TokenType> = new Set(declarationList.map(({ head }) => head));

/** The words that begin a line of a `train` block. */
export const actionHeads: ReadonlySet<TokenType> = new Set(actionList.map(({ head }) => head));

/** Words that come between two parts of a declaration and so never begin one. */
export const connectives: ReadonlySet<TokenType> = new Set([
  ...commonConnectives,
  ...[...declarationList, ...actionList].flatMap((row) => row.connectives ?? []),
]);

const allWords = new Set([...declarationHeads, ...actionHeads, ...connectives, ...commonWords]);

/** Reserved words. */
export const hardWords: ReadonlySet<TokenType> = new Set([...allWords].filter(isHard));

/** Words that can be names in other places. */
export const softWords: ReadonlySet<TokenType> = new Set([...allWords].filter((type) => !isHard(type)));

/** Longer words first: `in` would match the beginning of `init`, and then count as a name. */
const longestFirst = [...hardWords, ...softWords].sort((a, b) => textOfWord(b).length - textOfWord(a).length);

export const tokenTypes: readonly TokenType[] = [...beforeWords, ...longestFirst, ...afterWords, Hard];
