import { node } from '../build/cst.ts';
import { operation, schedule } from '../build/expressions.ts';
import * as t from '../tokens/tokens.ts';
import { hardWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import { actionRule, Batch, buildActions, namesOfActions, type Action } from './actions.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `train for 5_000 steps, batch 256 { … }`, `train batch 64 { phase warm for 500 steps { … } … }` */
export interface TrainDeclaration extends Declared {
  readonly kind: 'train';
  /** Usually a {@link DurationExpression}; absent if it is the sum of those of phases. */
  readonly duration?: Expression;
  readonly batch?: Expression;
  readonly actions: readonly Action[];
}

const Train = hardWord('train');

export const train: DeclarationSyntax<TrainDeclaration, 'average'> = {
  head: Train,
  otherNames: ['training'],
  connectives: [Batch],
  children: { duration: true, batch: true, actions: true },
  grammar(p) {
    const actions = actionRule(p);
    return p.RULE('train', () => {
      p.CONSUME(Train);
      p.OPTION(() =>
        p.OR([
          {
            ALT: () => {
              p.CONSUME(t.For);
              p.SUBRULE(p.schedule);
              p.OPTION2(() => {
                p.CONSUME(t.Comma);
                p.CONSUME(Batch);
                p.SUBRULE(p.operation, { LABEL: 'batch' });
              });
            },
          },
          {
            ALT: () => {
              p.CONSUME2(Batch);
              p.SUBRULE2(p.operation, { LABEL: 'batch' });
            },
          },
        ]),
      );
      p.SUBRULE(actions);
    });
  },
  build(context, cst, at) {
    const [duration, batch] = [node(cst, 'schedule'), node(cst, 'batch')];
    return {
      kind: 'train',
      ...(duration ? { duration: schedule(context, duration, at.end) } : {}),
      ...(batch ? { batch: operation(context, batch, at.end) } : {}),
      actions: buildActions(context, cst, at.end),
      span: at,
    };
  },
  names: (d) => namesOfActions(d.actions),
};
