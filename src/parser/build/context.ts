/** What every builder needs, and the builders of the smallest nodes. */
import type { CstNode, IToken } from 'chevrotain';
import { spanOfNode, token, tokens } from './cst.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import type { Body, MissingExpression } from '../tree/expressions.ts';
import type { Identifier, NameReference } from '../tree/names.ts';

export interface Context {
  readonly source: SourceFile;
  /** Collects errors that the grammar itself lets through. */
  readonly diagnostics: Diagnostic[];
  /** Builds a body. Expressions contain bodies and bodies expressions, so one of the two is handed in. */
  readonly body: (context: Context, cst: CstNode | undefined, before: number, what: string) => Body;
}

/** If there is no token, an identifier named '' at the offset `before`. */
export function identifier(context: Context, from: IToken | undefined, before: number): Identifier {
  return from
    ? { kind: 'identifier', name: from.image, span: spanOfToken(context.source, from) }
    : { kind: 'identifier', name: '', span: span(context.source, before, before) };
}

/** The name in a rule that has only one. */
export function named(context: Context, cst: CstNode | undefined, at: Span): Identifier {
  return identifier(context, token(cst, 'Identifier'), at.end);
}

export function missing(context: Context, before: number): MissingExpression {
  return { kind: 'missing', span: span(context.source, before, before) };
}

/** `name` or `namespace.name`, from the tokens that a rule has under `label`. */
export function qualified(
  context: Context,
  cst: CstNode | undefined,
  label: string,
  before: number,
): { readonly namespace?: Identifier; readonly name: Identifier } {
  const [first, second] = tokens(cst, label);
  const dot = token(cst, 'Dot');
  if (!dot) return { name: identifier(context, first, before) };
  return {
    namespace: identifier(context, first, before),
    name: identifier(context, second, dot.endOffset! + 1),
  };
}

export function nameReference(context: Context, cst: CstNode | undefined, before: number): NameReference {
  return {
    kind: 'name-reference',
    ...qualified(context, cst, 'Identifier', before),
    span: spanOfNode(context.source, cst, before),
  };
}
