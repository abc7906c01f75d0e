import { node } from '../build/cst.ts';
import { operation, schedule } from '../build/expressions.ts';
import * as t from '../tokens/tokens.ts';
import { hardWord, softWord } from '../tokens/words.ts';
import type { Expression } from '../tree/expressions.ts';
import { actionRule, buildActions, namesOfActions, type Action } from './actions.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `train for 5_000 steps, batch 256 { … }` */
export interface TrainDeclaration extends Declared {
  readonly kind: 'train';
  /** Usually a {@link DurationExpression}. */
  readonly duration: Expression;
  readonly batch?: Expression;
  readonly actions: readonly Action[];
}

const Train = hardWord('train');
const Batch = softWord('batch');

export const train: DeclarationSyntax<TrainDeclaration, 'average'> = {
  head: Train,
  otherNames: ['training'],
  connectives: [Batch],
  children: { duration: true, batch: true, actions: true },
  grammar(p) {
    const actions = actionRule(p);
    return p.RULE('train', () => {
      p.CONSUME(Train);
      p.CONSUME(t.For);
      p.SUBRULE(p.schedule);
      p.OPTION(() => {
        p.CONSUME(t.Comma);
        p.CONSUME(Batch);
        p.SUBRULE(p.operation, { LABEL: 'batch' });
      });
      p.SUBRULE(actions);
    });
  },
  build(context, cst, at) {
    const batch = node(cst, 'batch');
    return {
      kind: 'train',
      duration: schedule(context, node(cst, 'schedule'), at.end),
      ...(batch ? { batch: operation(context, batch, at.end) } : {}),
      actions: buildActions(context, cst, at.end),
      span: at,
    };
  },
  names: (d) => namesOfActions(d.actions),
};
