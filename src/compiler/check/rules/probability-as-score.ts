import { visit } from '../dependencies.ts';
import { diagnostic } from '../messages.ts';
import type { Expression } from '../program.ts';
import type { Rule } from './rule.ts';

/** `mean(D(x))` where D ends in a sigmoid: a Wasserstein loss on a critic that saturates. */
export const probabilityAsScore: Rule = (program, report) => {
  const told = new Set<string>();
  visit([...program.losses.values()].map((l) => l.value), (e) => {
    if (e.kind !== 'call' || (e.function.name !== 'mean' && e.function.name !== 'sum') || e.settings['axes'] !== undefined) return;
    const source = probabilityOf(e.inputs[0]!);
    if (source?.kind !== 'apply' || told.has(source.network.name)) return;
    told.add(source.network.name);
    const labels = [{ span: source.network.span, text: 'declared to return a probability' }];
    report(diagnostic('probability-as-score', { network: source.network.name }, source.span, { labels }));
  });
};

/** The network's output that is used as it is, but for its sign. */
function probabilityOf(e: Expression): Expression | null {
  if (e.kind === 'call' && e.function.name === 'negate') return probabilityOf(e.inputs[0]!);
  if (e.kind === 'retype') return probabilityOf(e.of);
  return e.kind === 'apply' && e.type.kind === 'tensor' && e.type.meaning === 'prob' ? e : null;
}
