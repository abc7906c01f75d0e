/** Reads actions as they are written out, each by its kind. */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Action } from '../../program/program.ts';
import { evaluateDuration } from '../calls/settings.ts';
import { report } from '../context.ts';
import { evaluateKnownInteger } from '../values/numbers.ts';
import { readAverage } from './average.ts';
import { readClip } from './clip.ts';
import { readMinimize } from './minimize.ts';
import type { Plan } from './plan.ts';
import { readSimultaneous } from './simultaneous.ts';
import { readUpdate } from './update.ts';
import type { Written } from './written.ts';

type Readable = Exclude<Tree.Action['kind'], 'for'>;
type Readers = { readonly [K in Readable]: (plan: Plan, written: Written<Tree.NodeOfKind<K>>) => OrReported<Action> };

/** One reader per kind of action. */
const readers: Readers = {
  minimize: readMinimize,
  simultaneously: readSimultaneous,
  repeat(plan, { action, scope, actions: inside }) {
    const count = evaluateKnownInteger(plan.context, action.count, scope, 'the number of rounds');
    const actions = readActions(plan, inside);
    if (isReported(count)) return count;
    return isReported(actions) ? actions : { kind: 'repeat', count, actions, span: action.span };
  },
  every(plan, { action, scope, actions: inside }) {
    const period = evaluateDuration(plan.context, action.period, scope);
    const actions = readActions(plan, inside);
    if (isReported(period)) return period;
    return isReported(actions) ? actions : { kind: 'every', period, actions, span: action.span };
  },
  clip: readClip,
  average: readAverage,
  update: readUpdate,
  phase: ({ context }, { action }) => report(context, 'nested-phase', { name: action.name.name }, action.name.span),
};

export function readActions(plan: Plan, written: readonly Written[]): OrReported<Action[]> {
  return allOf(written.map((each) => readers[each.action.kind as Readable](plan, each as never)));
}
