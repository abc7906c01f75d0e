/** What an expression is computed from. */
import type { Expression } from './program.ts';

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
    default:
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
