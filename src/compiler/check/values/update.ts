/** `update h <- value` in the body of a `scan`. */
import type * as Tree from '../../../parser/tree.ts';
import { report, type Context } from '../context.ts';
import { withArticle } from '../names/name-table.ts';
import { inside } from './place.ts';
import { withPlace, type Scope } from './scope.ts';

/** Notes the value that the carried value has in the next step; in this step, its name keeps meaning the current one. */
export function update(context: Context, { target, value: written }: Tree.UpdateBinding, scope: Scope): void {
  const { name, span } = target;
  const value = context.evaluate(written, withPlace(scope, inside(scope.place, name)));
  const referent = scope.module.referents.get(target);
  if (!referent || !('references' in referent)) return;
  context.facts.record(target, value, scope.expansion);
  if (referent.kind !== 'carried' || !scope.updates) {
    const texts = {
      name,
      is: withArticle(referent.kind),
      expected: 'a value that a `scan` carries',
      help: 'only the names after `from` in `scan x in xs from h = … { … }` can be updated, in its own body',
    };
    report(context, 'wrong-place', texts, span);
    return;
  }
  const first = scope.updates.get(referent);
  if (first) {
    const labels = [{ span: first.span, text: 'updated here first' }];
    report(context, 'updated-twice', { name }, span, { labels });
    return;
  }
  scope.updates.set(referent, { value, span: written.span });
}
