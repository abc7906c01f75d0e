/** The actions of a `train` as they are carried out: `for` is written out, with a value of its variable in each round. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import { loopRounds } from '../values/stages/pipe.ts';
import { inRound, inside } from '../values/place.ts';
import { bind, childScope, withPlace, type Scope } from '../values/scope.ts';

export interface Written<A extends Tree.Action = Tree.Action> {
  readonly action: A;
  /** The scope of its expressions; that of a phase is the one inside it. */
  readonly scope: Scope;
  /** The actions directly inside it. */
  readonly actions: readonly Written[];
}

export function writtenOut(context: Context, actions: readonly Tree.Action[], scope: Scope): OrReported<Written[]> {
  const written: Written[] = [];
  let refused: OrReported<never> | null = null;
  for (const action of actions) {
    context.budget.spend(action.span);
    const found = action.kind === 'for' ? roundsOf(context, action, scope) : [scopeIn(action, scope)];
    if (isReported(found)) {
      refused = found;
      continue;
    }
    for (const inner of found) {
      const within = 'actions' in action ? writtenOut(context, action.actions, inner) : [];
      if (isReported(within)) refused = within;
      else if (action.kind === 'for') written.push(...within);
      else written.push({ action, scope: inner, actions: within });
    }
  }
  return refused ?? written;
}

/** Draws in a phase are named after it. */
const scopeIn = (action: Tree.Action, scope: Scope): Scope =>
  action.kind === 'phase' ? withPlace(scope, inside(scope.place, action.name.name)) : scope;

/** One scope for each round of a `for`. */
function roundsOf(context: Context, action: Tree.ForAction, scope: Scope): OrReported<Scope[]> {
  const rounds = loopRounds(context, action, scope);
  if (isReported(rounds)) return rounds;
  return (rounds ?? []).map(({ name, item }) => {
    const inner = childScope(scope, inRound(scope.place, name));
    if (item) {
      context.facts.record(action.variable, item, scope.expansion);
      bind(inner, action.variable, item);
    }
    return inner;
  });
}
