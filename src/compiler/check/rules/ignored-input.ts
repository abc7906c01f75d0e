import type { Span } from '../../../diagnostics/source.ts';
import { visit } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { Rule } from './rule.ts';

/**
 * A network that does not use one of its inputs: a generator that ignores its latent makes one thing only. An input is
 * used if any of the architectures that static parameters choose uses it.
 */
export const ignoredInput: Rule = (program, report) => {
  // By the place of a parameter, which all architectures of a network share, and a network `like` another, too.
  const used = new Set<Span>();
  const ignored = new Map<Span, { network: string; input: string }>();
  for (const network of program.networks.values()) {
    // One with errors has a constant in place of its body.
    if (network.averageOf || network.body.kind === 'constant') continue;
    for (const { name, span } of network.parameters)
      if (!ignored.has(span)) ignored.set(span, { network: network.name, input: name });
    visit([network.body], (e) => {
      if (e.kind === 'parameter') used.add(network.parameters[e.index]!.span);
    });
  }
  for (const [span, values] of ignored) if (!used.has(span)) report(diagnostic('ignored-input', values, span));
};
