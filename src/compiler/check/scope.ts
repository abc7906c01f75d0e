/** Names in reach of an expression, and the place that its layers and draws belong to. */
import type * as Tree from '../../parser/tree.ts';
import type { Layer, Weight } from '../program/program.ts';
import type { Value } from './values.ts';

/** Hands out `dense`, `dense_1`, `dense_2`, … as Keras does. */
export class UniqueNames {
  private readonly taken = new Set<string>();

  next(name: string): string {
    let unique = name;
    for (let i = 1; this.taken.has(unique); i++) unique = `${name}_${i}`;
    this.taken.add(unique);
    return unique;
  }
}

/** A network while its body is being expanded. */
export interface Construction {
  readonly network: string;
  readonly weights: Weight[];
  readonly layers: Layer[];
  /** `with init: normal(0.02)` */
  readonly defaults: readonly Tree.Argument[];
}

export interface Scope {
  readonly bindings: Map<string, Value>;
  readonly parent: Scope | null;
  /** Set inside networks, and in blocks that they use. */
  readonly construction: Construction | null;
  /** Prefix of layer names and draws: '' at the top of a network's body, `residual_1/` in a block, `critic/` in a loss. */
  readonly prefix: string;
  readonly names: UniqueNames;
}

export function rootScope(prefix: string, construction: Construction | null = null): Scope {
  return { bindings: new Map(), parent: null, construction, prefix, names: new UniqueNames() };
}

/** New bindings over the same place. */
export function childScope(parent: Scope): Scope {
  return { ...parent, bindings: new Map(), parent };
}

/** The inside of a block or function: none of the caller's names, a place of its own below the caller's. */
export function calleeScope(caller: Scope, name: string): Scope {
  const prefix = `${uniquePath(caller, name)}/`;
  return { ...caller, bindings: new Map(), parent: null, prefix, names: new UniqueNames() };
}

export function uniquePath(scope: Scope, name: string): string {
  return scope.prefix + scope.names.next(name);
}

export function lookup(scope: Scope | null, name: string): Value | undefined {
  for (let s = scope; s; s = s.parent) {
    const value = s.bindings.get(name);
    if (value) return value;
  }
  return undefined;
}

export function namesIn(scope: Scope | null): string[] {
  const names: string[] = [];
  for (let s = scope; s; s = s.parent) names.push(...s.bindings.keys());
  return names;
}
