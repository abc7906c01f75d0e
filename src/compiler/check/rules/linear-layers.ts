import type { Span } from '../../../diagnostics/source.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { CallExpression, Expression } from '../../program/program.ts';
import { operands, visit } from '../../program/walk.ts';
import type { Rule } from './rule.ts';

/** A linear layer right after another whose value nothing else uses; reported once per network, at the first pair. */
export const linearLayers: Rule = (program, report) => {
  /** Spans already reported: a network `like` another has the same layers. */
  const told = new Set<Span>();
  for (const network of program.networks.values()) {
    if (network.averageOf) continue;
    const pairs: { first: CallExpression; second: CallExpression }[] = [];
    const uses = usesIn(network.body);
    visit([network.body], (e) => {
      if (e.kind !== 'call' || !e.function.linear) return;
      const before = linearBefore(e.inputs[0]!, uses);
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

/** How often each value is used. */
function usesIn(body: Expression): ReadonlyMap<Expression, number> {
  const uses = new Map<Expression, number>();
  visit([body], (e) => {
    for (const operand of operands(e)) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  });
  return uses;
}

/**
 * The linear layer that produces this value through nothing but reshapes and the like; null if there is none, or if its
 * value is also used elsewhere, such as by the skip connection of a residual block, since then it has a purpose.
 */
function linearBefore(from: Expression, uses: ReadonlyMap<Expression, number>): CallExpression | null {
  for (let e = from; (uses.get(e) ?? 0) <= 1;) {
    if (e.kind === 'retype') e = e.of;
    else if (e.kind !== 'call') return null;
    else if (e.function.linear) return e;
    else if (e.function.transparent && e.inputs.length === 1) e = e.inputs[0]!;
    else return null;
  }
  return null;
}
