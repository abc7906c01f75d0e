/** Which states follow their uses: those of the networks that are being trained, and those of functions in any training. */
import type { ApplyExpression, CallExpression, Weight } from '../program/program.ts';
import { reach } from '../program/walk.ts';
import type { LoweringSite } from './site.ts';

type Site = Pick<LoweringSite, 'mode' | 'trained'>;

/** Whether the network to which the weight belongs is being trained. */
export const isTrained = ({ mode, trained }: Site, { path }: Weight): boolean =>
  mode === 'training' && trained.has(path.slice(0, path.indexOf('/')));

/** The states that a use of a layer, function or network changes. */
export function changedBy(site: Site, e: CallExpression | ApplyExpression): readonly Weight[] {
  if (e.kind === 'call' && e.function.states) return site.mode === 'training' ? Object.values(e.weights) : [];
  const weights =
    e.kind === 'call'
      ? Object.values(e.weights)
      : reach([e.network.body], [e.network]).networks.flatMap((network) => network.weights);
  return weights.filter((weight) => !weight.trainable && isTrained(site, weight));
}
