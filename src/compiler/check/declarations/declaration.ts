/** What the checker has to know of a kind of declaration: one row each, one table in `index.ts`. */
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import type { DeclaredName, Module } from '../names/module.ts';
import type { Value } from '../values/value.ts';

/** What a name stands for. Asked for once, when the name is first used. */
export type ValueOf = (context: Context, name: DeclaredName) => Value;

export interface DeclarationCheck<D extends Tree.Declaration, Kind extends Tree.GivenKind = never> {
  /** By the kinds of the names that it gives. */
  readonly values: { readonly [K in Kind]: ValueOf };
  /**
   * What is looked at besides, whether anything uses it or not. `sound`: everything could be read, and no error was found so
   * far.
   */
  readonly check?: (context: Context, declaration: D, module: Module, sound: boolean) => void;
  /** A file that has it is a model, and not a module for others. */
  readonly ofModel?: true;
  /** A file that has it cannot be imported, and says so; what others declare in it is not looked at. */
  readonly mainOnly?: true;
  /** There can be only one in a file. */
  readonly once?: true;
}

/** From a value of the node that gives a name to a value of the name. */
export const givenBy =
  <K extends Tree.Node['kind']>(
    kind: K,
    value: (context: Context, name: DeclaredName, node: Tree.NodeOfKind<K>) => Value,
  ): ValueOf =>
  (context, name) => {
    if (name.node.kind !== kind) throw new Error(`${name.name} is given by ${name.node.kind}, not ${kind}`);
    return value(context, name, name.node as Tree.NodeOfKind<K>);
  };
