import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Scope } from '../values/scope.ts';
import type { Value } from '../values/value.ts';

/** The value that a pipe puts in front of a call's arguments. */
export interface Piped {
  readonly value: Value;
  readonly span: Span;
}

/** A call as it was written, with its scope. */
export interface WrittenCall {
  readonly callee: Tree.Identifier;
  readonly namespace?: Tree.Identifier | undefined;
  readonly arguments: readonly Tree.Argument[];
  readonly scope: Scope;
  /** What a pipe passes as the first argument. */
  readonly piped: Piped | null;
  readonly span: Span;
  /** Called with the name of a layer or block that later calls may be named after. */
  readonly onNamed?: ((name: string) => void) | undefined;
}

/** `layers.down`, `down` */
export function calledAs({ callee, namespace }: WrittenCall): string {
  return namespace ? `${namespace.name}.${callee.name}` : callee.name;
}
