/** The scopes under which a graph lists updates of weights; all other scopes are paths, `d/mean` and `G/dense(128)`. */
import { allActions } from './actions.ts';
import type { Action, AverageAction, ClipAction, MinimizeAction, UpdateAction } from './program.ts';

type Update = MinimizeAction | ClipAction | AverageAction | UpdateAction;

/** `adam (d)`, `clip D`, `average G_ema`, `update k` */
export function scopeOfUpdate(action: Update): string {
  if (action.kind === 'minimize') return `${action.optimizer.definition.name} (${action.optimizer.name})`;
  if (action.kind === 'update') return `update ${action.state.name}`;
  return action.kind === 'clip' ? `clip ${action.network.name}` : `average ${action.average.name}`;
}

export function scopesOfUpdates(actions: readonly Action[]): ReadonlySet<string> {
  return new Set(allActions(actions).flatMap((action) => ('actions' in action ? [] : [scopeOfUpdate(action)])));
}
