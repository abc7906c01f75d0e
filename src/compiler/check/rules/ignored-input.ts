import type { Span } from '../../../diagnostics/source.ts';
import { visit } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { Rule } from './rule.ts';

/** A network that does not use one of its inputs: a generator that ignores its latent makes one thing only. */
export const ignoredInput: Rule = (program, report) => {
  /** Spans already reported: a network `like` another has the same parameters. */
  const told = new Set<Span>();
  for (const network of program.networks.values()) {
    // One with errors has a constant in place of its body.
    if (network.averageOf || network.body.kind === 'constant') continue;
    const used = new Set<number>();
    visit([network.body], (e) => {
      if (e.kind === 'parameter') used.add(e.index);
    });
    for (const [index, parameter] of network.parameters.entries()) {
      if (used.has(index) || told.has(parameter.span)) continue;
      told.add(parameter.span);
      report(diagnostic('ignored-input', { network: network.name, input: parameter.name }, parameter.span));
    }
  }
};
