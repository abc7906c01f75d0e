/** `minimize d over D, E using adam(1e-3, beta1: 0.5)` */
import { allOf, isReported, type OrReported } from '../../../diagnostics/reported.ts';
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Loss, MinimizeAction, Network, Optimizer } from '../../program/program.ts';
import { report, type Context } from '../context.ts';
import { declarationOf } from '../names/module.ts';
import { scalarLoss } from '../declarations/loss.ts';
import { wholeFamily } from '../declarations/network.ts';
import { evaluateKnownInteger } from '../values/numbers.ts';
import type { Scope } from '../values/scope.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';

export function readMinimize(plan: Plan, written: Written<Tree.MinimizeAction>): OrReported<MinimizeAction> {
  const { action, scope } = written;
  const { context, module } = plan;
  const loss = plan.losses.get(written)!;
  const accumulating = action.accumulating
    ? evaluateKnownInteger(context, action.accumulating, scope, 'the number of minibatches')
    : undefined;
  const families = allOf(action.over.map((reference) => context.networkOf(reference, module)));
  if (isReported(families)) return families;
  const networks = allOf(families.map((family, i) => wholeFamily(context, family, action.over[i]!.span)));
  if (isReported(networks)) return networks;
  const optimizer = chooseOptimizer(plan, written, isReported(loss) ? 'loss' : loss.name, networks);
  if (isReported(loss)) return loss;
  if (isReported(optimizer)) return optimizer;
  if (isReported(accumulating)) return accumulating;
  const rounds = accumulating === undefined ? {} : { accumulating };
  return { kind: 'minimize', loss, networks, optimizer, ...rounds, span: action.span };
}

/** A loss by name, or an expression over losses: `minimize g + 0.1 * r over G`. */
export function readLoss(context: Context, e: Tree.Expression, scope: Scope): OrReported<Loss> {
  const referent = e.kind === 'name' ? scope.module.referents.get(e) : undefined;
  const value = context.evaluate(e, scope);
  const declared = referent && 'references' in referent ? context.losses.get(declarationOf(referent)) : undefined;
  return declared ?? scalarLoss(context, textOf(e.span).replaceAll(/\s+/g, ' '), value, e.span);
}

/** The optimizer after `using`, or else the one that an earlier `minimize` gave these networks. */
function chooseOptimizer(
  plan: Plan,
  { action, scope }: Written<Tree.MinimizeAction>,
  lossName: string,
  networks: readonly Network[],
): OrReported<Optimizer> {
  const key = networks
    .map((n) => `\`${n.name}\``)
    .sort()
    .join(', ');
  if (action.using) {
    const optimizer = readOptimizer(plan, action.using, scope, lossName);
    plan.byNetworks.set(key, optimizer);
    return optimizer;
  }
  const edits = [{ span: { ...action.span, start: action.span.end }, replacement: ' using adam(1e-4)' }];
  const fix = { title: 'Add `using adam(1e-4)`', edits, safe: false };
  return plan.byNetworks.get(key) ?? report(plan.context, 'missing-optimizer', { networks: key }, action.span, { fix });
}

function readOptimizer(
  { context, optimizerNames }: Plan,
  e: Tree.Expression,
  scope: Scope,
  lossName: string,
): OrReported<Optimizer> {
  const value = context.complete(context.evaluate(e, scope), e, scope);
  if (value.kind === 'error') return value.reported;
  if (value.kind !== 'optimizer') {
    const texts = { expected: 'an optimizer such as `adam(1e-4)`', found: `\`${textOf(e.span)}\`` };
    return report(context, 'wrong-kind', texts, e.span);
  }
  const before = optimizerNames.get(lossName) ?? 0;
  optimizerNames.set(lossName, before + 1);
  return {
    name: before === 0 ? lossName : `${lossName}_${before}`,
    definition: value.definition,
    settings: value.settings,
  };
}
