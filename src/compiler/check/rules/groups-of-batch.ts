import { diagnostic } from '../../../diagnostics/report.ts';
import { minimizationsIn } from '../../program/actions.ts';
import type { Expression } from '../../program/program.ts';
import { reach, visit } from '../../program/walk.ts';
import type { Rule } from './rule.ts';

/** A minibatch that cannot be cut into the groups that a loss sees; reported once for each size of a group. */
export const groupsOfBatch: Rule = (program, report) => {
  const told = new Set<number>();
  for (const { actions, batch } of program.training?.phases ?? []) {
    for (const { loss, span } of minimizationsIn(actions)) {
      for (const size of groupsIn(loss.value)) {
        if (batch % size === 0 || told.has(size)) continue;
        told.add(size);
        const below = batch - (batch % size);
        const sizes = `a batch of ${below > 0 ? `${below} or ` : ''}${below + size} would be`;
        const why = `the loss \`${loss.name}\` sees its examples in groups of ${size}`;
        report(
          diagnostic('indivisible', { dividend: 'the batch size', divisor: size, value: batch, sizes, why }, span),
        );
      }
    }
  }
};

/** The sizes of the groups in an expression and in the networks that it applies. */
function groupsIn(root: Expression): ReadonlySet<number> {
  const sizes = new Set<number>();
  visit([root, ...reach([root], []).networks.map(({ body }) => body)], (e) => {
    if (e.kind === 'call' && e.function.name === 'group') sizes.add(e.settings['size'] as number);
  });
  return sizes;
}
