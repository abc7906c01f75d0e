/** Makes the tokens of the words of the language. */
import { createToken, Lexer, type TokenType } from 'chevrotain';

export const Identifier = createToken({ name: 'Identifier', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

/** The category of reserved words, which are never names. */
export const Hard = createToken({ name: 'Hard', pattern: Lexer.NA });

function word(text: string, category: TokenType): TokenType {
  const name = text[0]!.toUpperCase() + text.slice(1);
  return createToken({ name, pattern: text, longer_alt: Identifier, categories: category, label: text });
}

/** A reserved word. Each one takes a name away from all users, so there should be few. */
export const hardWord = (text: string): TokenType => word(text, Hard);

/** A word with a meaning in certain places that is a name everywhere else: `steps: 10`, `let batch = 3`. */
export const softWord = (text: string): TokenType => word(text, Identifier);

export const isHard = (type: TokenType): boolean => type.CATEGORIES?.includes(Hard) ?? false;
