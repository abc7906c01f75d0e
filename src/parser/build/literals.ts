/** The values of number and string literals. */
import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import { diagnostic } from '../../diagnostics/report.ts';
import { span, type SourceFile } from '../../diagnostics/source.ts';

export function numberValue(source: SourceFile, from: IToken, diagnostics: Diagnostic[]): number {
  const value = Number(from.image.replaceAll('_', ''));
  if (Number.isFinite(value)) return value;
  diagnostics.push(diagnostic('number-too-large', { text: from.image }, spanOfToken(source, from)));
  return Number.MAX_VALUE;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\t', '\t'],
  ['\\"', '"'],
  ['\\\\', '\\'],
]);

export function stringValue(source: SourceFile, from: IToken, diagnostics: Diagnostic[]): string {
  const { image } = from;
  const closed = image.length > 1 && /["”“']$/.test(image);
  const inner = image.slice(1, closed ? -1 : undefined);
  // Strings in other quotes are reported as a whole; escapes in them are not read.
  if (!image.startsWith('"')) return inner;
  return inner.replaceAll(/\\[^]/gu, (escape, offset: number) => {
    const meant = escapes.get(escape);
    if (meant !== undefined) return meant;
    const start = from.startOffset + 1 + offset;
    diagnostics.push(diagnostic('unknown-escape', { escape }, span(source, start, start + escape.length)));
    return escape.slice(1);
  });
}
