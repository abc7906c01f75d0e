/** Reports words where a declaration or a training action should begin but does not. */
import { tokenMatcher, type IRecognitionException, type IToken, type TokenType } from 'chevrotain';
import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';
import { isPythonImport, type Piece } from './split.ts';
import { describe, isWord, missingLet, ruleOf } from './syntax-errors.ts';
import { actionHeads, connectives, declarationHeads } from '../lexer/vocabulary.ts';
import { actions } from '../declarations/actions.ts';
import { declarationList } from '../declarations/index.ts';
import * as t from '../tokens/tokens.ts';

const declarationWords = [...declarationHeads].map(t.textOfWord);
const actionWords = [...actionHeads].map(t.textOfWord);

/** Words of other languages, each with the head that means the same. */
const otherNames: ReadonlyMap<string, string> = new Map(
  [...declarationList, ...Object.values(actions)].flatMap(({ head, otherNames = [] }) =>
    otherNames.map((word) => [word, t.textOfWord(head)] as const),
  ),
);

function meant(word: string, choices: readonly string[]): string[] {
  const other = otherNames.get(word.toLowerCase());
  return other && choices.includes(other) ? [other] : didYouMean(word, choices);
}

function replacing(at: Span, near: readonly string[]): Fix | undefined {
  const [nearest] = near;
  if (!nearest) return undefined;
  return { title: `write ${nearest}`, edits: [{ span: at, replacement: nearest }], safe: near.length === 1 };
}

/** The error in a piece whose first token does not begin a declaration. */
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
  if (isPythonImport(piece.tokens, 0)) return pythonImport(source, piece.tokens);
  const next = piece.tokens[1]?.tokenType;
  if (next === t.Equal) return missingLet(source, head, 'let');
  if (next === t.Tilde) return missingLet(source, head, 'latent');
  if (actionHeads.has(head.tokenType)) {
    const help = `\`${word}\` is a training action: it goes inside \`train for … { }\``;
    return diagnostic('unknown-declaration', { word, near: [], choices, help }, at);
  }
  const near = meant(word, choices);
  return diagnostic('unknown-declaration', { word, near, choices }, at, { fix: replacing(at, near) });
}

/** `from layers import residual` */
function pythonImport(source: SourceFile, [from, module, keyword, ...names]: readonly IToken[]): Diagnostic {
  const [first, last] = [names[0], names.at(-1)];
  const text = first && last ? source.text.slice(first.startOffset, last.endOffset! + 1) : '…';
  const replacement = `import ${text} from ${module!.image}`;
  const whole = span(source, from!.startOffset, (last ?? keyword!).endOffset! + 1);
  const fix: Fix | undefined = first && { title: 'turn it around', edits: [{ span: whole, replacement }], safe: false };
  const parameters = {
    word: from!.image,
    near: [],
    choices: [],
    help: `what is imported comes first: \`${replacement}\``,
  };
  return diagnostic('unknown-declaration', parameters, spanOfToken(source, from!), { fix });
}

export interface UnknownAction {
  readonly diagnostic: Diagnostic;
  /** Its index in the piece. */
  readonly index: number;
  /** The keyword that it was meant to be. */
  readonly meant?: TokenType;
}

/** The unknown word in place of an action, at the start of a line of a `train` block; undefined for other errors. */
export function unknownAction(
  source: SourceFile,
  tokens: readonly IToken[],
  error: IRecognitionException,
): UnknownAction | undefined {
  const { token } = error;
  const index = tokens.indexOf(token);
  const previous = tokens[index - 1];
  const known = declarationHeads.has(token.tokenType) || actionHeads.has(token.tokenType);
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
  const keyword = [...actionHeads].find((head) => t.textOfWord(head) === near[0]);
  return { diagnostic: found, index, ...(keyword ? { meant: keyword } : {}) };
}

/** The index after an unknown action: where the next one begins, or at the `}` of its block. */
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
    const atMargin = startColumn! <= margin && !connectives.has(tokenType);
    if (depth === 0 && lineStart && (atMargin || actionHeads.has(tokenType))) return i;
    if (t.closerOf.has(tokenType)) depth++;
  }
  return tokens.length;
}
