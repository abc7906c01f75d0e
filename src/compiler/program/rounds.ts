/**
 * The rounds of a pass through the training program, numbered from 0: the pass itself, then each iteration of each
 * `repeat`, in order. Every round has its own draws, and its own minibatch if it reads data.
 */
import type { Action, EveryAction, Training } from './program.ts';
import { visit } from './walk.ts';

/**
 * The number of rounds in the actions. Those of `every` blocks count whether or not they are due, so that draws stay
 * the same.
 */
export function countRounds(actions: readonly Action[]): number {
  return actions.reduce((sum, a) => {
    if (a.kind === 'repeat') return sum + a.count * (1 + countRounds(a.actions));
    return a.kind === 'every' ? sum + countRounds(a.actions) : sum;
  }, 0);
}

/** The rounds of a pass that take a minibatch, in order; each advances the data by one batch. */
export function dataRounds(training: Training): number[] {
  const found = new Set<number>();
  let next = 1;
  const walk = (actions: readonly Action[], round: number): void => {
    for (const action of actions) {
      if (action.kind === 'minimize' || action.kind === 'update') {
        visit([action.kind === 'minimize' ? action.loss.value : action.value], (e) => {
          if (e.kind === 'data') found.add(round);
        });
      }
      if (action.kind === 'repeat') for (let i = 0; i < action.count; i++) walk(action.actions, next++);
      if (action.kind === 'every') walk(action.actions, round);
    }
  };
  walk(training.actions, 0);
  return [...found].sort((a, b) => a - b);
}

/** All `every` blocks of the actions, nested ones included, in order. */
export function everyBlocks(actions: readonly Action[]): EveryAction[] {
  return actions.flatMap((a) => {
    if (a.kind === 'every') return [a, ...everyBlocks(a.actions)];
    return a.kind === 'repeat' ? everyBlocks(a.actions) : [];
  });
}

/** The most updates that any one optimizer makes in a pass in which all blocks are due; at least 1. */
export function mostUpdates(training: Training): number {
  const counts = new Map<string, number>();
  const walk = (actions: readonly Action[], times: number): void => {
    for (const action of actions) {
      if (action.kind === 'minimize') {
        const { name } = action.optimizer;
        counts.set(name, (counts.get(name) ?? 0) + times);
      } else if (action.kind === 'repeat') walk(action.actions, times * action.count);
      else if (action.kind === 'every') walk(action.actions, times);
    }
  };
  walk(training.actions, 1);
  return Math.max(1, ...counts.values());
}
