import { operands } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { Expression, Network } from '../../program/program.ts';
import { minimizations, type Rule } from './rule.ts';

/** A `minimize` over a network that its loss does not depend on: every step would leave the network as it was. */
export const lossIndependent: Rule = (program, report) => {
  for (const { loss, networks, span } of minimizations(program)) {
    for (const network of networks) {
      if (gradientReaches(loss.value, network.name)) continue;
      const labels = program.losses.has(loss.name)
        ? [{ span: program.losses.get(loss.name)!.span, text: 'the loss' }]
        : [];
      report(diagnostic('loss-independent', { loss: loss.name, network: network.name }, span, { labels }));
    }
  }
};

/** Whether a gradient of the expression flows into the network's weights: through everything but `stop_gradient`. */
function gradientReaches(root: Expression, network: string): boolean {
  const seen = new Set<Expression>();
  const reaches = (e: Expression): boolean => {
    if (seen.has(e)) return false;
    seen.add(e);
    if (e.kind === 'call' && e.function.name === 'stop_gradient') return false;
    if (e.kind === 'apply' && ((e.network.name === network && hasWeights(e.network)) || reaches(e.network.body)))
      return true;
    return operands(e).some(reaches);
  };
  return reaches(root);
}

const hasWeights = (network: Network): boolean => network.weights.some((w) => w.trainable);
