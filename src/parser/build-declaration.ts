/** Concrete → typed tree: a declaration, built by its row in the table. */
import type { CstNode, IToken, TokenType } from 'chevrotain';
import type { Span } from '../diagnostics/source.ts';
import { identifier, type Context } from './build/context.ts';
import { onlyChild } from './build/cst.ts';
import { declarationList } from './declarations/index.ts';
import type { Declaration } from './tree.ts';

const byHead = new Map<TokenType, (typeof declarationList)[number]>(declarationList.map((row) => [row.head, row]));

/** A declaration whose head is `head`, from its `declaration` node and the span of all its tokens. */
export function buildDeclaration(context: Context, head: IToken, cst: CstNode | undefined, at: Span): Declaration {
  const row = byHead.get(head.tokenType);
  if (!row) return { kind: 'unknown', head: identifier(context, head, at.start), span: at };
  return row.build(context, onlyChild(cst), at);
}
