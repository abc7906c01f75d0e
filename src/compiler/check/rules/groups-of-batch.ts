import { diagnostic } from '../../../diagnostics/report.ts';
import { minimizationsIn } from '../../program/actions.ts';
import { groupSizes } from '../../program/groups.ts';
import type { Rule } from './rule.ts';

/** A minibatch that cannot be cut into the groups that a loss sees; reported once for each size of a group. */
export const groupsOfBatch: Rule = (program, report) => {
  const told = new Set<number>();
  for (const { actions, batch } of program.training?.phases ?? []) {
    for (const { loss, span } of minimizationsIn(actions)) {
      for (const size of groupSizes([loss.value])) {
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
