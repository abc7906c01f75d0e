/** The values in scope for an expression, and the place that its layers and draws belong to. */
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { isLibrarySource } from '../../library/library.ts';
import type { Layer, StateUpdate, Weight } from '../../program/program.ts';
import type { DeclaredName, Module } from '../names/module.ts';
import { rootPlace, type Place } from './place.ts';
import type { Value } from './value.ts';

/** A network while its body is being expanded. */
export interface Construction {
  readonly network: string;
  readonly frozen: boolean;
  readonly weights: Weight[];
  readonly layers: Layer[];
  /** Updates of its states, in order, where the body is: in a `scan`, they are made at each step. */
  readonly updates: StateUpdate[];
  /** Where its states are updated, in scans or not. */
  readonly updated: Map<Weight, Span>;
  /** `with init: normal(0.02)`: an option, and the scope that it was written in. */
  readonly defaults: readonly { readonly argument: Tree.Argument; readonly scope: Scope }[];
}

/** A use of a template, or a network whose body is expanded: distinguishes the values of one expression. */
export interface Expansion {
  readonly of: string;
  readonly at: Span;
  readonly within: Expansion | null;
}

/** Whether a span is in the library, which is not the user's text. */
export const isLibrary = ({ source }: Span): boolean => isLibrarySource(source);

/** The place itself or, in the library, the innermost use of it that the user has written. */
export function usersPlace(at: Span, expansion: Expansion | null): Span {
  if (!isLibrary(at)) return at;
  for (let e = expansion; e; e = e.within) if (!isLibrary(e.at)) return e.at;
  return at;
}

export interface Scope {
  /** The file that the expression is written in. */
  readonly module: Module;
  readonly bindings: Map<DeclaredName, Value>;
  readonly parent: Scope | null;
  readonly place: Place;
  /** Set inside networks, and in blocks that they use. */
  readonly construction: Construction | null;
  readonly expansion: Expansion | null;
  /** Set in the body of a `scan`: the updates so far of what it carries. */
  readonly updates: Map<DeclaredName, Update> | null;
}

/** `update h <- value` */
export interface Update {
  readonly value: Value;
  readonly span: Span;
}

export function rootScope(module: Module, prefix = ''): Scope {
  const place = rootPlace(prefix);
  return { module, bindings: new Map(), parent: null, place, construction: null, expansion: null, updates: null };
}

/** A scope with bindings of its own, at the same place or at one inside it. */
export function childScope(parent: Scope, place: Place = parent.place): Scope {
  const { module, construction, expansion, updates } = parent;
  return { module, bindings: new Map(), parent, place, construction, expansion, updates };
}

/** The same bindings at another place, for code that binds nothing itself. */
export function withPlace(scope: Scope, place: Place): Scope {
  const { module, bindings, parent, construction, expansion, updates } = scope;
  return { module, bindings, parent, place, construction, expansion, updates };
}

export function lookup(scope: Scope, name: DeclaredName): Value | undefined {
  for (let s: Scope | null = scope; s; s = s.parent) {
    const value = s.bindings.get(name);
    if (value) return value;
  }
  return undefined;
}

/** Binds the name of an identifier; does nothing if the name is missing or was reported. */
export function bind(scope: Scope, identifier: Tree.Identifier | Tree.NameExpression, value: Value): void {
  const name = scope.module.referents.get(identifier);
  if (name && 'references' in name) scope.bindings.set(name, value);
}
