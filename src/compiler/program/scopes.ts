/** The scopes under which a graph lists updates of weights; all other scopes are paths, `d/mean` and `G/dense(128)`. */
import type { Action, AverageAction, ClipAction, MinimizeAction, UpdateAction } from './program.ts';

type Update = MinimizeAction | ClipAction | AverageAction | UpdateAction;

/** `adam (d)`, `clip D`, `average G_ema`, `update k` */
export function scopeOfUpdate(action: Update): string {
  if (action.kind === 'minimize') return `${action.optimizer.definition.name} (${action.optimizer.name})`;
  if (action.kind === 'update') return `update ${action.state.name}`;
  return action.kind === 'clip' ? `clip ${action.network.name}` : `average ${action.average.name}`;
}

export function scopesOfUpdates(actions: readonly Action[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const action of actions) {
    if (action.kind === 'repeat' || action.kind === 'every')
      for (const scope of scopesOfUpdates(action.actions)) found.add(scope);
    else found.add(scopeOfUpdate(action));
  }
  return found;
}
