/** Text → tokens, comments, and errors in single tokens. */
import { Lexer, type ILexingResult, type IToken, type TokenType } from 'chevrotain';
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';
import type { Lookalike } from '../tokens/lookalikes.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import { DocumentationComment, lookalikeOf, Stray, UnterminatedString } from '../tokens/tokens.ts';
import type { Comment } from '../tree/comment.ts';
import { tokenTypes } from './vocabulary.ts';

export interface Lexed {
  /** All of them have valid offsets: `startOffset`, and an inclusive `endOffset`. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  /**
   * At most one more than {@link diagnosticLimit}, and perhaps one about tabs. If a long file has that many in its
   * beginning, only that is read.
   */
  readonly diagnostics: readonly Diagnostic[];
  /** Offsets of skipped text and of unterminated strings, in order: errors after them may be mere consequences. */
  readonly dropped: readonly number[];
}

/** The most errors reported for one file; one with more is in another language, or has one mistake everywhere. */
export const diagnosticLimit = 200;

/** Only `\n` ends a line, as in `positionAt`. */
export function createLexer(skipValidations: boolean, types: readonly TokenType[] = tokenTypes): Lexer {
  return new Lexer([...types], {
    lineTerminatorsPattern: /\n/g,
    lineTerminatorCharacters: ['\n'],
    ensureOptimizations: true,
    skipValidations,
  });
}

/**
 * A lexer with the `Stray` token takes several times as long to construct, so it is constructed only for a text that
 * needs it, as few specs do. A test validates the token table.
 */
const plainLexer = createLexer(
  true,
  tokenTypes.filter((type) => type !== Stray),
);
let wholeLexer: Lexer | undefined;

/** More non-ASCII characters than this are hardly all in comments, and the plain lexer is slow to recover from each. */
const manyStrays = 500;

function tokenize(text: string): ILexingResult {
  const foreign = text.match(/[^\t\n\r\x20-\x7e]/g)?.length ?? 0;
  const plain = foreign <= manyStrays ? plainLexer.tokenize(text) : undefined;
  return plain?.errors.length === 0 ? plain : (wholeLexer ??= createLexer(true)).tokenize(text);
}

/** How many characters of a long file are read first; if those are noise, the rest is not read. */
const probeLength = 200_000;

export function lex(source: SourceFile): Lexed {
  const beginning = source.text.length > probeLength ? lexText(source, source.text.slice(0, probeLength)) : undefined;
  if (beginning && beginning.diagnostics.length > diagnosticLimit) return beginning;
  return lexText(source, source.text);
}

/** `text` is all of the source, or its beginning. */
function lexText(source: SourceFile, text: string): Lexed {
  const result = tokenize(text);
  const diagnostics: Diagnostic[] = [];
  const dropped: number[] = [];
  const tokens: IToken[] = [];

  for (const token of result.tokens) {
    const { tokenType: type, startOffset } = token;
    const lookalike = lookalikeOf.get(type);
    if (diagnostics.length <= diagnosticLimit) {
      const found = complaint(source, token, lookalike);
      if (found) diagnostics.push(found);
    }
    const skipped = type === Stray || (lookalike && !lookalike.meant);
    if (type === UnterminatedString || (skipped && !lookalike?.replacement)) dropped.push(startOffset);
    if (!skipped) tokens.push(token);
  }

  const tab = tabs(source);
  if (tab) diagnostics.push(tab);

  const comments = (result.groups['comments'] ?? []).map((token): Comment => {
    const documentation = token.tokenType === DocumentationComment;
    return { kind: 'comment', text: token.image, documentation, span: spanOfToken(source, token) };
  });
  return { tokens, comments, diagnostics, dropped };
}

/** The error in a token by itself, if any. */
function complaint(source: SourceFile, token: IToken, lookalike: Lookalike | undefined): Diagnostic | undefined {
  const { tokenType: type, image: text } = token;
  if (lookalike) {
    const at = spanOfToken(source, token);
    const fix = replacing(at, lookalike.replacement?.(text));
    return diagnostic('unexpected-character', { text, hint: lookalike.hint }, at, { fix });
  }
  if (type === Stray)
    return diagnostic('unexpected-character', { text, hint: hintFor(text) }, spanOfToken(source, token));
  if (type === UnterminatedString) return diagnostic('unterminated-string', {}, spanOfToken(source, token));
  return undefined;
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

/** One warning per file, with an edit for every line that is indented with tabs. */
function tabs(source: SourceFile): Diagnostic | undefined {
  const edits = [...source.text.matchAll(/^ *\t[ \t]*/gm)].map((match) => ({
    span: span(source, match.index, match.index + match[0].length),
    replacement: match[0].replaceAll('\t', '  '),
  }));
  const first = edits[0];
  if (!first) return undefined;
  return diagnostic('tab-character', {}, first.span, { fix: { title: 'indent with two spaces', edits, safe: true } });
}
