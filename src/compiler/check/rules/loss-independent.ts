import { visit } from '../../program/walk.ts';
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
      const texts = { loss: loss.name, network: network.name, frozen: network.frozen };
      report(diagnostic('loss-independent', texts, span, { labels: network.frozen ? [] : labels }));
    }
  }
};

/** Whether a gradient of the expression flows into the network's weights: through everything but `stop_gradient`. */
function gradientReaches(root: Expression, network: string): boolean {
  const reached = new Set<Network>();
  /** `weights(G)` is a penalty on weights that needs no use of the network. */
  let isWritten = false;
  const bodies = new Set<Expression>([root]);
  // Iterating over a set also visits elements added during the iteration.
  for (const body of bodies) {
    visit([body], (e) => {
      if (e.kind === 'weight') isWritten ||= e.weight.path.startsWith(`${network}/`);
      if (e.kind === 'apply') {
        reached.add(e.network);
        bodies.add(e.network.body);
      }
      return !(e.kind === 'call' && e.function.name === 'stop_gradient');
    });
  }
  return isWritten || [...reached].some((n) => n.name === network && hasWeights(n));
}

const hasWeights = (network: Network): boolean => network.weights.some((w) => w.trainable);
