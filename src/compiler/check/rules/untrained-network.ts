import { diagnostic } from '../../../diagnostics/report.ts';
import { minimizations, type Rule } from './rule.ts';

/** A network that no `minimize` trains: its weights keep their initial values. */
export const untrainedNetwork: Rule = (program, report) => {
  if (!program.training) return;
  const trained = new Set(minimizations(program).flatMap((m) => m.networks.map((n) => n.name)));
  for (const network of program.networks.values()) {
    if (network.averageOf || trained.has(network.name) || !network.weights.some((w) => w.trainable)) continue;
    report(diagnostic('untrained-network', { network: network.name }, network.span));
  }
};
