/** Reads a concrete syntax tree in which anything may be missing, or inserted by error recovery. */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { span, type SourceFile, type Span } from '../../diagnostics/source.ts';

const isNode = (element: CstElement): element is CstNode => 'children' in element;

const none: readonly never[] = [];

export function nodes(parent: CstNode | undefined, name: string): readonly CstNode[] {
  const children = parent?.children[name];
  if (!children) return none;
  // Nearly always all of them are nodes, and no new array is needed.
  return children.every(isNode) ? (children as CstNode[]) : children.filter(isNode);
}

export function node(parent: CstNode | undefined, name: string): CstNode | undefined {
  return nodes(parent, name)[0];
}

/** The chosen alternative of a rule that only chooses between others. */
export function onlyChild(parent: CstNode | undefined): CstNode | undefined {
  return Object.values(parent?.children ?? {})
    .flat()
    .find(isNode);
}

/** Whether a token is in the text: those that error recovery inserted have NaN offsets and are left out. */
const isWritten = (element: CstElement): element is IToken => !isNode(element) && !Number.isNaN(element.startOffset);

export function tokens(parent: CstNode | undefined, name: string): readonly IToken[] {
  const children = parent?.children[name];
  if (!children) return none;
  return children.every(isWritten) ? (children as IToken[]) : children.filter(isWritten);
}

export function token(parent: CstNode | undefined, name: string): IToken | undefined {
  return tokens(parent, name)[0];
}

/** The span of a node; if it has no tokens, the empty span at `before`. */
export function spanOfNode(source: SourceFile, at: CstNode | undefined, before: number): Span {
  const location = at?.location;
  if (!location || Number.isNaN(location.startOffset) || location.endOffset === undefined) {
    return span(source, before, before);
  }
  return span(source, location.startOffset, location.endOffset + 1);
}
