/** `phase pretrain for 500 steps { … }  phase adversarial for 20 epochs, batch 16 { … }`: parts of a training, in turn. */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Phase } from '../../program/program.ts';
import { evaluateDuration } from '../calls/settings.ts';
import { report } from '../context.ts';
import { readActions } from './actions.ts';
import { missingBatch, readBatch } from './batch.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';

export const isPhase = (written: Written): written is Written<Tree.PhaseAction> => written.action.kind === 'phase';

/** The phases of a training that has some; `batch` is that of the training, for phases that have none. */
export function readPhases(
  plan: Plan,
  { duration }: Tree.TrainDeclaration,
  written: readonly Written[],
  batch: OrReported<number> | undefined,
): OrReported<Phase[]> {
  const { context } = plan;
  const long = duration ? report(context, 'duration-of-phases', {}, duration.span) : null;
  const named = new Map<string, Tree.PhaseAction>();
  const phases = allOf(
    written.map((each) => {
      if (!isPhase(each)) return report(context, 'outside-phases', { action: each.action.kind }, each.action.span);
      const { action, scope } = each;
      const name = scope.place.prefix.slice('train/'.length, -1);
      const first = named.get(name);
      if (first) {
        const labels = [{ span: first.name.span, text: 'declared here first' }];
        return report(context, 'duplicate-name', { name, first: 'a phase' }, action.name.span, { labels });
      }
      named.set(name, action);
      return readPhase(plan, each, name, batch);
    }),
  );
  return long ?? phases;
}

function readPhase(
  plan: Plan,
  { action, scope, actions: inside }: Written<Tree.PhaseAction>,
  name: string,
  ofTraining: OrReported<number> | undefined,
): OrReported<Phase> {
  const { context } = plan;
  const duration = evaluateDuration(context, action.duration, scope);
  const own = action.batch ? readBatch(context, action.batch, scope) : ofTraining;
  const batch = own ?? missingBatch(context, action.duration.span);
  const actions = readActions(plan, inside);
  if (isReported(duration)) return duration;
  if (isReported(batch)) return batch;
  return isReported(actions) ? actions : { name, duration, batch, actions, span: action.span };
}
