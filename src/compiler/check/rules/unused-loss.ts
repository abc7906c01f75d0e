import { visit } from '../../program/walk.ts';
import { diagnostic } from '../../../diagnostics/report.ts';
import { minimizations, type Rule } from './rule.ts';

/** A loss that is neither minimised nor part of one that is. */
export const unusedLoss: Rule = (program, report) => {
  if (!program.training) return;
  const used = new Set<unknown>();
  visit(
    minimizations(program).map((m) => m.loss.value),
    (e) => void used.add(e),
  );
  for (const loss of program.losses.values()) {
    if (!used.has(loss.value)) report(diagnostic('unused-loss', { loss: loss.name }, loss.span));
  }
};
