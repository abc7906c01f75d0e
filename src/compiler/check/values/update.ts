/** `update h <- value` in a body: of what a `scan` carries, or of a state. */
import type { OrReported } from '../../../diagnostics/reported.ts';
import { isReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Network } from '../../program/program.ts';
import { visit } from '../../program/walk.ts';
import { mayBeSameShape } from '../../types/size.ts';
import { formatType } from '../../types/type.ts';
import { report, type Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { withArticle } from '../names/name-table.ts';
import { inside } from './place.ts';
import { lookup, withPlace, type Construction, type Scope } from './scope.ts';
import { toTensor } from './to-tensor.ts';
import type { TensorExpression, TensorValue, Value } from './value.ts';

/** Notes what a carried value or a state becomes; until then, its name keeps meaning the current value. */
export function update(context: Context, { target, value: written, span }: Tree.UpdateBinding, scope: Scope): void {
  const { name } = target;
  const value = context.evaluate(written, withPlace(scope, inside(scope.place, name)));
  const referent = scope.module.referents.get(target);
  if (!referent || !('references' in referent)) return;
  context.facts.record(target, value, scope.expansion);
  if (referent.kind === 'carried' && isCarriedHere(referent, scope))
    updateCarried(context, target, referent, value, written.span, scope);
  else if (referent.kind === 'local-state') updateState(context, target, referent, value, written.span, span, scope);
  else refuse(context, target, referent, scope.updates !== null);
}

/** Whether the innermost scan carries it, not one around it. */
function isCarriedHere(name: DeclaredName, scope: Scope): boolean {
  for (let s: Scope | null = scope; s && s.updates === scope.updates; s = s.parent)
    if (s.bindings.has(name)) return true;
  return false;
}

function updateCarried(
  context: Context,
  { name, span }: Tree.NameExpression,
  referent: DeclaredName,
  value: Value,
  at: Span,
  { updates }: Scope,
): void {
  const first = updates!.get(referent);
  if (first) reportTwice(context, name, span, first.span);
  else updates!.set(referent, { value, span: at });
}

function updateState(
  context: Context,
  { name, span }: Tree.NameExpression,
  referent: DeclaredName,
  value: Value,
  at: Span,
  whole: Span,
  scope: Scope,
): void {
  const state = lookup(scope, referent);
  const next = toTensor(context, value, at, `the next \`${name}\``);
  if (state?.kind !== 'tensor' || isReported(next) || next.kind === 'unknown') return;
  const refused = requireSameValue(context, name, state, next, at);
  const { construction } = scope;
  if (refused || state.expression?.kind !== 'weight' || !next.expression || !construction) return;
  const expression = state.expression as Extract<TensorExpression, { kind: 'weight' }>;
  const { updates, updated } = construction;
  const first = updated.get(expression.weight);
  if (first) return reportTwice(context, name, span, first);
  updated.set(expression.weight, whole);
  updates.push({ state: expression, value: next.expression, span: whole });
}

/** Reports states that are updated in a scan which the network does not use, and which therefore does not run. */
export function requireUsedUpdates(context: Context, { updated }: Construction, { body, updates }: Network): void {
  const made = new Set(updates.map(({ state }) => state.weight));
  visit([body, ...updates.map(({ value }) => value)], (e) => {
    if (e.kind === 'scan') for (const { state } of e.updates) made.add(state.weight);
  });
  for (const [weight, span] of updated) {
    if (made.has(weight)) continue;
    const name = weight.path.slice(weight.path.lastIndexOf('/') + 1);
    report(context, 'never-updated', { name, where: 'unused' }, span);
  }
}

/** Requires that a state becomes what it is: one value of that shape, the same for all examples. */
export function requireSameValue(
  context: Context,
  name: string,
  { type: is }: TensorValue,
  { type: becomes, expression }: TensorValue,
  at: Span,
): OrReported<null> {
  const texts = (message: string, help: string) => ({ message, here: `this is ${formatType(becomes)}`, help });
  if (becomes.meaning === 'class' || !mayBeSameShape(is.shape, becomes.shape)) {
    const message = `\`${name}\` is ${formatType(is)}, but becomes ${formatType(becomes)}`;
    return report(context, 'shape-mismatch', texts(message, 'a state keeps its shape: change it or the update'), at);
  }
  // What a template is given may be the same for all examples.
  if (!becomes.batched || !expression) return null;
  const message = `\`${name}\` is one value for all examples, but its update has one for each`;
  return report(context, 'shape-mismatch', texts(message, 'turn them into one first, with `mean` for example'), at);
}

function reportTwice(context: Context, name: string, at: Span, first: Span): void {
  report(context, 'updated-twice', { name }, at, { labels: [{ span: first, text: 'updated here first' }] });
}

function refuse(context: Context, { name, span }: Tree.NameExpression, { kind }: DeclaredName, inScan: boolean): void {
  report(context, 'wrong-place', { name, ...textsFor(name, kind, inScan) }, span);
}

function textsFor(name: string, kind: DeclaredName['kind'], inScan: boolean) {
  const own = `declare \`state ${name}: …\` in this body, or write \`let\` with another name`;
  if (kind === 'state')
    return {
      expected: 'a `state` of this body',
      is: 'one of the whole training',
      help: `a state at the top of a file is updated in \`train\`: move the update there, or declare \`state ${name}\` in this body`,
    };
  if (kind === 'carried')
    return {
      expected: 'a value of the innermost `scan`',
      is: 'one of a `scan` around it',
      help: `let the inner \`scan\` carry a value of its own, and update \`${name}\` after it`,
    };
  if (!inScan) return { expected: 'a `state`', is: withArticle(kind), help: own };
  return {
    expected: 'a value that the `scan` carries, or a `state`,',
    is: withArticle(kind),
    help: `name it after \`from\`, ${own}`,
  };
}
