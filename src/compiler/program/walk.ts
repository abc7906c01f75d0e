/** What an expression is computed from. */
import type { DrawExpression, Expression, Network } from './program.ts';

/** The expressions that one is directly made of; a network's body is its own business. */
export function operands(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'call':
      return e.inputs;
    case 'apply':
      return e.arguments;
    case 'tuple':
      return e.fields.map((f) => f.value);
    case 'field':
    case 'retype':
      return [e.of];
    case 'gradient':
      return [e.of, e.wrt];
    case 'constant':
    case 'data':
    case 'draw':
    case 'parameter':
      return [];
  }
}

/** Visits every expression below and including the roots once; `enter` returning false skips what is below. */
export function visit(roots: readonly Expression[], enter: (e: Expression) => boolean | void): void {
  const seen = new Set<Expression>();
  const stack = [...roots];
  for (let e = stack.pop(); e; e = stack.pop()) {
    if (seen.has(e)) continue;
    seen.add(e);
    if (enter(e) === false) continue;
    stack.push(...operands(e));
  }
}

export function dependsOn(root: Expression, matches: (e: Expression) => boolean): boolean {
  let found = false;
  visit([root], (e) => {
    found ||= matches(e);
    return !found;
  });
  return found;
}

export interface Reached {
  /** Those given first, in their order, then those that they and the roots use. */
  readonly networks: readonly Network[];
  /** Fields of data. */
  readonly data: ReadonlySet<string>;
  readonly draws: readonly DrawExpression[];
}

/** Everything that expressions and networks are computed from, through the bodies of networks. */
export function reach(roots: readonly Expression[], given: readonly Network[]): Reached {
  const networks = new Set<Network>(given);
  const data = new Set<string>();
  const draws = new Set<DrawExpression>();
  const look = (from: readonly Expression[]): void =>
    visit(from, (e) => {
      if (e.kind === 'apply') networks.add(e.network);
      if (e.kind === 'data') data.add(e.field);
      if (e.kind === 'draw') draws.add(e);
    });
  look(roots);
  // A set that grows while it is gone through is gone through to its end.
  for (const network of networks) look([network.body]);
  return { networks: [...networks], data, draws: [...draws] };
}
