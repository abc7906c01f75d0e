/** All declarations, as the checker sees them. */
import type { GivenBy } from '../../../parser/declarations/index.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Context } from '../context.ts';
import type { DeclaredName } from '../names/module.ts';
import type { Value } from '../values/value.ts';
import { constant } from './constant.ts';
import { data } from './data.ts';
import type { DeclarationCheck, ValueOf } from './declaration.ts';
import { evaluate, show } from './evaluate.ts';
import { expectation } from './expect.ts';
import { imported } from './import.ts';
import { latent } from './latent.ts';
import { binding } from './let.ts';
import { loss } from './loss.ts';
import { network } from './network-value.ts';
import { state } from './state.ts';
import { block, fn } from './template.ts';
import { train } from './train.ts';

export type KnownKind = Exclude<Tree.Declaration['kind'], 'unknown'>;

type Table = { readonly [K in KnownKind]: DeclarationCheck<Tree.NodeOfKind<K>, GivenBy<K>> };

/** In the order in which they are checked: `evaluate` and `show` before `train`, and `expect` last. */
export const declarationChecks: Table = {
  model: { values: {}, ofModel: true, mainOnly: true, once: true },
  import: imported,
  const: constant,
  data,
  latent,
  state,
  network,
  block,
  fn,
  let: binding,
  loss,
  evaluate,
  show,
  train,
  expect: expectation,
};

const values = Object.assign({}, ...Object.values(declarationChecks).map((row) => row.values)) as Readonly<
  Record<Tree.GivenKind, ValueOf>
>;

/** The value of a name at the top level of a file. */
export function topValue(context: Context, name: DeclaredName): Value {
  return values[name.kind as Tree.GivenKind](context, name);
}

export const kinds = Object.keys(declarationChecks) as readonly KnownKind[];
