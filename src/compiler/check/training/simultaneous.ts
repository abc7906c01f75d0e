/** `simultaneously { minimize d over D using adam  minimize g over G using adam }` */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { SimultaneousAction } from '../../program/program.ts';
import { report } from '../context.ts';
import { readMinimize } from './minimize.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';

export function readSimultaneous(
  plan: Plan,
  { action, actions }: Written<Tree.SimultaneousAction>,
): OrReported<SimultaneousAction> {
  const read = allOf(
    actions.map((each) =>
      each.action.kind === 'minimize'
        ? readMinimize(plan, each as Written<Tree.MinimizeAction>)
        : report(plan.context, 'not-simultaneous', { action: each.action.kind }, each.action.span),
    ),
  );
  return isReported(read) ? read : { kind: 'simultaneously', actions: read, span: action.span };
}
