/**
 * The tokens that declarations share. Order matters to the lexer: the first pattern that matches wins, so longer
 * operators and lookalikes come before shorter ones, and words before `Identifier` (their `longer_alt`).
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';
import { lookalikes, type Lookalike } from './lookalikes.ts';
import { hardWord, Identifier, softWord } from './words.ts';

export { Identifier } from './words.ts';

// ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `_` alone, the new axis of `x[_, :]`. */
export const NewAxis = createToken({ name: 'NewAxis', pattern: /_/, longer_alt: Identifier, label: '_' });

/** Words that cannot be names. Those that begin declarations or actions are mostly defined with them. */
export const Let = hardWord('let');
export const For = hardWord('for');
export const In = hardWord('in');
export const Repeat = hardWord('repeat');
export const If = hardWord('if');
export const Else = hardWord('else');
export const True = hardWord('true');
export const False = hardWord('false');

export const Scan = softWord('scan');
export const Update = softWord('update');
export const Weight = softWord('weight');
export const State = softWord('state');
export const Init = softWord('init');
export const From = softWord('from');
export const Using = softWord('using');
export const As = softWord('as');
export const Every = softWord('every');
export const Steps = softWord('steps');
export const Epochs = softWord('epochs');

/** Words that several declarations or expressions share. */
export const commonWords: readonly TokenType[] = [
  Let,
  For,
  In,
  Repeat,
  If,
  Else,
  True,
  False,
  Scan,
  Update,
  Weight,
  State,
  Init,
  From,
  Using,
  As,
  Every,
  Steps,
  Epochs,
];

/** Those of them that come between two parts of a declaration and so never begin one. */
export const commonConnectives: readonly TokenType[] = [Init, From, Using, As, Steps, Epochs, In];

export const textOfWord = (type: TokenType): string => type.LABEL ?? type.name;

// ── literals ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A fraction needs a digit after its dot, so that `1..2` is 1 `..` 2. */
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  pattern: /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?/,
});
export const StringLiteral = createToken({ name: 'StringLiteral', pattern: /"(?:[^"\\\n\r]|\\[^\n\r])*"/ });
export const UnterminatedString = createToken({
  name: 'UnterminatedString',
  pattern: /"(?:[^"\\\n\r]|\\[^\n\r])*\\?/,
  categories: StringLiteral,
});

// ── operators ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const BinaryOperator = createToken({ name: 'BinaryOperator', pattern: Lexer.NA });
export const PrefixOperator = createToken({ name: 'PrefixOperator', pattern: Lexer.NA });

const symbols = new Set<TokenType>();

function symbol(name: string, text: string, ...categories: TokenType[]): TokenType {
  const type = createToken({ name, pattern: text, label: text, categories });
  symbols.add(type);
  return type;
}

// Two characters before one: `<-` before `<`, `..` before `.`; so `x<-1` must be written `x < -1`.

export const Pipe = symbol('Pipe', '|>');
export const Arrow = symbol('Arrow', '->');
export const BackArrow = symbol('BackArrow', '<-');
export const DotDot = symbol('DotDot', '..');
export const EqualEqual = symbol('EqualEqual', '==', BinaryOperator);
export const NotEqual = symbol('NotEqual', '!=', BinaryOperator);
export const LessEqual = symbol('LessEqual', '<=', BinaryOperator);
export const GreaterEqual = symbol('GreaterEqual', '>=', BinaryOperator);
export const Less = symbol('Less', '<', BinaryOperator);
export const Greater = symbol('Greater', '>', BinaryOperator);
export const Plus = symbol('Plus', '+', BinaryOperator);
export const Minus = symbol('Minus', '-', BinaryOperator, PrefixOperator);
export const Star = symbol('Star', '*', BinaryOperator);
export const Slash = symbol('Slash', '/', BinaryOperator);
export const Percent = symbol('Percent', '%', BinaryOperator);
export const Caret = symbol('Caret', '^', BinaryOperator);
export const Equal = symbol('Equal', '=');
export const Tilde = symbol('Tilde', '~');
export const LParen = symbol('LParen', '(');
export const RParen = symbol('RParen', ')');
export const LSquare = symbol('LSquare', '[');
export const RSquare = symbol('RSquare', ']');
export const LCurly = symbol('LCurly', '{');
export const RCurly = symbol('RCurly', '}');
export const Comma = symbol('Comma', ',');
export const Colon = symbol('Colon', ':');
export const Dot = symbol('Dot', '.');
export const Bang = symbol('Bang', '!', PrefixOperator);

/** Opening bracket → its closing one. */
export const closerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [LParen, RParen],
  [LSquare, RSquare],
  [LCurly, RCurly],
]);
export const openerOf: ReadonlyMap<TokenType, TokenType> = new Map([...closerOf].map(([open, close]) => [close, open]));

// ── text of other languages ─────────────────────────────────────────────────────────────────────────────────────────

/** A lookalike has what it is meant to be as its category, so that one slip gives one message. */
const meantBy: ReadonlyMap<string, TokenType> = new Map([
  ['string', StringLiteral],
  ...[...symbols].map((type) => [textOfWord(type), type] as const),
]);

const lookalikeTypes = lookalikes.map(({ name, pattern, meant }) => {
  const categories = meant === undefined ? [] : [meantBy.get(meant)!];
  return createToken({ name, pattern, line_breaks: name === 'BlockComment', categories });
});

/** The row of a token type, if it is a lookalike. */
export const lookalikeOf: ReadonlyMap<TokenType, Lookalike> = new Map(
  lookalikeTypes.map((type, i) => [type, lookalikes[i]!] as const),
);

// ── between tokens ──────────────────────────────────────────────────────────────────────────────────────────────────

/** A byte order mark counts as white space. */
const Space = createToken({ name: 'Space', pattern: /[ \t\r\n\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
export const DocumentationComment = createToken({
  name: 'DocumentationComment',
  pattern: /\/\/\/[^\n\r]*/,
  group: 'comments',
});
const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\n\r]*/, group: 'comments' });

/** The non-ASCII characters in the patterns of lookalikes, as written in a character class. */
const known = lookalikes.flatMap(({ pattern }) => pattern.source.match(/\\u\w{4}(?:-\\u\w{4})?|[^\x20-\x7e]/g) ?? []);

/** Characters that are not printable ASCII, which other tokens cover, nor white space or part of a lookalike. */
const strays = new RegExp(`[^\\t\\n\\r\\x20-\\x7e\\uFEFF${known.join('')}]+`, 'y');

/** A run of characters that belong to no other token, so that the lexer never has to recover from an error. */
export const Stray = createToken({
  name: 'Stray',
  pattern: (text, offset) => {
    strays.lastIndex = offset;
    const match = strays.exec(text);
    return match && [match[0]];
  },
  // One character for each group by which the lexer indexes its patterns; below 256, each is a group of its own.
  start_chars_hint: [...Array(32).keys(), ...Array.from({ length: 129 }, (_, i) => 127 + i), ...beyond()],
  line_breaks: false,
});

function beyond(): number[] {
  const groups: number[] = [];
  for (let code = 256; code < 65_536; code += 85) groups.push(code);
  return groups;
}

/** A single `|` is a lookalike, but also the beginning of `|>`, which has to be tried first. */
const isLate = (type: TokenType): boolean => type.name === 'Bar';

/** All tokens except words: these come before the words, and `afterWords` after them. */
export const beforeWords: readonly TokenType[] = [
  Space,
  DocumentationComment,
  LineComment,
  ...lookalikeTypes.filter((type) => !isLate(type)),
];

// prettier-ignore
export const afterWords: readonly TokenType[] = [
  NewAxis, Identifier, NumberLiteral, StringLiteral, UnterminatedString,
  ...symbols,
  ...lookalikeTypes.filter(isLate),
  Stray,
  BinaryOperator, PrefixOperator,
];
