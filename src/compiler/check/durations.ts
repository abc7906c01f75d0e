/** `1_000 steps`, `5 epochs` */
import type * as Tree from '../../parser/tree.ts';
import { report, type Context } from './context.ts';
import type { Duration } from '../program/program.ts';
import type { Scope } from './scope.ts';
import { describe } from './values.ts';

/** Null after a report. */
export function readDuration(context: Context, e: Tree.Expression, scope: Scope): Duration | null {
  const value = context.evaluate(e, scope);
  if (value.kind === 'duration') return value.duration;
  if (value.kind !== 'error')
    report(
      context,
      'bad-duration',
      { found: describe(value), ...(value.kind === 'number' && { count: value.value }) },
      e.span,
    );
  return null;
}
