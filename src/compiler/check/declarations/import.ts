/** Imported names: their values come from the files that declare them. */
import { Reported } from '../../../diagnostics/reported.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import { errorValue, type Value } from '../values/value.ts';
import { givenBy, type DeclarationCheck } from './declaration.ts';

export const imported: DeclarationCheck<Tree.ImportDeclaration, 'import' | 'namespace'> = {
  values: {
    import: givenBy('import-name', importedValue),
    namespace: givenBy('import', (_, { module }, d) => {
      const other = module.imports.get(d);
      return other ? { kind: 'namespace', module: other } : errorValue(Reported.bySyntax(d.span));
    }),
  },
};

function importedValue(context: Context, { module }: DeclaredName, node: Tree.ImportName): Value {
  const from = [...module.imports].find(([d]) => d.names.includes(node))?.[1];
  const target = from?.names.get(node.name.name);
  return target ? context.valueOf(target) : errorValue(Reported.bySyntax(node.span));
}
