/** Turns a `train` declaration into phases and their actions, with losses, networks and optimizers resolved. */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type { MessageOptions } from '../../../diagnostics/report.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Training } from '../../program/program.ts';
import { evaluateDuration } from '../calls/settings.ts';
import { report, type Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import { rootScope, type Scope } from '../values/scope.ts';
import { readActions } from './actions.ts';
import { missingBatch, readBatch } from './batch.ts';
import { readLoss } from './minimize.ts';
import { isPhase, readPhases } from './phases.ts';
import type { Plan } from './plan.ts';
import { writtenOut, type Written } from './written.ts';

export function buildTraining(
  context: Context,
  declaration: Tree.TrainDeclaration,
  module: Module,
): OrReported<Training> {
  const { span } = declaration;
  const scope = rootScope(module, 'train/');
  const written = writtenOut(context, declaration.actions, scope);
  if (isReported(written)) return written;
  // Losses first: their uses of networks with static parameters decide which of these are built.
  const losses = new Map(
    minimizationsIn(written).map((each) => [each, readLoss(context, each.action.loss, each.scope)] as const),
  );
  const plan: Plan = { context, module, losses, optimizerNames: new Map(), byNetworks: new Map() };
  const batch = declaration.batch ? readBatch(context, declaration.batch, scope) : undefined;
  const phases = written.some(isPhase)
    ? readPhases(plan, declaration, written, batch)
    : onlyPhase(plan, declaration, scope, written, batch);
  return isReported(phases) ? phases : { phases, span };
}

/** A training without phases is a single one. */
function onlyPhase(
  plan: Plan,
  { duration: written, span }: Tree.TrainDeclaration,
  scope: Scope,
  inside: readonly Written[],
  size: OrReported<number> | undefined,
): OrReported<Training['phases']> {
  const { context } = plan;
  const head = { ...span, end: span.start + 'train'.length };
  const duration = written
    ? evaluateDuration(context, written, scope)
    : report(context, 'missing-duration', {}, head, durationFix(head, size !== undefined));
  const batch = size ?? (written ? missingBatch(context, written.span) : 1);
  const actions = readActions(plan, inside);
  if (isReported(duration)) return duration;
  if (isReported(batch)) return batch;
  return isReported(actions) ? actions : [{ duration, batch, actions, span }];
}

const durationFix = (head: Span, hasBatch: boolean): MessageOptions => {
  const edits = [
    {
      span: { ...head, start: head.end },
      replacement: hasBatch ? ' for 10_000 steps,' : ' for 10_000 steps, batch 64',
    },
  ];
  return { fix: { title: 'Add `for 10_000 steps`', edits, safe: false } };
};

function minimizationsIn(written: readonly Written[]): Written<Tree.MinimizeAction>[] {
  return written.flatMap((each) => (isMinimize(each) ? [each] : minimizationsIn(each.actions)));
}

const isMinimize = (written: Written): written is Written<Tree.MinimizeAction> => written.action.kind === 'minimize';
