/** Places the nodes for missing text. */
import { span, type Span } from '../../diagnostics/source.ts';
import type { Node } from '../tree.ts';
import { children } from '../walk.ts';

/**
 * Moves the empty nodes of a new tree between the siblings that they belong between. The builders give them any offset
 * at hand, often the end; only after this are children in text order.
 */
export function placeMissing(node: Node): void {
  const all = children(node);
  // Backwards, so that each child knows where the next non-empty one begins.
  const latest: number[] = [];
  let next = node.span.end;
  for (let i = all.length - 1; i >= 0; i--) {
    latest[i] = next;
    if (!isEmpty(all[i]!)) next = Math.min(next, all[i]!.span.start);
  }

  let end = node.span.start;
  for (const [i, child] of all.entries()) {
    if (isEmpty(child)) {
      const place = Math.max(end, Math.min(child.span.start, latest[i]!));
      (child as { span: Span }).span = span(child.span.source, place, place);
    }
    end = Math.max(end, child.span.end);
    placeMissing(child);
  }
}

const isEmpty = ({ span: at }: Node): boolean => at.start === at.end;
