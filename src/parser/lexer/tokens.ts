/**
 * The token table. Order matters to the lexer: the first pattern that matches wins, so longer operators and lookalikes
 * stand before shorter ones, and words before `Identifier` (their `longer_alt`).
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';
import { lookalikes, type Lookalike } from './lookalikes.ts';

// ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const Identifier = createToken({ name: 'Identifier', pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

/** Reserved: these are never names. */
const Hard = createToken({ name: 'Hard', pattern: Lexer.NA });

/** `_` alone, the new axis of `x[_, :]`. */
export const NewAxis = createToken({ name: 'NewAxis', pattern: /_/, longer_alt: Identifier, label: '_' });

export const hardWords = new Set<TokenType>();
export const softWords = new Set<TokenType>();

function kept(group: Set<TokenType>, type: TokenType): TokenType {
  group.add(type);
  return type;
}

function word(text: string, category: TokenType): TokenType {
  const name = text[0]!.toUpperCase() + text.slice(1);
  return createToken({ name, pattern: text, longer_alt: Identifier, categories: category, label: text });
}

const hard = (text: string): TokenType => kept(hardWords, word(text, Hard));
export const Model = hard('model');
export const Const = hard('const');
export const Data = hard('data');
export const Latent = hard('latent');
export const Network = hard('network');
export const Block = hard('block');
export const Fn = hard('fn');
export const Let = hard('let');
export const Loss = hard('loss');
export const Train = hard('train');
export const For = hard('for');
export const In = hard('in');
export const Repeat = hard('repeat');
export const True = hard('true');
export const False = hard('false');

/** Soft keywords are identifiers too: `steps: 10`, `let batch = 3`. */
const soft = (text: string): TokenType => kept(softWords, word(text, Identifier));
export const From = soft('from');
export const Over = soft('over');
export const Using = soft('using');
export const Like = soft('like');
export const With = soft('with');
export const As = soft('as');
export const To = soft('to');
export const Decay = soft('decay');
export const Every = soft('every');
export const Steps = soft('steps');
export const Epochs = soft('epochs');
export const Batch = soft('batch');
export const Minimize = soft('minimize');
export const Clip = soft('clip');
export const Average = soft('average');
export const Evaluate = soft('evaluate');
export const Show = soft('show');
export const Expect = soft('expect');

/** The words that begin a declaration. */
// prettier-ignore
export const declarationHeads: ReadonlySet<TokenType> = new Set([
  Model, Const, Data, Latent, Network, Block, Fn, Let, Loss, Train, Evaluate, Show, Expect,
]);

/** The words that begin a line of a `train` block. */
export const actionHeads: ReadonlySet<TokenType> = new Set([Minimize, Repeat, Every, Clip, Average]);

/** Words that stand between two parts of one declaration and so never begin one. */
// prettier-ignore
export const connectives: ReadonlySet<TokenType> = new Set([
  From, Over, Using, Like, With, As, To, Decay, Steps, Epochs, Batch, In,
]);

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
  return kept(symbols, createToken({ name, pattern: text, label: text, categories }));
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

/** A lookalike is a token of the category that it stands for, so that one slip brings one message. */
const meantBy: ReadonlyMap<string, TokenType> = new Map([
  ['string', StringLiteral],
  ...[...symbols].map((type) => [textOfWord(type), type] as const),
]);

const lookalikeTypes = lookalikes.map(({ name, pattern, meant }) => {
  const categories = meant === undefined ? [] : [meantBy.get(meant)!];
  return createToken({ name, pattern, line_breaks: name === 'BlockComment', categories });
});

/** The row behind a token, if it is a lookalike. */
export const lookalikeOf: ReadonlyMap<TokenType, Lookalike> = new Map(
  lookalikeTypes.map((type, i) => [type, lookalikes[i]!] as const),
);

// ── what stands between tokens ──────────────────────────────────────────────────────────────────────────────────────

/** A byte order mark counts as space. */
const Space = createToken({ name: 'Space', pattern: /[ \t\r\n\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
export const DocumentationComment = createToken({
  name: 'DocumentationComment',
  pattern: /\/\/\/[^\n\r]*/,
  group: 'comments',
});
const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\n\r]*/, group: 'comments' });

/** A single `|` is a lookalike that begins a proper operator. */
const isLate = (type: TokenType): boolean => type.name === 'Bar';

// prettier-ignore
export const tokenTypes: TokenType[] = [
  Space, DocumentationComment, LineComment,
  ...lookalikeTypes.filter((type) => !isLate(type)),
  ...hardWords,
  ...softWords,
  NewAxis, Identifier, NumberLiteral, StringLiteral, UnterminatedString,
  ...symbols,
  ...lookalikeTypes.filter(isLate),
  Hard, BinaryOperator, PrefixOperator,
];
