/** Turns a `train` declaration into actions, with losses, networks and optimizers resolved. */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type { MessageOptions } from '../../../diagnostics/report.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Action, Training } from '../../program/program.ts';
import { evaluateDuration } from '../calls/settings.ts';
import { report, type Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import { evaluateKnownInteger } from '../values/numbers.ts';
import { rootScope } from '../values/scope.ts';
import { readAverage } from './average.ts';
import { readClip } from './clip.ts';
import { readLoss, readMinimize } from './minimize.ts';
import type { Plan } from './plan.ts';
import { readSimultaneous } from './simultaneous.ts';

export function buildTraining(
  context: Context,
  declaration: Tree.TrainDeclaration,
  module: Module,
): OrReported<Training> {
  const scope = rootScope(module, 'train/');
  const duration = evaluateDuration(context, declaration.duration, scope);
  const batch = declaration.batch
    ? evaluateKnownInteger(context, declaration.batch, scope, 'the batch size')
    : report(context, 'missing-batch', {}, declaration.duration.span, batchFix(declaration.duration.span));
  // Losses first: their uses of networks with static parameters decide which of these are built.
  const losses = new Map(
    minimizations(declaration.actions).map((action) => [action, readLoss(context, action.loss, scope)] as const),
  );
  const plan: Plan = { context, module, scope, losses, optimizerNames: new Map(), byNetworks: new Map() };
  const actions = readActions(plan, declaration.actions);
  if (isReported(duration)) return duration;
  if (isReported(batch)) return batch;
  return isReported(actions) ? actions : { duration, batch, actions, span: declaration.span };
}

function minimizations(actions: readonly Tree.Action[]): Tree.MinimizeAction[] {
  return actions.flatMap((action) => {
    if (action.kind === 'minimize') return [action];
    return 'actions' in action ? minimizations(action.actions) : [];
  });
}

const batchFix = (at: Span): MessageOptions => {
  const edits = [{ span: { ...at, start: at.end }, replacement: ', batch 64' }];
  return { fix: { title: 'Add `, batch 64`', edits, safe: false } };
};

type Readers = { readonly [K in Tree.Action['kind']]: (plan: Plan, action: Tree.NodeOfKind<K>) => OrReported<Action> };

/** One reader per kind of action. */
const readers: Readers = {
  minimize: readMinimize,
  simultaneously: readSimultaneous,
  repeat(plan, action) {
    const count = evaluateKnownInteger(plan.context, action.count, plan.scope, 'the number of rounds');
    const actions = readActions(plan, action.actions);
    if (isReported(count)) return count;
    return isReported(actions) ? actions : { kind: 'repeat', count, actions, span: action.span };
  },
  every(plan, action) {
    const period = evaluateDuration(plan.context, action.period, plan.scope);
    const actions = readActions(plan, action.actions);
    if (isReported(period)) return period;
    return isReported(actions) ? actions : { kind: 'every', period, actions, span: action.span };
  },
  clip: readClip,
  average: readAverage,
};

function readActions(plan: Plan, actions: readonly Tree.Action[]): OrReported<Action[]> {
  return allOf(actions.map((action) => readers[action.kind](plan, action as never)));
}
