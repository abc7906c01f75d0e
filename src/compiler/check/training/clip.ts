/** `clip D to -0.01..0.01` */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { ClipAction } from '../../program/program.ts';
import { readRate } from '../calls/rates.ts';
import { wholeFamily } from '../declarations/network.ts';
import { reportDownwards } from '../values/numbers.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';

export function readClip(
  { context, module }: Plan,
  { action, scope }: Written<Tree.ClipAction>,
): OrReported<ClipAction> {
  const family = context.networkOf(action.network, module);
  const low = readRate(context, action.range.low, scope, { what: 'the low end of a range' });
  const high = readRate(context, action.range.high, scope, { what: 'the high end of a range' });
  if (isReported(family)) return family;
  if (isReported(low)) return low;
  if (isReported(high)) return high;
  if (typeof low === 'number' && typeof high === 'number' && low > high)
    return reportDownwards(context, action.range, low, high);
  const network = wholeFamily(context, family, action.network.span);
  return isReported(network) ? network : { kind: 'clip', network, low, high, span: action.span };
}
