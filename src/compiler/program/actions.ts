/** Walks over the actions of a training program. */
import type { Action, EveryAction, MinimizeAction, Training } from './program.ts';

/** The actions of all phases. */
export function actionsOf(training: Training | null | undefined): Action[] {
  return training?.phases.flatMap(({ actions }) => actions) ?? [];
}

/** All actions, each before those inside it, in the order of the text. */
export function allActions(actions: readonly Action[]): Action[] {
  return actions.flatMap((action) => [action, ...('actions' in action ? allActions(action.actions) : [])]);
}

export function minimizationsIn(actions: readonly Action[]): MinimizeAction[] {
  return allActions(actions).filter((action) => action.kind === 'minimize');
}

export function everyBlocksIn(actions: readonly Action[]): EveryAction[] {
  return allActions(actions).filter((action) => action.kind === 'every');
}
