import { visit } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { ApplyExpression, Expression } from '../../program/program.ts';
import type { Rule } from './rule.ts';

/** `mean(D(x))` where D ends in a sigmoid: a Wasserstein loss on a critic that saturates. */
export const probabilityAsScore: Rule = (program, report) => {
  const found = new Map<string, ApplyExpression>();
  visit(
    [...program.losses.values()].map((l) => l.value),
    (e) => {
      if (
        e.kind !== 'call' ||
        (e.function.name !== 'mean' && e.function.name !== 'sum') ||
        e.settings['axes'] !== undefined ||
        e.settings['over'] !== undefined
      )
        return;
      const source = probabilityOf(e.inputs[0]!);
      if (source?.kind !== 'apply') return;
      const first = found.get(source.network.name);
      if (!first || source.span.start < first.span.start) found.set(source.network.name, source);
    },
  );
  for (const [network, { network: declared, span }] of found) {
    const labels = [{ span: declared.span, text: 'declared to return a probability' }];
    report(diagnostic('probability-as-score', { network }, span, { labels }));
  }
};

/** The use of a network whose probability this is, unchanged except for its sign; null if it is not one. */
function probabilityOf(e: Expression): Expression | null {
  if (e.kind === 'call' && e.function.name === 'negate') return probabilityOf(e.inputs[0]!);
  if (e.kind === 'retype') return probabilityOf(e.of);
  return e.kind === 'apply' && e.type.kind === 'tensor' && e.type.meaning === 'prob' ? e : null;
}
