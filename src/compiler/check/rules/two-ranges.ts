import { diagnostic } from '../../../diagnostics/report.ts';
import { formatInterval, isBounded, type Interval } from '../../types/interval.ts';
import type { ApplyExpression, Expression } from '../../program/program.ts';
import { dependsOn, visit } from '../../program/walk.ts';
import { minimizations, type Rule } from './rule.ts';

/** A network that is shown data of one scale and generated examples of another, and does not declare which it takes. */
export const twoRanges: Rule = (program, report) => {
  const uses = new Map<string, ApplyExpression[]>();
  visit(
    minimizations(program).map(({ loss }) => loss.value),
    (e) => {
      if (e.kind === 'apply') uses.set(e.network.name, [...(uses.get(e.network.name) ?? []), e]);
    },
  );
  for (const applied of uses.values()) {
    const shown = applied.flatMap((use) => use.arguments.map((value, i) => ({ value, i, range: rangeOf(value) })));
    for (const real of shown) {
      const made = shown.find(
        ({ i, value, range }) =>
          i === real.i && real.range && range && isMade(value) && !isMade(real.value) && differ(range, real.range),
      );
      if (!made) continue;
      const [inReal, inMade] = [real.range!, made.range!].map(formatInterval) as [string, string];
      const texts = { network: applied[0]!.network.name, real: inReal, generated: inMade };
      const labels = [{ span: real.value.span, text: `real, in ${inReal}` }];
      report(diagnostic('two-ranges', texts, made.value.span, { labels }));
      break;
    }
  }
};

/** The range, if it has both bounds. */
function rangeOf({ type }: Expression): Interval | undefined {
  const range = type.kind === 'tensor' ? type.range : undefined;
  return range && isBounded(range) ? range : undefined;
}

const differ = (a: Interval, b: Interval): boolean => a[0] !== b[0] || a[1] !== b[1];

/** Whether a network has made it, from whatever. */
const isMade = (e: Expression): boolean => dependsOn(e, ({ kind }) => kind === 'apply');
