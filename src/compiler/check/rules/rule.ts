import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { actionsOf, minimizationsIn } from '../../program/actions.ts';
import type { MinimizeAction, Program } from '../../program/program.ts';

/** Inspects a program and reports what would not work or is probably not meant. */
export type Rule = (program: Program, report: (diagnostic: Diagnostic) => void) => void;

export function minimizations(program: Program): MinimizeAction[] {
  return minimizationsIn(actionsOf(program.training));
}
