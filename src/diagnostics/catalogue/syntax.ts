/** Errors of the lexer and the parser: characters, declarations, what is expected at a place, brackets. */
import { error, warning, type Texts } from './texts.ts';
import { code, listed } from './wording.ts';

export interface Found {
  /** What was found, as a phrase: "`foo`", "the number `3`". */
  readonly found: string;
  readonly help?: string | undefined;
}
export interface Expected extends Found {
  /** What was expected, in terms of the language. */
  readonly expected: string;
}
export interface UnknownWord {
  readonly word: string;
  /** What the user may have meant, nearest first. */
  readonly near: readonly string[];
  readonly choices: readonly string[];
  readonly help?: string | undefined;
}

const meantOr = (p: UnknownWord, otherwise: string): string =>
  p.help ?? (p.near.length > 0 ? `did you mean ${listed(p.near, 'or')}?` : otherwise);

export const syntax = {
  // ── characters ──
  'unexpected-character': error<{ text: string; hint?: string }>({
    message: (p) => `${code(p.text)} does not belong in a .gan file`,
    help: (p) => p.hint,
  }),
  'unterminated-string': error<object>({
    message: () => 'this string has no closing quote on its line',
    help: () => 'close it with " on the same line; a quote inside a string is written \\"',
  }),
  'unknown-escape': error<{ escape: string }>({
    message: (p) => `${code(p.escape)} is not an escape sequence`,
    help: () => 'the escapes are \\n, \\t, \\" and \\\\; in paths, write / or \\\\',
  }),
  'number-too-large': error<{ text: string }>({
    message: (p) => `${code(p.text)} is too large`,
    why: () => 'numbers are 64-bit floating point: at most about 1.8e308',
  }),
  'tab-character': warning<object>({
    message: () => 'this file is indented with tabs',
    why: () => 'each editor chooses the width of a tab, so columns in messages may not match what you see',
    help: () => 'indent with two spaces',
  }),

  // ── declarations ──
  'unknown-declaration': error<UnknownWord>({
    message: (p) => `${code(p.word)} does not begin a declaration`,
    help: (p) => meantOr(p, `a declaration begins with ${listed(p.choices, 'or')}`),
  }),
  'expected-declaration': error<Found & { choices: readonly string[] }>({
    message: (p) => `expected a declaration, but found ${p.found}`,
    help: (p) => p.help ?? `a declaration begins with ${listed(p.choices, 'or')}`,
  }),
  'unexpected-token': error<Found & { after: string }>({
    message: (p) => `${p.after} is complete, but ${p.found} follows`,
    help: (p) => p.help,
  }),
  'unknown-action': error<UnknownWord>({
    message: (p) => `${code(p.word)} is not a training action`,
    help: (p) => meantOr(p, `a train block is made of ${listed(p.choices, 'and')}`),
  }),

  // ── what is expected here ──
  'expected-token': error<Expected>({
    message: (p) => `expected ${p.expected}, but found ${p.found}`,
    help: (p) => p.help,
  }),
  'expected-expression': error<Found>({
    message: (p) => `expected a value, but found ${p.found}`,
    help: (p) => p.help ?? 'a value is a name, a number, a call such as `mean(x)`, a list or something in parentheses',
  }),
  'expected-type': error<Found>({
    message: (p) => `expected a type, but found ${p.found}`,
    help: (p) => p.help ?? 'a type is written like `tensor[2]`, `image[28, 28, 1] in -1..1`, `logit[1]` or `class(10)`',
  }),
  'expected-name': error<Found & { what: string; reserved: boolean }>({
    message: (p) => `expected ${p.what}, but found ${p.found}`,
    why: (p) => (p.reserved ? 'a reserved word has a meaning of its own, so it cannot be a name' : undefined),
    help: (p) =>
      p.help ??
      (p.reserved ? 'choose another name' : 'a name is made of letters, digits and _, and does not begin with a digit'),
  }),
  'expected-stage': error<Found>({
    message: (p) => `expected the next stage of the pipe, but found ${p.found}`,
    help: (p) =>
      p.help ?? 'after |> comes a layer or function such as `dense(128)`, `repeat(2) { … }` or `for i in 1..3 { … }`',
  }),
  'missing-result': error<{ what: string; last?: string }>({
    message: (p) => `this ${p.what} has no value`,
    why: () => 'a body is `let` lines and draws, followed by one expression, its value',
    help: (p) => `end the body with an expression${p.last ? `, for instance ${code(p.last)}` : ''}`,
  }),
  'missing-let': error<{ name: string; keyword: string }>({
    message: (p) => `${code(p.name)} is declared without ${code(p.keyword)}`,
    help: (p) =>
      `begin with ${code(p.keyword)}: ${code(`${p.keyword} ${p.name} ${p.keyword === 'latent' ? '~' : '='} …`)}`,
  }),

  // ── the shape of the text ──
  'unclosed-brace': error<{ opener: string; closer: string }>({
    message: (p) => `this ${code(p.opener)} is never closed`,
    help: (p) => `close it with ${code(p.closer)}`,
  }),
  'operator-after-pipe': error<{ operator: string; pipe: string; rest: string }>({
    message: (p) => `${code(p.operator)} cannot follow a pipe`,
    why: (p) =>
      `\`|>\` binds loosest, so it is unclear whether ${code(p.operator)} belongs to the last stage or to the pipe`,
    help: (p) => `put the pipe in parentheses: ${code(`(${p.pipe}) ${p.operator} ${p.rest}`)}`,
  }),
  'comparison-chain': error<{ first: string; second: string }>({
    message: () => 'comparisons do not chain',
    help: (p) => `compare twice: ${code(p.first)} and ${code(p.second)}`,
  }),
  'too-many-errors': error<{ limit: number }>({
    message: (p) => `there are more than ${p.limit} mistakes in this file, and the rest are not shown`,
    why: () =>
      'this many usually come from one mistake made everywhere, or from a file that is not a `.gan` file at all',
    help: () => 'fix the first ones and check again',
  }),
  'too-complex': error<{ what: string; limit: number }>({
    message: (p) => `${p.what} is more than ${p.limit} levels deep`,
    help: () => 'name parts of it with `let`',
  }),
} as const satisfies Record<string, Texts<never>>;
