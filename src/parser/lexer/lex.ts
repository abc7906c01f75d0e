/** Text → tokens, comments, and what is wrong with single characters. */
import { Lexer, type IToken } from 'chevrotain';
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';
import { DocumentationComment, lookalikeOf, tokenTypes, UnterminatedString } from './tokens.ts';
import type { Comment } from '../tree.ts';

export interface Lexed {
  /** All of them have true offsets, `startOffset` and an inclusive `endOffset`. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /** Offsets of reported text that stands for no token: complaints behind it may be its echo. */
  readonly dropped: readonly number[];
}

/** Only `\n` ends a line, as in `positionAt`. */
export function createLexer(skipValidations: boolean): Lexer {
  return new Lexer(tokenTypes, {
    lineTerminatorsPattern: /\n/g,
    lineTerminatorCharacters: ['\n'],
    ensureOptimizations: true,
    skipValidations,
  });
}

/** A test validates the token table instead of every start. */
const lexer = createLexer(true);

export function spanOfToken(source: SourceFile, token: IToken): Span {
  return span(source, token.startOffset, token.endOffset! + 1);
}

export function lex(source: SourceFile): Lexed {
  const result = lexer.tokenize(source.text);
  const diagnostics: Diagnostic[] = [];
  const dropped: number[] = [];
  const tokens: IToken[] = [];

  for (const token of result.tokens) {
    const at = spanOfToken(source, token);
    const lookalike = lookalikeOf.get(token.tokenType);
    if (lookalike) {
      const replacement = lookalike.replacement?.(token.image);
      const fix = replacing(at, replacement);
      diagnostics.push(diagnostic('unexpected-character', { text: token.image, hint: lookalike.hint }, at, { fix }));
      if (lookalike.meant) tokens.push(token);
      else if (replacement === undefined) dropped.push(token.startOffset);
      continue;
    }
    if (token.tokenType === UnterminatedString) {
      diagnostics.push(diagnostic('unterminated-string', {}, at));
      dropped.push(token.startOffset);
    }
    tokens.push(token);
  }

  for (const { offset, length } of result.errors) {
    const text = source.text.slice(offset, offset + length);
    diagnostics.push(
      diagnostic('unexpected-character', { text, hint: hintFor(text) }, span(source, offset, offset + length)),
    );
    dropped.push(offset);
  }

  const tab = tabs(source);
  if (tab) diagnostics.push(tab);

  const comments = (result.groups['comments'] ?? []).map((token): Comment => {
    const documentation = token.tokenType === DocumentationComment;
    return { kind: 'comment', text: token.image, documentation, span: spanOfToken(source, token) };
  });
  return { tokens, comments, diagnostics, dropped };
}

function replacing(at: Span, replacement: string | undefined): Fix | undefined {
  if (replacement === undefined) return undefined;
  const title = replacement.trim() === '' ? 'remove it' : `write ${replacement}`;
  return { title, edits: [{ span: at, replacement }], safe: true };
}

function hintFor(text: string): string {
  if (/^\p{L}+$/u.test(text)) return 'names are made of the letters a to z, digits and _ (write `alpha` for α)';
  if (/^\p{C}+$/u.test(text)) return 'this is an invisible control character; remove it';
  return 'remove it';
}

/** One warning a file, with an edit for every indentation. */
function tabs(source: SourceFile): Diagnostic | undefined {
  const edits = [...source.text.matchAll(/^ *\t[ \t]*/gm)].map((match) => ({
    span: span(source, match.index, match.index + match[0].length),
    replacement: match[0].replaceAll('\t', '  '),
  }));
  const first = edits[0];
  if (!first) return undefined;
  return diagnostic('tab-character', {}, first.span, { fix: { title: 'indent with two spaces', edits, safe: true } });
}
