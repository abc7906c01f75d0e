import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Action, MinimizeAction, Program } from '../../program/program.ts';

/** Inspects a whole program that has no errors so far, and reports what would not work or is probably not meant. */
export type Rule = (program: Program, report: (diagnostic: Diagnostic) => void) => void;

export function minimizations(program: Program): MinimizeAction[] {
  const found: MinimizeAction[] = [];
  const collect = (actions: readonly Action[]): void => {
    for (const action of actions) {
      if (action.kind === 'minimize') found.push(action);
      if (action.kind === 'repeat' || action.kind === 'every') collect(action.actions);
    }
  };
  collect(program.training?.actions ?? []);
  return found;
}
