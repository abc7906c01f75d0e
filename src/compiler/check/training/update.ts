/** `update k <- clamp(k + 0.001 * gap, 0, 1)` */
import { isReported, Reported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { UpdateAction } from '../../program/program.ts';
import { report } from '../context.ts';
import { withArticle } from '../names/name-table.ts';
import type { Module } from '../names/module.ts';
import { toTensor } from '../values/to-tensor.ts';
import { requireSameValue } from '../values/update.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';

export function readUpdate(
  { context, module }: Plan,
  { action, scope }: Written<Tree.UpdateAction>,
): OrReported<UpdateAction> {
  const { target, span } = action;
  const state = context.evaluate(target, scope);
  const value = toTensor(
    context,
    context.evaluate(action.value, scope),
    action.value.span,
    `the next \`${target.name}\``,
  );
  if (state.kind === 'error') return state.reported;
  if (state.kind !== 'tensor' || state.expression?.kind !== 'state') {
    const texts = {
      name: target.name,
      is: describeName(module, target),
      expected: 'a `state`',
      help: `declare it at the top of the file: \`state ${target.name} = 0\``,
    };
    return report(context, 'wrong-place', texts, target.span);
  }
  if (isReported(value)) return value;
  // Only templates have values that are not known yet.
  if (value.kind === 'unknown' || !value.expression) return Reported.bySyntax(span);
  const refused = requireSameValue(context, target.name, state, value, action.value.span);
  if (refused) return refused;
  return {
    kind: 'update',
    state: (state.expression as never as { state: UpdateAction['state'] }).state,
    value: value.expression,
    span,
  };
}

function describeName({ referents }: Module, target: Tree.NameExpression): string {
  const referent = referents.get(target);
  return referent && 'references' in referent ? withArticle(referent.kind) : 'something else';
}
