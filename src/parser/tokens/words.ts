/** How the words of the language are made into tokens. */
import { createToken, Lexer, type TokenType } from 'chevrotain';

export const Identifier = createToken({ name: 'Identifier', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

/** Reserved: these are never names. */
export const Hard = createToken({ name: 'Hard', pattern: Lexer.NA });

function word(text: string, category: TokenType): TokenType {
  const name = text[0]!.toUpperCase() + text.slice(1);
  return createToken({ name, pattern: text, longer_alt: Identifier, categories: category, label: text });
}

/** A reserved word. It cannot be a name, so each one takes a name away from everybody. */
export const hardWord = (text: string): TokenType => word(text, Hard);

/** A word that means something in its place, and is a name everywhere else: `steps: 10`, `let batch = 3`. */
export const softWord = (text: string): TokenType => word(text, Identifier);

export const isHard = (type: TokenType): boolean => type.CATEGORIES?.includes(Hard) ?? false;
