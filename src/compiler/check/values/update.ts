/** `update h <- value` in a body: of what a `scan` carries, or of a state. */
import type { OrReported } from '../../../diagnostics/reported.ts';
import { isReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { mayBeSameShape } from '../../types/size.ts';
import { formatType } from '../../types/type.ts';
import { report, type Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { withArticle } from '../names/name-table.ts';
import { inside } from './place.ts';
import { lookup, withPlace, type Scope } from './scope.ts';
import { toTensor } from './to-tensor.ts';
import type { TensorExpression, TensorValue, Value } from './value.ts';

/** Notes what a carried value or a state becomes; until then, its name keeps meaning the current value. */
export function update(context: Context, { target, value: written, span }: Tree.UpdateBinding, scope: Scope): void {
  const { name } = target;
  const value = context.evaluate(written, withPlace(scope, inside(scope.place, name)));
  const referent = scope.module.referents.get(target);
  if (!referent || !('references' in referent)) return;
  context.facts.record(target, value, scope.expansion);
  if (referent.kind === 'carried' && scope.updates)
    updateCarried(context, target, referent, value, written.span, scope);
  else if (referent.kind === 'local-state' && !scope.updates)
    updateState(context, target, referent, value, written.span, span, scope);
  else refuse(context, target, referent, scope.updates !== null);
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
  const updates = scope.construction?.updates;
  if (refused || state.expression?.kind !== 'weight' || !next.expression || !updates) return;
  const { weight } = state.expression as Extract<TensorExpression, { kind: 'weight' }>;
  const first = updates.find((one) => one.weight === weight);
  if (first) reportTwice(context, name, span, first.span);
  else updates.push({ weight, value: next.expression, span: whole });
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
  const carried = {
    expected: 'a value that a `scan` carries',
    help: 'only what the innermost `scan` names after `from` can be updated in its body',
  };
  const state = {
    expected: kind === 'state' ? 'a `state` of this body' : 'a `state`',
    help:
      kind === 'state'
        ? `a state at the top of a file is updated in \`train\`: move the update there, or declare \`state ${name}\` in this body`
        : `declare \`state ${name}: …\` in this body, or write \`let\` with another name`,
  };
  report(
    context,
    'wrong-place',
    { name, is: kind === 'state' ? 'one of the whole training' : withArticle(kind), ...(inScan ? carried : state) },
    span,
  );
}
