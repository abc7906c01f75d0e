/** A parser error → one diagnostic in terms of the language. */
import type { IRecognitionException, IToken, TokenType } from 'chevrotain';
import type { Diagnostic, Fix, Label } from '../../diagnostics/diagnostic.ts';
import { choiceOf, firstOf, hintFor, nameOf } from './hints.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type SourceFile } from '../../diagnostics/source.ts';
import { canEnd, openBrackets, type Piece } from './split.ts';
import { hardWords, softWords, tokenTypes } from '../lexer/vocabulary.ts';
import { Model } from '../declarations/model.ts';
import * as t from '../tokens/tokens.ts';

/** The rule that was being parsed. */
export const ruleOf = (error: IRecognitionException): string => error.context.ruleStack.at(-1) ?? '';

export const isWord = (token: IToken): boolean =>
  token.tokenType === t.Identifier || softWords.has(token.tokenType) || hardWords.has(token.tokenType);

/** Rules with a list, in which a missing closing bracket may also be a missing comma. */
const listRules = new Set(['callArguments', 'parameters', 'list', 'shape', 'tensorType', 'tupleType', 'postfix']);

export function syntaxError(source: SourceFile, piece: Piece, error: IRecognitionException): Diagnostic {
  const { tokens } = piece;
  const rule = ruleOf(error);
  const last = tokens.at(-1)!;
  // The end of the input is a token without offsets.
  const atEnd = Number.isNaN(error.token.startOffset);
  const token = atEnd ? undefined : error.token;
  const index = token ? tokens.indexOf(token) : tokens.length;
  const previous = tokens[index - 1];
  const at = token ? spanOfToken(source, token) : span(source, last.endOffset! + 1, last.endOffset! + 1);
  const found = token ? describe(token) : describeEnd(piece);
  const openIndex = openBrackets(tokens, index).at(-1);
  const opener = openIndex === undefined ? undefined : tokens[openIndex];

  // The text ends inside brackets: unless it stops in mid-expression, the bracket is the mistake.
  if (!token && opener && (previous === opener || canEnd(last.tokenType))) return unclosed(source, piece, opener);

  const mismatch = error.name === 'MismatchedTokenException';
  const expected = mismatch ? labelOf(error.message) : '';
  const help = hintFor({ source, rule, expected, token, previous });

  if (error.name === 'NotAllInputParsedException') {
    const model = tokens[0]!.tokenType === Model;
    const after = model ? 'the model’s name' : `this \`${tokens[0]!.image}\``;
    const oneWord =
      model && token && isWord(token) ? `a name is one word: \`${previous!.image}_${token.image}\`` : undefined;
    return diagnostic(
      'unexpected-token',
      {
        after,
        found,
        help: help ?? oneWord ?? 'put an operator between them, or remove the extra part',
      },
      at,
    );
  }
  if (mismatch && error.message !== t.Identifier.name) {
    if (rule === 'body' && expected === '}' && token?.tokenType === t.Equal && previous && isWord(previous)) {
      return missingLet(source, previous, 'let');
    }
    // No entry has begun yet, so it is the entry that is wrong.
    if (previous === opener && listRules.has(rule) && expected === closerText(opener)) {
      if (rule !== 'parameters') return diagnostic('expected-expression', { found, help: reservedHelp(token) }, at);
      return diagnostic('expected-name', { found, what: nameOf['parameter']!, reserved: isReserved(token) }, at);
    }
    if (rule === 'data' && expected === '}' && isReserved(token)) {
      return diagnostic('expected-name', { found, what: nameOf['field']!, reserved: true }, at);
    }
    const separated = listRules.has(rule) && (expected === ')' || expected === ']');
    const phrase = separated ? `\`,\` or \`${expected}\`` : `\`${expected}\``;
    // `stride=2`, as Python names an argument.
    const colon = rule === 'callArguments' && token?.tokenType === t.Equal && previous && isWord(previous);
    const fix: Fix | undefined = colon
      ? { title: 'write a colon', edits: [{ span: at, replacement: ': ' }], safe: false }
      : undefined;
    return diagnostic(
      'expected-token',
      { expected: phrase, found, help: colon ? `an argument is named with a colon: \`${previous.image}: …\`` : help },
      at,
      { labels: openedAt(source, expected, opener), fix },
    );
  }
  if ((mismatch && rule === 'tensorType') || rule === 'type') return diagnostic('expected-type', { found, help }, at);
  const first = error.name === 'EarlyExitException' ? firstOf[rule] : undefined;
  if (mismatch || first) {
    return diagnostic(
      'expected-name',
      {
        found,
        what: first ?? nameOf[rule] ?? 'a name',
        reserved: isReserved(token),
        help,
      },
      at,
    );
  }
  if (rule === 'stage' || rule === 'stages') return diagnostic('expected-stage', { found, help }, at);
  const choice = choiceOf[rule];
  if (choice) return diagnostic('expected-token', { expected: choice, found, help }, at);
  return diagnostic('expected-expression', { found, help: help ?? reservedHelp(token) }, at);
}

/** `y = x` without its `let`, or `z ~ normal[2]` without its `latent`. */
export function missingLet(source: SourceFile, name: IToken, keyword: string): Diagnostic {
  const at = spanOfToken(source, name);
  const edits = [{ span: span(source, at.start, at.start), replacement: `${keyword} ` }];
  const fix: Fix = { title: `write ${keyword}`, edits, safe: false };
  return diagnostic('missing-let', { name: name.image, keyword }, at, { fix });
}

/** A bracket that is never closed, with a label at the next declaration, if there is one. */
function unclosed(source: SourceFile, piece: Piece, opener: IToken): Diagnostic {
  const closer = t.closerOf.get(opener.tokenType)!;
  const labels: Label[] = piece.next
    ? [{ span: spanOfToken(source, piece.next), text: 'the next declaration begins here' }]
    : [];
  const parameters = { opener: opener.image, closer: t.textOfWord(closer) };
  return diagnostic('unclosed-brace', parameters, spanOfToken(source, opener), { label: 'opened here', labels });
}

const closerText = (opener: IToken | undefined): string | undefined =>
  opener && t.closerOf.get(opener.tokenType)?.LABEL;

function openedAt(source: SourceFile, expected: string, opener: IToken | undefined): Label[] {
  return opener && closerText(opener) === expected ? [{ span: spanOfToken(source, opener), text: 'opened here' }] : [];
}

const labels: ReadonlyMap<string, string> = new Map(
  tokenTypes.map((type: TokenType) => [type.name, t.textOfWord(type)]),
);
const labelOf = (name: string): string => labels.get(name) ?? name;

/** A token as a phrase for messages. */
export function describe(token: IToken): string {
  const text = token.image.length <= 30 ? token.image : `${token.image.slice(0, 27)}…`;
  if (hardWords.has(token.tokenType)) return `the reserved word \`${text}\``;
  if (token.tokenType === t.NumberLiteral) return `the number \`${text}\``;
  if (token.tokenType === t.StringLiteral) return `the string \`${text}\``;
  return `\`${text}\``;
}

function describeEnd(piece: Piece): string {
  return piece.next ? `only the next declaration, \`${piece.next.image} …\`` : 'only the end of the file';
}

const isReserved = (token: IToken | undefined): boolean => token !== undefined && hardWords.has(token.tokenType);

function reservedHelp(token: IToken | undefined): string | undefined {
  return token && isReserved(token)
    ? `\`${token.image}\` is a reserved word, so it cannot be used as a name`
    : undefined;
}
