/** Words that should begin a declaration or a training action, and do not. */
import { tokenMatcher, type IRecognitionException, type IToken, type TokenType } from 'chevrotain';
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { spanOfToken } from '../lexer/lex.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import type { SourceFile, Span } from '../../diagnostics/source.ts';
import type { Piece } from './split.ts';
import { describe, isWord, missingLet, ruleOf } from './syntax-errors.ts';
import * as t from '../lexer/tokens.ts';

const declarationWords = [...t.declarationHeads].map(t.textOfWord);
const actionWords = [...t.actionHeads].map(t.textOfWord);

/** Words for the same thing elsewhere. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ...['def', 'func', 'function'].map((word) => [word, 'fn'] as const),
  ...['var', 'val'].map((word) => [word, 'let'] as const),
  ...['generator', 'discriminator', 'critic'].map((word) => [word, 'network'] as const),
  ...['layer', 'module'].map((word) => [word, 'block'] as const),
  ['constant', 'const'],
  ['dataset', 'data'],
  ['noise', 'latent'],
  ['objective', 'loss'],
  ['training', 'train'],
  ['metrics', 'evaluate'],
  ['assert', 'expect'],
  ['ema', 'average'],
  ['optimize', 'minimize'],
]);

function meant(word: string, choices: readonly string[]): string[] {
  const other = otherNames.get(word.toLowerCase());
  return other && choices.includes(other) ? [other] : didYouMean(word, choices);
}

function replacing(at: Span, near: readonly string[]): Fix | undefined {
  const [nearest] = near;
  if (!nearest) return undefined;
  return { title: `write ${nearest}`, edits: [{ span: at, replacement: nearest }], safe: near.length === 1 };
}

/** A piece whose first token begins no declaration. */
export function headError(source: SourceFile, piece: Piece): Diagnostic {
  const head = piece.tokens[0]!;
  const at = spanOfToken(source, head);
  const word = head.image;
  const choices = declarationWords;
  if (!isWord(head)) {
    const text = tokenMatcher(head, t.StringLiteral);
    const help = text ? 'a comment begins with `//`, the description of a declaration with `///`' : undefined;
    return diagnostic('expected-declaration', { found: describe(head), choices, help }, at);
  }
  const next = piece.tokens[1]?.tokenType;
  if (next === t.Equal) return missingLet(source, head, 'let');
  if (next === t.Tilde) return missingLet(source, head, 'latent');
  if (t.actionHeads.has(head.tokenType)) {
    const help = `\`${word}\` is a training action: it stands inside \`train for … { }\``;
    return diagnostic('unknown-declaration', { word, near: [], choices, help }, at);
  }
  const near = meant(word, choices);
  return diagnostic('unknown-declaration', { word, near, choices }, at, { fix: replacing(at, near) });
}

export interface UnknownAction {
  readonly diagnostic: Diagnostic;
  /** Its index in the piece. */
  readonly index: number;
  /** The keyword that it was meant to be. */
  readonly meant?: TokenType;
}

/** Is the error a word at the head of a train block's line that is no action? */
export function unknownAction(
  source: SourceFile,
  tokens: readonly IToken[],
  error: IRecognitionException,
): UnknownAction | undefined {
  const { token } = error;
  const index = tokens.indexOf(token);
  const previous = tokens[index - 1];
  const known = t.declarationHeads.has(token.tokenType) || t.actionHeads.has(token.tokenType);
  if (ruleOf(error) !== 'actions' || !previous || !isWord(token) || known) {
    return undefined;
  }
  // In `minimize d over D usng adam(…)` the word belongs to the action before it.
  const afterBrace = previous.tokenType === t.LCurly || previous.tokenType === t.RCurly;
  if (!afterBrace && previous.endLine === token.startLine) return undefined;

  const word = token.image;
  const at = spanOfToken(source, token);
  const near = meant(word, actionWords);
  const help = /^maximi[sz]e$/.test(word) ? 'to maximize d, minimize its negative: `minimize -d over …`' : undefined;
  const fix = help === undefined ? replacing(at, near) : undefined;
  const found = diagnostic('unknown-action', { word, near, choices: actionWords, help }, at, { fix });
  const keyword = [...t.actionHeads].find((head) => t.textOfWord(head) === near[0]);
  return { diagnostic: found, index, ...(keyword ? { meant: keyword } : {}) };
}

/** The index behind an unknown action: where the next one begins, or at the `}` of its block. */
export function endOfAction(tokens: readonly IToken[], start: number): number {
  const margin = tokens[start]!.startColumn!;
  let depth = 0;
  for (let i = start + 1; i < tokens.length; i++) {
    const { tokenType, startLine, startColumn } = tokens[i]!;
    if (t.openerOf.has(tokenType)) {
      if (depth === 0) return i;
      depth--;
      continue;
    }
    const lineStart = startLine !== tokens[i - 1]!.endLine;
    const atMargin = startColumn! <= margin && !t.connectives.has(tokenType);
    if (depth === 0 && lineStart && (atMargin || t.actionHeads.has(tokenType))) return i;
    if (t.closerOf.has(tokenType)) depth++;
  }
  return tokens.length;
}
