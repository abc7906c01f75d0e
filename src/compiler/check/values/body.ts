/** Evaluates a body: its bindings in order, then its result. */
import { isReported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import { drawValue } from './draw.ts';
import { claim, inside } from './place.ts';
import { bind, withPlace, type Scope } from './scope.ts';
import { keptValue } from './stored.ts';
import { update } from './update.ts';
import { errorValue, type Value } from './value.ts';

export function evaluateBody(context: Context, body: Tree.Body, scope: Scope): Value {
  for (const binding of body.bindings) {
    if (binding.kind === 'let-binding') {
      const { name } = binding.name;
      // The name of a `let` is a prefix for the layers in it.
      const within = name === '' ? scope : withPlace(scope, inside(scope.place, name));
      const value = context.evaluate(binding.value, within);
      context.facts.record(binding.name, value, scope.expansion);
      bind(scope, binding.name, value);
    } else if (binding.kind === 'update-binding') {
      update(context, binding, scope);
    } else if (binding.kind === 'weight-binding' || binding.kind === 'state-binding') {
      const value = keptValue(context, binding, scope);
      context.facts.record(binding.name, value, scope.expansion);
      bind(scope, binding.name, value);
    } else {
      const { draw } = binding;
      const drawn = drawValue(context, draw, scope, claim(scope.place, draw.name.name, draw.span));
      const value = isReported(drawn) ? errorValue(drawn) : drawn;
      context.facts.record(draw.name, value, scope.expansion);
      bind(scope, draw.name, value);
    }
  }
  return context.evaluate(body.result, scope);
}

/** Where a result is computed: the last stage of a pipe, the chosen branch of an `if`, else the whole expression. */
export function placeOfResult({ facts }: Pick<Context, 'facts'>, e: Tree.Expression): Span {
  const taken = (condition: Tree.Expression): boolean | null => {
    const value = facts.of(condition).at(-1)?.value;
    return value?.kind === 'boolean' ? value.value : null;
  };
  const placeOfStage = (stages: readonly Tree.Stage[], whole: Span): Span => {
    const last = stages.at(-1);
    if (last?.kind !== 'if-stage') return last?.span ?? whole;
    const decided = taken(last.condition);
    return decided === null ? last.span : placeOfStage(decided ? last.then : (last.otherwise ?? []), last.span);
  };
  if (e.kind === 'pipe') return placeOfStage(e.stages, e.span);
  const decided = e.kind === 'if' ? taken(e.condition) : null;
  return e.kind === 'if' && decided !== null
    ? placeOfResult({ facts }, (decided ? e.then : e.otherwise).result)
    : e.span;
}
