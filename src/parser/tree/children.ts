/** Which keys of a node hold its children. */
import type { Span } from '../../diagnostics/source.ts';
import type { Comment } from './comment.ts';

/** What all nodes have in common. */
export interface AnyNode {
  readonly kind: string;
  readonly span: Span;
}

type Held<T> = NonNullable<T> extends readonly (infer Item)[] ? Item : NonNullable<T>;

/** The keys of `T` that hold nodes; comments are not nodes. */
type ChildKey<T> = {
  [K in keyof T]-?: Held<T[K]> extends AnyNode ? (Held<T[K]> extends Comment ? never : K) : never;
}[keyof T];

/** All keys of a node that hold nodes, and no others, in text order. */
export type Children<T> = Readonly<Record<ChildKey<T>, true>>;
