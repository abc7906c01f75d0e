import type { Span } from '../../../diagnostics/source.ts';
import { visit } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { CallExpression, Expression } from '../../program/program.ts';
import type { Rule } from './rule.ts';

/** A linear layer right after another one; told once a network, at the first pair. */
export const linearLayers: Rule = (program, report) => {
  /** A network `like` another has the same layers. */
  const told = new Set<Span>();
  for (const network of program.networks.values()) {
    if (network.averageOf) continue;
    const pairs: { first: CallExpression; second: CallExpression }[] = [];
    visit([network.body], (e) => {
      if (e.kind !== 'call' || !e.function.linear) return;
      const before = linearBefore(e.inputs[0]!);
      if (before) pairs.push({ first: before, second: e });
    });
    const [pair] = pairs.sort((a, b) => a.second.span.start - b.second.span.start);
    if (!pair || told.has(pair.second.span)) continue;
    told.add(pair.second.span);
    const { first, second } = pair;
    const texts = { network: network.name, first: first.function.name, second: second.function.name };
    const labels = [{ span: first.span, text: 'the linear layer before it' }];
    report(diagnostic('linear-layers', texts, second.span, first.span === second.span ? {} : { labels }));
  }
};

/** The linear layer that feeds this value through nothing but reshapes and the like. */
function linearBefore(e: Expression): CallExpression | null {
  if (e.kind === 'retype') return linearBefore(e.of);
  if (e.kind !== 'call') return null;
  if (e.function.linear) return e;
  return e.function.transparent && e.inputs.length === 1 ? linearBefore(e.inputs[0]!) : null;
}
