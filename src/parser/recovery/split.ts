/**
 * Tokens → one piece for each declaration, before any parsing: whatever is wrong inside one declaration, the next one
 * parses as if nothing had happened.
 */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../lexer/tokens.ts';

export interface Piece {
  /** At least one. */
  readonly tokens: readonly IToken[];
  /** The first token of the next piece. */
  readonly next?: IToken;
  /** The head is one of `declarationHeads`. */
  readonly known: boolean;
}

export function split(tokens: readonly IToken[]): Piece[] {
  const starts = boundaries(tokens);
  return starts.map((start, i) => {
    const end = starts[i + 1];
    const piece = tokens.slice(start, end);
    const known = t.declarationHeads.has(piece[0]!.tokenType);
    return { tokens: piece, known, ...(end === undefined ? {} : { next: tokens[end]! }) };
  });
}

/** The indices at which a piece begins. */
function boundaries(tokens: readonly IToken[]): number[] {
  const unclosed = unclosedBraces(tokens);
  const starts: number[] = [];
  const open: number[] = [];
  let head: IToken | undefined;
  for (const [i, token] of tokens.entries()) {
    if (!head || begins(tokens, i, head, open, unclosed)) {
      starts.push(i);
      head = token;
      open.length = 0;
    }
    follow(tokens, i, open);
  }
  return starts;
}

/** Does the token at `i` begin a declaration, when `head` began the last one and `open` are the brackets still open? */
function begins(
  tokens: readonly IToken[],
  i: number,
  head: IToken,
  open: readonly number[],
  unclosed: ReadonlySet<number>,
): boolean {
  const token = tokens[i]!;
  const type = token.tokenType;
  const previous = tokens[i - 1]!;
  const lineStart = token.startLine !== previous.endLine;
  const atMargin = lineStart && token.startColumn! <= head.startColumn!;
  const complete = canEnd(previous.tokenType);
  const free = open.length === 0;

  // No body, argument or expression may hold these words.
  if (alwaysHeads.has(type)) return atMargin || (free && (lineStart || complete));

  if (type === t.Let && free) return lineStart || complete;
  if (!free && !atMargin) return false;

  // An open brace that nothing closes says that the margin is to be trusted, and not the braces.
  const broken = open.some((j) => unclosed.has(j));
  const outside = free || broken || !open.some((j) => tokens[j]!.tokenType === t.LCurly);
  if (type === t.Let) return outside;
  if (t.declarationHeads.has(type)) {
    const ended = complete || t.softWords.has(previous.tokenType);
    return lineStart && ended && outside;
  }

  // A head that is no keyword: `netwrk G(…) { … }`, or an action outside of its `train`.
  const mayBegin = type === t.Identifier || t.actionHeads.has(type);
  if (!mayBegin || !atMargin || !complete) return false;
  if (free) return true;
  const next = tokens[i + 1];
  return broken && type === t.Identifier && next !== undefined && isName(next) && next.startLine === token.startLine;
}

/** Declaration keywords that stand nowhere else; `let` begins bindings too, the soft ones are names too. */
const alwaysHeads: ReadonlySet<TokenType> = new Set(
  [...t.declarationHeads].filter((type) => type !== t.Let && t.hardWords.has(type)),
);

function isName(token: IToken): boolean {
  return token.tokenType === t.Identifier || t.softWords.has(token.tokenType);
}

// prettier-ignore
const ends: ReadonlySet<TokenType> = new Set([
  t.Identifier, t.NumberLiteral, t.StringLiteral, t.UnterminatedString, t.True, t.False,
  t.RParen, t.RSquare, t.RCurly, t.Steps, t.Epochs,
]);

/** Can a declaration end with such a token? After `=`, `,`, `from`, `|>` … it goes on. */
export function canEnd(type: TokenType): boolean {
  return ends.has(type) || t.lookalikeOf.get(type)?.meant === 'string';
}

/** Keeps `open`, the indices of open brackets, up to date; a closing bracket closes the nearest opener of its kind. */
function follow(tokens: readonly IToken[], i: number, open: number[]): void {
  const type = tokens[i]!.tokenType;
  if (t.closerOf.has(type)) open.push(i);
  const opener = t.openerOf.get(type);
  if (!opener) return;
  const at = open.findLastIndex((j) => tokens[j]!.tokenType === opener);
  // A `)` does not reach out of its braces.
  const wall = opener === t.LCurly ? -1 : open.findLastIndex((j) => tokens[j]!.tokenType === t.LCurly);
  if (at > wall) open.length = at;
}

/** The indices of the brackets that are open in front of the token at `end`, outermost first. */
export function openBrackets(tokens: readonly IToken[], end: number): number[] {
  const open: number[] = [];
  for (let i = 0; i < end; i++) follow(tokens, i, open);
  return open;
}

/**
 * Braces that are never closed. A reserved declaration keyword at or left of the margin of the declaration before it ends
 * that one, so a brace still open there is unclosed, even if a later `}` would match it.
 */
function unclosedBraces(tokens: readonly IToken[]): ReadonlySet<number> {
  const unclosed = new Set<number>();
  const open: number[] = [];
  const giveUp = (): void => {
    for (const j of open) if (tokens[j]!.tokenType === t.LCurly) unclosed.add(j);
    open.length = 0;
  };
  let margin = tokens[0]?.startColumn ?? 1;
  for (const [i, token] of tokens.entries()) {
    const lineStart = i > 0 && token.startLine !== tokens[i - 1]!.endLine;
    if (lineStart && alwaysHeads.has(token.tokenType) && token.startColumn! <= margin) {
      giveUp();
      margin = token.startColumn!;
    }
    follow(tokens, i, open);
  }
  giveUp();
  return unclosed;
}
