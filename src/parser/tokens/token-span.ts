/** The span of a token. */
import type { IToken } from 'chevrotain';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';

export function spanOfToken(source: SourceFile, token: IToken): Span {
  return span(source, token.startOffset, token.endOffset! + 1);
}
