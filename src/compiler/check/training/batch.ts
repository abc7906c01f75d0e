/** `batch 64`, of a training or a phase. */
import type { OrReported, Reported } from '../../../diagnostics/reported.ts';
import type { Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { report, type Context } from '../context.ts';
import { evaluateKnownInteger } from '../values/numbers.ts';
import type { Scope } from '../values/scope.ts';

export const readBatch = (context: Context, e: Tree.Expression, scope: Scope): OrReported<number> =>
  evaluateKnownInteger(context, e, scope, 'the batch size');

/** Reports that the size of a minibatch is missing after a duration. */
export function missingBatch(context: Context, at: Span): Reported {
  const edits = [{ span: { ...at, start: at.end }, replacement: ', batch 64' }];
  const fix = { title: 'Add `, batch 64`', edits, safe: false };
  return report(context, 'missing-batch', {}, at, { fix });
}
