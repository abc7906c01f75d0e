/** `average G as G_ema decay 0.999` */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { AverageAction } from '../../program/program.ts';
import { readRate, type RateUse } from '../calls/rates.ts';
import { wholeFamily } from '../declarations/network.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';

const decayUse: RateUse = {
  what: 'the decay of an average',
  bounds: {
    callee: 'average',
    name: 'decay',
    doc: 'the share of the old average that is kept at each step',
    min: 0,
    max: 0.999999,
  },
};

export function readAverage(
  { context, module }: Plan,
  { action, scope }: Written<Tree.AverageAction>,
): OrReported<AverageAction> {
  const family = context.networkOf(action.network, module);
  const decay = readRate(context, action.decay, scope, decayUse);
  if (isReported(family)) return family;
  if (isReported(decay)) return decay;
  const average = context.familyOf(action.as, module);
  const network = wholeFamily(context, family, action.network.span);
  if (isReported(average)) return average;
  if (isReported(network)) return network;
  const whole = wholeFamily(context, average, action.as.span);
  return isReported(whole) ? whole : { kind: 'average', network, average: whole, decay, span: action.span };
}
