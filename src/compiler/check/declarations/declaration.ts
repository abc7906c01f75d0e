/** What the checker needs to know about a kind of declaration: one row each, collected in `index.ts`. */
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import type { DeclaredName, Module } from '../names/module.ts';
import type { Value } from '../values/value.ts';

/** The value of a name. Computed once, when the name is first used. */
export type ValueOf = (context: Context, name: DeclaredName) => Value;

export interface DeclarationCheck<D extends Tree.Declaration, Kind extends Tree.GivenKind = never> {
  /** How to evaluate the names that it declares, by kind of name. */
  readonly values: { readonly [K in Kind]: ValueOf };
  /**
   * Further checks, run whether or not anything uses the declaration. `sound`: everything could be parsed, and there
   * are no errors so far.
   */
  readonly check?: (context: Context, declaration: D, module: Module, sound: boolean) => void;
  /** A file that contains it is a model, not a module for others. */
  readonly ofModel?: true;
  /** Checked in the spec itself only: an imported file that contains it has already been reported. */
  readonly mainOnly?: true;
  /** A file may contain only one. */
  readonly once?: true;
}

/** Evaluates a name by the node that declares it, which must be of the given kind. */
export const givenBy =
  <K extends Tree.Node['kind']>(
    kind: K,
    value: (context: Context, name: DeclaredName, node: Tree.NodeOfKind<K>) => Value,
  ): ValueOf =>
  (context, name) => {
    if (name.node.kind !== kind) throw new Error(`${name.name} is given by ${name.node.kind}, not ${kind}`);
    return value(context, name, name.node as Tree.NodeOfKind<K>);
  };
