/** Walks over expressions and what they are computed from. */
import type { CallExpression, DrawExpression, Expression, Network, ScanExpression, State } from './program.ts';

/** The direct operands of an expression; the body of an applied network is not one of them. */
export function operands(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'call':
      return e.parametrized ? [...e.inputs, ...Object.values(e.parametrized)] : e.inputs;
    case 'apply':
      return e.arguments;
    case 'tuple':
      return e.fields.map((f) => f.value);
    case 'field':
    case 'retype':
      return [e.of];
    case 'gradient':
      return [e.of, e.wrt];
    case 'scan':
      return [
        ...given(e),
        e.variable,
        ...e.carried.flatMap(({ variable, next }) => [variable, next]),
        ...e.updates.flatMap(({ state, value }) => [state, value]),
        ...e.results.map(({ value }) => value),
      ];
    case 'constant':
    case 'data':
    case 'draw':
    case 'parameter':
    case 'weight':
    case 'state':
    case 'loop-variable':
    case 'schedule':
      return [];
  }
}

/** What a scan is given before its first step. */
export function given({ over, carried }: ScanExpression): readonly Expression[] {
  return [...('kind' in over ? [over] : []), ...carried.map(({ initial }) => initial)];
}

/** Visits the roots and every expression below them once; `enter` returns false to skip what is below. */
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
  /** The given networks, in their order, then those that they and the roots apply. */
  readonly networks: readonly Network[];
  /** Names of data fields. */
  readonly data: ReadonlySet<string>;
  readonly draws: readonly DrawExpression[];
  readonly states: readonly State[];
}

/** Everything from which the expressions and networks are computed, including through the bodies of networks. */
export function reach(roots: readonly Expression[], given: readonly Network[]): Reached {
  const networks = new Set<Network>(given);
  const data = new Set<string>();
  const draws = new Set<DrawExpression>();
  const states = new Set<State>();
  const look = (from: readonly Expression[]): void =>
    visit(from, (e) => {
      if (e.kind === 'apply') networks.add(e.network);
      if (e.kind === 'data') data.add(e.field);
      if (e.kind === 'draw') draws.add(e);
      if (e.kind === 'state') states.add(e.state);
      if (e.kind === 'call' && e.function.states) for (const state of statesOf(e)) states.add(state);
    });
  look(roots);
  // Iterating over a set also visits what is added on the way.
  for (const { body, updates } of networks) look([body, ...updates.map(({ value }) => value)]);
  return { networks: [...networks], data, draws: [...draws], states: [...states] };
}

/** The states of a function that remembers. */
function statesOf({ weights, span }: CallExpression): State[] {
  return Object.values(weights).map(({ path, shape, initializer }) => ({
    name: path.slice(path.indexOf('/') + 1),
    shape,
    initializer,
    span,
  }));
}
