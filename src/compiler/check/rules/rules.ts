/** All rules, in the order in which they run. */
import { adversaryMinimized } from './adversary-minimized.ts';
import { groupsOfBatch } from './groups-of-batch.ts';
import { hugeNetwork } from './huge-network.ts';
import { ignoredInput } from './ignored-input.ts';
import { linearLayers } from './linear-layers.ts';
import { lossIndependent } from './loss-independent.ts';
import { probabilityAsScore } from './probability-as-score.ts';
import type { Rule } from './rule.ts';
import { sameDirection } from './same-direction.ts';
import { twoRanges } from './two-ranges.ts';
import { unusedLatent } from './unused-latent.ts';
import { unusedLoss } from './unused-loss.ts';
import { untrainedNetwork } from './untrained-network.ts';

/** About each network by itself: what they say holds whatever is wrong elsewhere. */
export const networkRules: readonly Rule[] = [linearLayers, hugeNetwork, ignoredInput];

/** About the program as a whole: told only if there are no errors. */
export const programRules: readonly Rule[] = [
  lossIndependent,
  adversaryMinimized,
  sameDirection,
  twoRanges,
  groupsOfBatch,
  probabilityAsScore,
  untrainedNetwork,
  unusedLoss,
  unusedLatent,
];
