/** From the training program as written to actions: losses, networks and optimizers resolved. */
import { textOf, type Span } from '../../diagnostics/source.ts';
import type * as Tree from '../../parser/tree.ts';
import { evaluateInteger, evaluateNumber } from './arithmetic.ts';
import { report, reportUnknown, type Context } from './context.ts';
import { readDuration } from './durations.ts';
import { readOptimizer } from './optimizers.ts';
import type {
  Action,
  AverageAction,
  ClipAction,
  Loss,
  MinimizeAction,
  Network,
  Optimizer,
  Training,
} from '../program/program.ts';
import type { MessageOptions } from '../../diagnostics/report.ts';
import { rootScope, UniqueNames, type Scope } from './scope.ts';
import { formatType } from '../types/type.ts';
import { describe, type TensorExpression } from './values.ts';

interface Plan {
  readonly context: Context;
  readonly scope: Scope;
  readonly losses: ReadonlyMap<string, Loss>;
  readonly optimizerNames: UniqueNames;
  /** By the networks that it steps, for `minimize`s that share one; null after a mistake. */
  readonly byNetworks: Map<string, Optimizer | null>;
}

/** Null after a report. */
export function buildTraining(
  context: Context,
  declaration: Tree.TrainDeclaration,
  losses: ReadonlyMap<string, Loss>,
): Training | null {
  const plan: Plan = {
    context,
    scope: rootScope('train/'),
    losses,
    optimizerNames: new UniqueNames(),
    byNetworks: new Map(),
  };
  const duration = readDuration(context, declaration.duration, plan.scope);
  if (!declaration.batch)
    report(context, 'missing-batch', {}, declaration.duration.span, batchFix(declaration.duration.span));
  const batch = declaration.batch ? evaluateInteger(context, declaration.batch, plan.scope, 'the batch size') : null;
  const actions = readActions(plan, declaration.actions);
  return duration && batch !== null && actions ? { duration, batch, actions, span: declaration.span } : null;
}

/** The edit that puts a text behind a place. */
function insertAfter(at: Span, text: string, title: string): MessageOptions {
  return { fix: { title, edits: [{ span: { ...at, start: at.end }, replacement: text }], safe: false } };
}

const batchFix = (at: Span): MessageOptions => insertAfter(at, ', batch 64', 'Add `, batch 64`');

function readActions(plan: Plan, actions: readonly Tree.Action[]): Action[] | null {
  const read = actions.map((action) => readAction(plan, action));
  return read.includes(null) ? null : (read as Action[]);
}

function readAction(plan: Plan, action: Tree.Action): Action | null {
  const { context, scope } = plan;
  switch (action.kind) {
    case 'minimize':
      return readMinimize(plan, action);
    case 'repeat': {
      const count = evaluateInteger(context, action.count, scope, 'the number of rounds');
      const actions = readActions(plan, action.actions);
      return count !== null && actions ? { kind: 'repeat', count, actions, span: action.span } : null;
    }
    case 'every': {
      const period = readDuration(context, action.period, scope);
      const actions = readActions(plan, action.actions);
      return period && actions ? { kind: 'every', period, actions, span: action.span } : null;
    }
    case 'clip':
      return readClip(plan, action);
    case 'average':
      return readAverage(plan, action);
  }
}

function readClip({ context, scope }: Plan, action: Tree.ClipAction): ClipAction | null {
  const network = readNetwork(context, action.network);
  const range = context.evaluate(action.range, scope);
  if (range.kind === 'range')
    return network && { kind: 'clip', network, low: range.low, high: range.high, span: action.span };
  if (range.kind !== 'error') {
    report(
      context,
      'wrong-kind',
      { expected: 'a range such as `-0.01..0.01`', found: describe(range) },
      action.range.span,
    );
  }
  return null;
}

function readAverage({ context, scope }: Plan, action: Tree.AverageAction): AverageAction | null {
  const network = readNetwork(context, action.network);
  const average = context.top(action.as.name);
  const decay = evaluateNumber(context, action.decay, scope, 'the decay of an average');
  if (decay !== null && (decay < 0 || decay >= 1)) {
    report(
      context,
      'argument-out-of-range',
      {
        callee: 'average',
        parameter: 'decay',
        value: decay,
        low: 0,
        high: 0.999999,
        doc: 'the share of the old average that is kept at each step',
      },
      action.decay.span,
    );
    return null;
  }
  if (!network || decay === null || average?.kind !== 'network') return null;
  return { kind: 'average', network, average: average.network, decay, span: action.span };
}

/** Null after a report. */
export function readNetwork(context: Context, name: Tree.Identifier): Network | null {
  const value = context.top(name.name);
  if (value?.kind === 'network') return value.network;
  if (!value) reportUnknown(context, name, 'network', context.topNames('network'));
  else if (value.kind !== 'error')
    report(
      context,
      'wrong-place',
      {
        name: name.name,
        is: value.kind === 'tensor' ? `a value, ${describe(value)}` : describe(value),
        expected: 'a network',
      },
      name.span,
    );
  return null;
}

function readMinimize(plan: Plan, action: Tree.MinimizeAction): MinimizeAction | null {
  const loss = readLoss(plan, action.loss);
  const networks: Network[] = [];
  for (const name of action.over) {
    const network = readNetwork(plan.context, name);
    if (network) networks.push(network);
  }
  if (networks.length < action.over.length) return null;
  const optimizer = chooseOptimizer(plan, action, loss?.name ?? 'loss', networks);
  return loss && optimizer && { kind: 'minimize', loss, networks, optimizer, span: action.span };
}

/** The optimizer that is written, or the one that these networks had before. */
function chooseOptimizer(
  plan: Plan,
  action: Tree.MinimizeAction,
  lossName: string,
  networks: readonly Network[],
): Optimizer | null {
  const key = networks
    .map((n) => `\`${n.name}\``)
    .sort()
    .join(', ');
  if (!action.using) {
    const shared = plan.byNetworks.get(key);
    if (shared === undefined)
      report(
        plan.context,
        'missing-optimizer',
        { networks: key },
        action.span,
        insertAfter(action.span, ' using adam(1e-4)', 'Add `using adam(1e-4)`'),
      );
    return shared ?? null;
  }
  const optimizer = readOptimizer(plan.context, action.using, plan.scope, () => plan.optimizerNames.next(lossName));
  plan.byNetworks.set(key, optimizer);
  return optimizer;
}

/** A loss by name, or an expression over losses: `minimize g + 0.1 * r over G`. Null after a report. */
function readLoss(plan: Plan, e: Tree.Expression): Loss | null {
  const { context } = plan;
  if (e.kind === 'name') {
    const loss = plan.losses.get(e.name);
    if (loss) return loss;
    if (!context.top(e.name)) {
      reportUnknown(context, { kind: 'identifier', name: e.name, span: e.span }, 'loss', context.topNames('loss'));
      return null;
    }
  }
  const value = context.evaluate(e, plan.scope);
  if (value.kind === 'tensor') return scalarLoss(context, textOf(e.span), value.expression, e.span);
  if (value.kind !== 'error') report(context, 'wrong-kind', { expected: 'a loss', found: describe(value) }, e.span);
  return null;
}

/** A loss is one number for the whole batch. Null after a report. */
export function scalarLoss(context: Context, name: string, value: TensorExpression, span: Span): Loss | null {
  if (!value.type.batched && value.type.shape.length === 0) return { name, value, span };
  const edits = [
    { span: { ...span, end: span.start }, replacement: 'mean(' },
    { span: { ...span, start: span.end }, replacement: ')' },
  ];
  const fix = { title: 'Take the mean over the batch', edits, safe: false };
  report(
    context,
    'loss-not-scalar',
    { name, type: value.type.shape.length === 0 ? 'one number' : formatType(value.type) },
    span,
    { fix },
  );
  return null;
}
