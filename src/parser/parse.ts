/** Text → syntax tree. Any text yields a tree, along with diagnostics. */
import type { CstNode, IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { body } from './build/bodies.ts';
import { buildDeclaration } from './build-declaration.ts';
import { GanParser } from './gan-parser.ts';
import { endOfAction, headError, unknownAction } from './recovery/heads.ts';
import { diagnosticLimit, lex } from './lexer/lex.ts';
import { placeMissing } from './recovery/place-missing.ts';
import { spanOfToken } from './tokens/token-span.ts';
import { diagnostic } from '../diagnostics/report.ts';
import { cover, positionAt, span, type SourceFile, type Span } from '../diagnostics/source.ts';
import { split, type Piece } from './recovery/split.ts';
import { syntaxError } from './recovery/syntax-errors.ts';
import * as t from './tokens/tokens.ts';
import type { Comment, Declaration, Spec } from './tree.ts';

/** Validations are skipped here, since a test validates the grammar. */
const parser = new GanParser(true);

/** More deeply nested brackets than this could overflow the stack. */
export const bracketLimit = 50;

export interface Parsed {
  readonly spec: Spec;
  /** In text order. */
  readonly diagnostics: Diagnostic[];
}

export function parse(source: SourceFile): Parsed {
  const { tokens, comments, diagnostics: lexical, dropped } = lex(source);
  const documentation = documentationOf(source, comments);
  const diagnostics: Diagnostic[] = [];
  let drop = 0;
  const declarations = split(tokens).map((piece) => {
    const first = piece.tokens[0]!;
    // After so many errors nothing more is parsed: noise would take seconds and tell nothing.
    const parsed = diagnostics.length > diagnosticLimit ? unread(source, piece) : parsePiece(source, piece);
    // Text that the lexer reported and dropped leaves a hole; syntax errors after it are mere consequences.
    const end = piece.next?.startOffset ?? Infinity;
    while (drop < dropped.length && dropped[drop]! < first.startOffset) drop++;
    const hole = drop < dropped.length && dropped[drop]! < end ? dropped[drop]! : Infinity;
    diagnostics.push(...parsed.complaints.filter((c) => c.noticed < hole).map((c) => c.diagnostic));
    const above = documentation(first.startLine!);
    return {
      ...parsed.declaration,
      ...(above !== undefined && { documentation: above }),
      ...(Math.min(parsed.sound, hole) < Infinity && { broken: { from: Math.min(parsed.sound, hole) } }),
    };
  });
  const spec: Spec = { kind: 'spec', declarations, comments, span: span(source, 0, source.text.length) };
  return { spec, diagnostics: limited([...lexical, ...diagnostics]) };
}

/** In text order; if there are too many, only the first ones, and one that says so. */
function limited(diagnostics: Diagnostic[]): Diagnostic[] {
  diagnostics.sort((a, b) => a.span.start - b.span.start);
  const next = diagnostics[diagnosticLimit];
  if (!next) return diagnostics;
  return [
    ...diagnostics.slice(0, diagnosticLimit),
    diagnostic('too-many-errors', { limit: diagnosticLimit }, next.span),
  ];
}

interface Complaint {
  readonly diagnostic: Diagnostic;
  /** How far the text had been read when the error was found: for a bracket that is never closed, far past it. */
  readonly noticed: number;
}

interface ParsedPiece {
  readonly declaration: Declaration;
  readonly complaints: readonly Complaint[];
  /** The offset up to which the declaration reflects the text; Infinity if it has no errors. */
  readonly sound: number;
}

function parsePiece(source: SourceFile, piece: Piece): ParsedPiece {
  const head = piece.tokens[0]!;
  const unknown = (found: Diagnostic): ParsedPiece => ({
    ...unread(source, piece),
    complaints: [{ diagnostic: found, noticed: found.span.start }],
    sound: found.span.start,
  });
  if (!piece.known) return unknown(headError(source, piece));
  const deep = tooDeep(piece.tokens);
  if (deep)
    return unknown(diagnostic('too-complex', { what: 'this nesting', limit: bracketLimit }, spanOfToken(source, deep)));

  const { cst, complaints, trusted, leftOut } = parseTokens(source, piece);
  const slips: Diagnostic[] = [];
  const built = buildDeclaration({ source, diagnostics: slips, body }, head, cst, spanOfPiece(source, piece));
  // After an error that could not be repaired, the tree is guesswork, and errors found in it are dropped.
  const sound = slips.filter((slip) => slip.span.start < trusted);
  complaints.push(...sound.map((slip) => ({ diagnostic: slip, noticed: slip.span.start })));
  if (complaints.length > 0) placeMissing(built);
  const read = Math.min(trusted, leftOut, ...sound.map((slip) => slip.span.start));
  return { declaration: built, complaints, sound: read };
}

/** A piece that is not parsed: a declaration of kind `unknown`. */
function unread(source: SourceFile, piece: Piece): ParsedPiece {
  const head = piece.tokens[0]!;
  const at = spanOfToken(source, head);
  return {
    declaration: {
      kind: 'unknown',
      head: { kind: 'identifier', name: head.image, span: at },
      span: spanOfPiece(source, piece),
    },
    complaints: [],
    sound: at.start,
  };
}

function spanOfPiece(source: SourceFile, { tokens }: Piece): Span {
  return cover(spanOfToken(source, tokens[0]!), spanOfToken(source, tokens.at(-1)!));
}

/** The most misspelt actions that are repaired in one `train`; further ones wait until these are fixed. */
const repairLimit = 20;

/**
 * Parses one declaration. Misspelt actions of a `train` are corrected or left out and the rest is parsed again, since
 * each is a separate mistake; of other errors, only the first is certain to be a mistake.
 */
function parseTokens(
  source: SourceFile,
  piece: Piece,
): { cst: CstNode | undefined; complaints: Complaint[]; trusted: number; leftOut: number } {
  const complaints: Complaint[] = [];
  let leftOut = Infinity;
  let tokens = piece.tokens;
  for (let round = 0; ; round++) {
    parser.input = [...tokens];
    const cst: CstNode | undefined = parser.declaration();
    const error = parser.errors[0];
    if (!error) return { cst, complaints, trusted: Infinity, leftOut };

    const action = unknownAction(source, tokens, error);
    const found = action?.diagnostic ?? syntaxError(source, { ...piece, tokens }, error);
    const noticed = Number.isNaN(error.token.startOffset) ? source.text.length : error.token.startOffset;
    complaints.push({ diagnostic: found, noticed });
    if (!action || round >= repairLimit) return { cst, complaints, trusted: noticed, leftOut };
    if (!action.meant) leftOut = Math.min(leftOut, noticed);
    tokens = action.meant
      ? tokens.with(action.index, { ...error.token, tokenType: action.meant, tokenTypeIdx: action.meant.tokenTypeIdx! })
      : [...tokens.slice(0, action.index), ...tokens.slice(endOfAction(tokens, action.index))];
  }
}

/** The first bracket that is nested beyond the limit. */
function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  let depth = 0;
  return tokens.find((token) => {
    if (t.closerOf.has(token.tokenType)) depth++;
    else if (t.openerOf.has(token.tokenType)) depth--;
    return depth > bracketLimit;
  });
}

/** Finds the text of the `///` lines directly above a line, without a blank line between. */
function documentationOf(source: SourceFile, comments: readonly Comment[]): (line: number) => string | undefined {
  const byLine = new Map<number, string>();
  for (const { documentation, text, span: at } of comments) {
    if (documentation) byLine.set(positionAt(source, at.start).line, text.replace(/^\/\/\/ ?/, '').trimEnd());
  }
  return (line) => {
    const lines: string[] = [];
    for (let above = line - 1; byLine.has(above); above--) lines.unshift(byLine.get(above)!);
    return lines.length > 0 ? lines.join('\n') : undefined;
  };
}
