/** `average G as G_ema decay 0.999` */
import { isReported, type OrReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { AverageAction } from '../../program/program.ts';
import { isKnown } from '../../types/size.ts';
import { report } from '../context.ts';
import { wholeFamily } from '../declarations/network.ts';
import { evaluateNumber } from '../values/numbers.ts';
import type { Plan } from './plan.ts';

export function readAverage({ context, module, scope }: Plan, action: Tree.AverageAction): OrReported<AverageAction> {
  const family = context.networkOf(action.network, module);
  const decay = evaluateNumber(context, action.decay, scope, 'the decay of an average');
  if (isReported(family)) return family;
  if (isReported(decay)) return decay;
  if (!isKnown(decay) || decay < 0 || decay >= 1) {
    const texts = {
      callee: 'average',
      parameter: 'decay',
      value: Number(decay),
      low: 0,
      high: 0.999999,
      doc: 'the share of the old average that is kept at each step',
    };
    return report(context, 'argument-out-of-range', texts, action.decay.span);
  }
  const average = context.familyOf(action.as, module);
  const network = wholeFamily(context, family, action.network.span);
  if (isReported(average)) return average;
  if (isReported(network)) return network;
  // Build one network for each that the original has, so that each weight has its average.
  for (const instance of family.instances.values()) {
    if (!isReported(instance)) context.instanceOf(average, instance.statics, action.as.span);
  }
  const whole = wholeFamily(context, average, action.as.span);
  return isReported(whole) ? whole : { kind: 'average', network, average: whole, decay, span: action.span };
}
