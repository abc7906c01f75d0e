/**
 * The rounds of a pass through the training program, numbered from 0: the pass itself, then each iteration of each
 * `repeat` and each minibatch of an accumulated gradient, in order. Every round has its own draws, and its own
 * minibatch if it reads data.
 */
import type { Action, Expression, MinimizeAction, Phase, Training } from './program.ts';
import { dependsOn } from './walk.ts';

/**
 * The number of rounds in the actions. Those of `every` blocks count whether or not they are due, so that draws stay
 * the same.
 */
export function countRounds(actions: readonly Action[]): number {
  return actions.reduce((sum, a) => {
    if (a.kind === 'minimize') return sum + (a.accumulating ?? 0);
    if (a.kind === 'repeat') return sum + a.count * (1 + countRounds(a.actions));
    return 'actions' in a ? sum + countRounds(a.actions) : sum;
  }, 0);
}

/**
 * The rounds in which a `minimize` takes its gradients: that of the actions around it or, if it accumulates, others of
 * its own.
 */
export function roundsOf({ accumulating }: MinimizeAction, round: number, next: () => number): number[] {
  return accumulating === undefined ? [round] : Array.from({ length: accumulating }, next);
}

/** The rounds of a pass that take a minibatch, in order; each advances the data by one batch. */
export function dataRounds(phase: Phase): number[] {
  const found = new Set<number>();
  let made = 1;
  const next = (): number => made++;
  const walk = (actions: readonly Action[], round: number): void => {
    for (const action of actions) {
      if (action.kind === 'minimize') {
        const rounds = roundsOf(action, round, next);
        if (readsData(action.loss.value)) for (const each of rounds) found.add(each);
      } else if (action.kind === 'update') {
        if (readsData(action.value)) found.add(round);
      } else if (action.kind === 'repeat') {
        for (let i = 0; i < action.count; i++) walk(action.actions, next());
      } else if ('actions' in action) walk(action.actions, round);
    }
  };
  walk(phase.actions, 0);
  return [...found].sort((a, b) => a - b);
}

const readsData = (value: Expression): boolean => dependsOn(value, (e) => e.kind === 'data');

/** The most updates that any one optimizer makes in a pass in which all blocks are due; at least 1. */
export function mostUpdates(training: Training): number {
  return Math.max(1, ...training.phases.flatMap((phase) => [...updatesIn(phase).values()]));
}

/** How many updates each optimizer makes in a pass in which all blocks are due, by name. */
function updatesIn({ actions: all }: Phase): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const walk = (actions: readonly Action[], times: number): void => {
    for (const action of actions) {
      if (action.kind === 'minimize') {
        const { name } = action.optimizer;
        counts.set(name, (counts.get(name) ?? 0) + times);
      } else if ('actions' in action) walk(action.actions, action.kind === 'repeat' ? times * action.count : times);
    }
  };
  walk(all, 1);
  return counts;
}
