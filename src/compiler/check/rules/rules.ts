/** All rules about whole programs, in the order in which they run. */
import { adversaryMinimized } from './adversary-minimized.ts';
import { groupsOfBatch } from './groups-of-batch.ts';
import { hugeNetwork } from './huge-network.ts';
import { ignoredInput } from './ignored-input.ts';
import { linearLayers } from './linear-layers.ts';
import { lossIndependent } from './loss-independent.ts';
import { probabilityAsScore } from './probability-as-score.ts';
import type { Rule } from './rule.ts';
import { unusedLatent } from './unused-latent.ts';
import { unusedLoss } from './unused-loss.ts';
import { untrainedNetwork } from './untrained-network.ts';

export const rules: readonly Rule[] = [
  lossIndependent,
  adversaryMinimized,
  groupsOfBatch,
  probabilityAsScore,
  linearLayers,
  hugeNetwork,
  ignoredInput,
  untrainedNetwork,
  unusedLoss,
  unusedLatent,
];
