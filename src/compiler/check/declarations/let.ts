/** `let fake = G(z)` */
import type * as Tree from '../../../parser/tree.ts';
import { rootScope } from '../values/scope.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const binding: DeclarationCheck<Tree.LetDeclaration, 'let'> = {
  values: {
    let: givenBy('let', (context, { name, module }, d) =>
      context.evaluate(d.value, rootScope(module, `${module.prefix}${name}/`)),
    ),
  },
};
