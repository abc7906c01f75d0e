/** `(validity: a, label: b)` and `value.validity`: several named values, and one of them. */
import { errorValueOf } from '../errors.ts';
import { isReported } from '../../../../diagnostics/reported.ts';
import type { MessageOptions } from '../../../../diagnostics/report.ts';
import type * as Tree from '../../../../parser/tree.ts';
import { suggestedNames } from '../../../words/other-names.ts';
import { renameFix, report, type Context } from '../../context.ts';
import { inside } from '../place.ts';
import { withPlace, type Scope } from '../scope.ts';
import { toTensor } from '../to-tensor.ts';
import { describe, errorValue, unknownValue, type TensorValue, type TupleValue, type Value } from '../value.ts';

export function member(context: Context, e: Tree.MemberExpression, scope: Scope): Value {
  const named = scope.module.referents.get(e.member);
  if (named) return context.valueOfReferent(named, e.member, scope);
  const object = context.evaluate(e.object, scope);
  const { name, span } = e.member;
  if (object.kind === 'error' || object.kind === 'unknown') return object.kind === 'error' ? object : unknownValue;
  if (name === '') return errorValueOf(e.member);
  if (object.kind !== 'tuple') {
    return errorValue(report(context, 'no-members', { type: describe(object), name }, span, dropMember(e)));
  }
  const field = object.fields.find((f) => f.name === name);
  if (field) return field.value;
  const choices = object.fields.map((f) => f.name);
  const near = suggestedNames(name, choices);
  const texts = { of: 'this value', name, near, choices };
  return errorValue(report(context, 'unknown-member', texts, span, renameFix(span, near)));
}

function dropMember(e: Tree.MemberExpression): MessageOptions {
  const span = { ...e.span, start: e.object.span.end };
  return { fix: { title: `Remove \`.${e.member.name}\``, edits: [{ span, replacement: '' }], safe: false } };
}

export function tuple(context: Context, e: Tree.TupleExpression, scope: Scope): Value {
  const fields: { name: string; value: TensorValue | TupleValue }[] = [];
  let unknown = false;
  let wrong: Value | null = null;
  for (const field of e.fields) {
    // The name of a part is a prefix for the layers in it, like that of a `let`.
    const within = withPlace(scope, inside(scope.place, field.name.name));
    const value = context.evaluate(field.value, within);
    context.facts.record(field, value, scope.expansion);
    const one =
      value.kind === 'tuple' ? value : toTensor(context, value, field.value.span, `the result \`${field.name.name}\``);
    if (isReported(one)) wrong = errorValue(one);
    else if (fields.some((f) => f.name === field.name.name)) {
      const texts = { name: field.name.name, first: 'a part of this value' };
      wrong = errorValue(report(context, 'duplicate-name', texts, field.name.span));
    } else if (one.kind === 'unknown') unknown = true;
    else fields.push({ name: field.name.name, value: one });
  }
  if (wrong) return wrong;
  return unknown ? unknownValue : { kind: 'tuple', fields };
}
