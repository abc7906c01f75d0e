/** What the lexer and the parser complain about: characters, declarations, what should stand somewhere, brackets. */
import { error, warning, type Texts } from './texts.ts';
import { code, listed } from './wording.ts';

interface Found {
  /** What stands there, as a phrase: "`foo`", "the number `3`". */
  readonly found: string;
  readonly help?: string | undefined;
}
interface Expected extends Found {
  /** What should stand there, in terms of the language. */
  readonly expected: string;
}
interface UnknownWord {
  readonly word: string;
  /** What the writer may have meant, nearest first. */
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
    message: (p) => `${code(p.escape)} is not an escape that strings know`,
    help: () => 'strings know \\n, \\t, \\" and \\\\; in paths, write / or \\\\',
  }),
  'number-too-large': error<{ text: string }>({
    message: (p) => `${code(p.text)} is too large for a number`,
    why: () => 'numbers are 64-bit floating point: at most about 1.8e308',
  }),
  'tab-character': warning<object>({
    message: () => 'this file is indented with tabs',
    why: () => 'a tab is as wide as each editor likes, so columns in messages may not match what you see',
    help: () => 'indent with two spaces',
  }),

  // ── declarations ──
  'unknown-declaration': error<UnknownWord>({
    message: (p) => `${code(p.word)} begins no declaration`,
    help: (p) => meantOr(p, `a declaration begins with ${listed(p.choices, 'or')}`),
  }),
  'expected-declaration': error<Found & { choices: readonly string[] }>({
    message: (p) => `a declaration should begin here, but there is ${p.found}`,
    help: (p) => p.help ?? `a declaration begins with ${listed(p.choices, 'or')}`,
  }),
  'unexpected-token': error<Found & { after: string }>({
    message: (p) => `${p.after} is complete, but then comes ${p.found}`,
    help: (p) => p.help,
  }),
  'unknown-action': error<UnknownWord>({
    message: (p) => `${code(p.word)} is no training action`,
    help: (p) => meantOr(p, `a train block is made of ${listed(p.choices, 'and')}`),
  }),

  // ── what should stand here ──
  'expected-token': error<Expected>({
    message: (p) => `expected ${p.expected}, but there is ${p.found}`,
    help: (p) => p.help,
  }),
  'expected-expression': error<Found>({
    message: (p) => `a value should stand here, but there is ${p.found}`,
    help: (p) => p.help ?? 'a value is a name, a number, a call such as `mean(x)`, a list or something in parentheses',
  }),
  'expected-type': error<Found>({
    message: (p) => `a type should stand here, but there is ${p.found}`,
    help: (p) => p.help ?? 'a type is such as `tensor[2]`, `image[28, 28, 1] in -1..1`, `logit[1]` or `class(10)`',
  }),
  'expected-name': error<Found & { what: string; reserved: boolean }>({
    message: (p) => `${p.what} should stand here, but there is ${p.found}`,
    why: (p) => (p.reserved ? 'a reserved word cannot be a name: it begins a part of the language' : undefined),
    help: (p) =>
      p.help ??
      (p.reserved ? 'take another name' : 'a name is made of letters, digits and _, and begins with no digit'),
  }),
  'expected-stage': error<Found>({
    message: (p) => `a pipe should go on here, but there is ${p.found}`,
    help: (p) =>
      p.help ?? 'after |> comes a layer or function such as `dense(128)`, `repeat(2) { … }` or `for i in 1..3 { … }`',
  }),
  'missing-result': error<{ what: string; last?: string }>({
    message: (p) => `this ${p.what} has no value`,
    why: () => 'a body is `let` lines and draws, then one expression: its value',
    help: (p) => `end the body with an expression${p.last ? `, for instance ${code(p.last)}` : ''}`,
  }),
  'missing-let': error<{ name: string; keyword: string }>({
    message: (p) => `${code(p.name)} is named without ${code(p.keyword)}`,
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
      `\`|>\` binds loosest, so it is open whether ${code(p.operator)} belongs to the last stage or to the pipe`,
    help: (p) => `put the pipe in parentheses: ${code(`(${p.pipe}) ${p.operator} ${p.rest}`)}`,
  }),
  'comparison-chain': error<{ first: string; second: string }>({
    message: () => 'comparisons do not chain',
    help: (p) => `compare twice: ${code(p.first)} and ${code(p.second)}`,
  }),
  'too-complex': error<{ what: string; limit: number }>({
    message: (p) => `${p.what} goes deeper than ${p.limit}`,
    help: () => 'name parts of it with `let`',
  }),
} as const satisfies Record<string, Texts<never>>;
