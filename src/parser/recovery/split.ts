/**
 * Tokens → one piece for each declaration, before any parsing: whatever is wrong inside one declaration, the next one
 * parses as if nothing had happened.
 */
import type { IToken, TokenType } from 'chevrotain';
import { actionHeads, declarationHeads, hardWords, softWords } from '../lexer/vocabulary.ts';
import { Import } from '../declarations/import.ts';
import * as t from '../tokens/tokens.ts';
import { OpenBrackets } from './open-brackets.ts';

export interface Piece {
  /** At least one. */
  readonly tokens: readonly IToken[];
  /** The first token of the next piece. */
  readonly next?: IToken;
  /** Whether its first token is one of `declarationHeads`. */
  readonly known: boolean;
}

export function split(tokens: readonly IToken[]): Piece[] {
  const starts = boundaries(tokens);
  return starts.map((start, i) => {
    const end = starts[i + 1];
    const piece = tokens.slice(start, end);
    const known = declarationHeads.has(piece[0]!.tokenType);
    return { tokens: piece, known, ...(end === undefined ? {} : { next: tokens[end]! }) };
  });
}

/** The indices at which pieces begin. */
function boundaries(tokens: readonly IToken[]): number[] {
  const unclosed = unclosedBraces(tokens);
  const starts: number[] = [];
  const open = new OpenBrackets(tokens, unclosed);
  let head: IToken | undefined;
  for (const [i, token] of tokens.entries()) {
    if (!head || begins(tokens, i, head, open)) {
      starts.push(i);
      head = token;
      open.clear();
    }
    open.follow(i);
  }
  return starts;
}

/** Whether the token at `i` begins a declaration; `head` began the last one, and `open` are the brackets still open. */
function begins(tokens: readonly IToken[], i: number, head: IToken, open: OpenBrackets): boolean {
  const token = tokens[i]!;
  const type = token.tokenType;
  const previous = tokens[i - 1]!;
  const lineStart = token.startLine !== previous.endLine;
  const atMargin = lineStart && token.startColumn! <= head.startColumn!;
  const complete = canEnd(previous.tokenType);
  const free = open.indices.length === 0;

  if (isPythonImport(tokens, i)) return atMargin || (free && lineStart);
  if (type === Import && head === tokens[i - 2] && isPythonImport(tokens, i - 2)) return false;

  // No body, argument or expression can contain these words.
  if (alwaysHeads.has(type)) return atMargin || (free && (lineStart || complete));

  if (type === t.Let && free) return lineStart || complete;
  if (!free && !atMargin) return false;

  // If an open brace is never closed, the margin can be trusted, and the braces cannot.
  const broken = open.someUnclosed;
  const outside = free || broken || !open.someBrace;
  if (type === t.Let) return outside;
  if (declarationHeads.has(type)) {
    const ended = complete || softWords.has(previous.tokenType);
    return lineStart && ended && outside;
  }

  // A head that is not a keyword: `netwrk G(…) { … }`, or an action outside its `train`.
  const mayBegin = type === t.Identifier || actionHeads.has(type);
  if (!mayBegin || !atMargin || !complete) return false;
  if (free) return true;
  const next = tokens[i + 1];
  return broken && type === t.Identifier && next !== undefined && isName(next) && next.startLine === token.startLine;
}

/** Declaration keywords that occur nowhere else. `let` also begins bindings, and soft words can be names. */
const alwaysHeads: ReadonlySet<TokenType> = new Set(
  [...declarationHeads].filter((type) => type !== t.Let && hardWords.has(type)),
);

/** `from layers import`, in the order of Python; a `from` alone also occurs in data and imports. */
export function isPythonImport(tokens: readonly IToken[], i: number): boolean {
  const [from, module, keyword] = [tokens[i], tokens[i + 1], tokens[i + 2]];
  if (from?.tokenType !== t.From || keyword?.tokenType !== Import || !module) return false;
  return (isName(module) || module.tokenType === t.StringLiteral) && from.startLine === keyword.startLine;
}

function isName(token: IToken): boolean {
  return token.tokenType === t.Identifier || softWords.has(token.tokenType);
}

// prettier-ignore
const ends: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.NumberLiteral, t.StringLiteral, t.UnterminatedString, t.True, t.False,
  t.RParen, t.RSquare, t.RCurly, t.Steps, t.Epochs,
]);

/** Whether a declaration can end with such a token; after `=`, `,`, `from`, `|>` … it goes on. */
export function canEnd(type: TokenType): boolean {
  return ends.has(type) || t.lookalikeOf.get(type)?.meant === 'string';
}

/** The indices of the brackets that are open before the token at `end`, outermost first. */
export function openBrackets(tokens: readonly IToken[], end: number): readonly number[] {
  const open = new OpenBrackets(tokens);
  for (let i = 0; i < end; i++) open.follow(i);
  return open.indices;
}

/**
 * The indices of braces that are never closed. A reserved declaration keyword at or left of the margin of the previous
 * declaration ends that one, so a brace still open there is unclosed, even if a later `}` would match it.
 */
function unclosedBraces(tokens: readonly IToken[]): ReadonlySet<number> {
  const unclosed = new Set<number>();
  const open = new OpenBrackets(tokens);
  const giveUp = (): void => {
    for (const j of open.indices) if (tokens[j]!.tokenType === t.LCurly) unclosed.add(j);
    open.clear();
  };
  let margin = tokens[0]?.startColumn ?? 1;
  for (const [i, token] of tokens.entries()) {
    const lineStart = i > 0 && token.startLine !== tokens[i - 1]!.endLine;
    if (lineStart && alwaysHeads.has(token.tokenType) && token.startColumn! <= margin) {
      giveUp();
      margin = token.startColumn!;
    }
    open.follow(i);
  }
  giveUp();
  return unclosed;
}
