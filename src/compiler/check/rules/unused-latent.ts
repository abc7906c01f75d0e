import { visit } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import type { Rule } from './rule.ts';

/** A latent that no value, loss or observation depends on. */
export const unusedLatent: Rule = (program, report) => {
  const used = new Set<unknown>();
  const roots = [
    ...program.values.values(),
    ...[...program.losses.values()].map((l) => l.value),
    ...program.observations.flatMap((o) => o.inputs),
  ];
  visit(roots, (e) => void used.add(e));
  for (const [name, draw] of program.latents) {
    if (!used.has(draw)) report(diagnostic('unused-latent', { latent: name }, draw.span));
  }
};
