/** `evaluate { modes(fake, x) }` and `show { grid(fake, 8, 8) }` */
import type * as Tree from '../../../parser/tree.ts';
import { buildObservations } from '../training/observations.ts';
import type { DeclarationCheck } from './declaration.ts';

const observed: DeclarationCheck<Tree.EvaluateDeclaration | Tree.ShowDeclaration> = {
  values: {},
  check: (context, d, module) => void context.observations.push(...buildObservations(context, d, module)),
  ofModel: true,
  mainOnly: true,
};

export const evaluate: DeclarationCheck<Tree.EvaluateDeclaration> = observed;
export const show: DeclarationCheck<Tree.ShowDeclaration> = observed;
