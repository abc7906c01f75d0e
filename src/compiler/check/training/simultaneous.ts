/** `simultaneously { minimize d over D using adam  minimize g over G using adam }` */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { SimultaneousAction } from '../../program/program.ts';
import { report } from '../context.ts';
import { readMinimize } from './minimize.ts';
import type { Plan } from './plan.ts';

export function readSimultaneous(
  plan: Plan,
  { actions, span }: Tree.SimultaneousAction,
): OrReported<SimultaneousAction> {
  const read = allOf(
    actions.map((action) =>
      action.kind === 'minimize'
        ? readMinimize(plan, action)
        : report(plan.context, 'not-simultaneous', { action: action.kind }, action.span),
    ),
  );
  return isReported(read) ? read : { kind: 'simultaneously', actions: read, span };
}
