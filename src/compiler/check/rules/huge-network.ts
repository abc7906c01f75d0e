import { sizeOf } from '../../graph/graph.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { Layer } from '../../program/program.ts';
import type { Rule } from './rule.ts';

/** A quarter of a billion weights are a gigabyte, before gradients and moments. */
const most = 2 ** 28;

const weightCount = (layer: Layer): number => layer.weights.reduce((sum, w) => sum + sizeOf(w.shape), 0);

/** A layer too large for any memory; reported once per network, at the largest. */
export const hugeNetwork: Rule = (program, report) => {
  for (const network of program.networks.values()) {
    const huge = network.averageOf ? [] : network.layers.filter((layer) => weightCount(layer) >= most);
    const [largest] = huge.sort((a, b) => weightCount(b) - weightCount(a));
    if (!largest) continue;
    const texts = { network: network.name, layer: largest.name, count: weightCount(largest) };
    report(diagnostic('huge-network', texts, largest.span));
  }
};
