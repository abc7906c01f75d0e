/** `clip D to -0.01..0.01` */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { ClipAction } from '../../program/program.ts';
import { isKnown } from '../../types/size.ts';
import { report } from '../context.ts';
import { wholeFamily } from '../declarations/network.ts';
import { describe } from '../values/value.ts';
import type { Plan } from './plan.ts';

export function readClip({ context, module, scope }: Plan, action: Tree.ClipAction): OrReported<ClipAction> {
  const family = context.networkOf(action.network, module);
  const range = context.evaluate(action.range, scope);
  if (isReported(family)) return family;
  if (range.kind === 'error') return range.reported;
  if (range.kind !== 'range' || !isKnown(range.low) || !isKnown(range.high)) {
    const texts = { expected: 'a range such as `-0.01..0.01`', found: describe(range) };
    return report(context, 'wrong-kind', texts, action.range.span);
  }
  const network = wholeFamily(context, family, action.network.span);
  return isReported(network) ? network : { kind: 'clip', network, low: range.low, high: range.high, span: action.span };
}
