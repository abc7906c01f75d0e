/** `expect parameters(G) == 3_576_704` */
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { walk, withoutParentheses } from '../../../parser/walk.ts';
import { isKnown } from '../../types/size.ts';
import { report, type Context } from '../context.ts';
import type { Module } from '../names/module.ts';
import { isComparison } from '../values/operators/operators.ts';
import { rootScope } from '../values/scope.ts';
import type { DeclarationCheck } from './declaration.ts';

export const expectation: DeclarationCheck<Tree.ExpectDeclaration> = { values: {}, check: checkExpectation };

/**
 * Checks the condition in any case; that it does not hold is reported only if everything else is correct. A number of
 * weights is that of the published sizes: if constants were set from outside, another number is no more than a warning.
 */
function checkExpectation(context: Context, d: Tree.ExpectDeclaration, module: Module, sound: boolean): void {
  const scope = rootScope(module);
  const value = context.evaluate(d.condition, scope);
  if (value.kind === 'error' || (value.kind === 'boolean' && value.value)) return;
  const e = withoutParentheses(d.condition);
  if (value.kind !== 'boolean' || e.kind !== 'binary' || !isComparison(e.operator)) {
    report(context, 'expectation-form', {}, d.condition.span);
    return;
  }
  const side = (part: Tree.Expression): string => {
    const known = context.evaluate(part, scope);
    return known.kind === 'number' && isKnown(known.value) ? known.value.toLocaleString('en-US') : textOf(part.span);
  };
  const texts = {
    left: `\`${textOf(e.left.span)}\``,
    found: side(e.left),
    relation: e.operator,
    expected: side(e.right),
  };
  if (!sound) return;
  const set = [...(context.options.constants?.keys() ?? [])];
  if (set.length > 0 && countsWeights(e)) report(context, 'expectation-set', { ...texts, set }, e.span);
  else report(context, 'expectation-failed', texts, e.span);
}

function countsWeights(e: Tree.Expression): boolean {
  let counts = false;
  walk(e, (node) => {
    counts ||= node.kind === 'call' && node.callee.name === 'parameters';
  });
  return counts;
}
