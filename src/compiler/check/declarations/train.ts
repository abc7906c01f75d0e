/** `train for 5_000 steps, batch 256 { … }`; `average` in it declares a network. */
import { isReported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import { buildTraining } from '../training/train.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';
import { likeAnother } from './network-value.ts';

export const train: DeclarationCheck<Tree.TrainDeclaration, 'average'> = {
  values: {
    average: givenBy('average', (context, name, action) => likeAnother(context, name, action.network, true)),
  },
  check(context, d, module) {
    const training = buildTraining(context, d, module);
    if (!isReported(training)) context.training = training;
  },
  ofModel: true,
  mainOnly: true,
  once: true,
};
