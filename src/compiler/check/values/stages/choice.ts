/** `if norm { batch_norm }`: a choice made at check time. */
import { textOf } from '../../../../diagnostics/source.ts';
import type * as Tree from '../../../../parser/tree.ts';
import { report, type Context } from '../../context.ts';
import { evaluateBody } from '../body.ts';
import { merged } from './merging.ts';
import { childScope, type Scope } from '../scope.ts';
import { describe, errorValue, type Value } from '../value.ts';

/** The value of a condition; null if unknown, in a template checked on its own; an error value if it is wrong. */
export function decide(context: Context, condition: Tree.Expression, scope: Scope): boolean | null | Value {
  const value = context.evaluate(condition, scope);
  if (value.kind === 'boolean') return value.value;
  if (value.kind === 'unknown') return null;
  if (value.kind === 'error') return value;
  const why = value.kind === 'tensor' ? { why: 'which branch is built is decided once, not for each example' } : {};
  const help = value.kind === 'number' ? { help: `compare it: \`${textOf(condition.span)} > 0\`` } : {};
  const texts = { expected: '`true` or `false`, known before training,', found: describe(value), ...why, ...help };
  return errorValue(report(context, 'wrong-kind', texts, condition.span));
}

export function choice(context: Context, e: Tree.IfExpression, scope: Scope): Value {
  const decided = decide(context, e.condition, scope);
  const branch = (body: Tree.Body): Value => evaluateBody(context, body, childScope(scope));
  if (decided === null) return merged(branch(e.then), branch(e.otherwise));
  if (typeof decided !== 'boolean') return decided;
  return branch(decided ? e.then : e.otherwise);
}
