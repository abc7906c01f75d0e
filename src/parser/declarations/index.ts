/** All declarations of the language, one file each. */
import type { Children } from '../tree/children.ts';
import type { DeclarationSyntax, UnknownDeclaration } from './declaration.ts';
import { importParts, imported, type ImportName, type ModuleReference } from './import.ts';
import { block } from './block.ts';
import { constant } from './const.ts';
import { data } from './data.ts';
import { evaluate } from './evaluate.ts';
import { expectation } from './expect.ts';
import { fn } from './fn.ts';
import { latent } from './latent.ts';
import { binding } from './let.ts';
import { loss } from './loss.ts';
import { model } from './model.ts';
import { network } from './network.ts';
import { show } from './show.ts';
import { state } from './state.ts';
import { train } from './train.ts';

export type * from './actions.ts';
export type * from './block.ts';
export type * from './const.ts';
export type * from './data.ts';
export type * from './declaration.ts';
export type * from './evaluate.ts';
export type * from './expect.ts';
export type * from './fn.ts';
export type * from './import.ts';
export type * from './latent.ts';
export type * from './let.ts';
export type * from './loss.ts';
export type * from './model.ts';
export type * from './network.ts';
export type * from './show.ts';
export type * from './state.ts';
export type * from './train.ts';

/** By the kind of their nodes, in the order in which messages list them. */
export const declarations = {
  model,
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
  train,
  evaluate,
  show,
  expect: expectation,
} as const;

type Table = typeof declarations;

export type Declaration = ReturnType<Table[keyof Table]['build']> | UnknownDeclaration;

/** Nodes that occur in declarations of one kind only. */
export type DeclarationPart = ImportName | ModuleReference;

export const partChildren: {
  readonly [K in DeclarationPart['kind']]: Children<Extract<DeclarationPart, { kind: K }>>;
} = importParts;

type Gives<Row> = Row extends DeclarationSyntax<infer _, infer Kind> ? Kind : never;

/** The kinds of the names that such a declaration declares. */
export type GivenBy<K extends keyof Table> = Gives<Table[K]>;

/** The kinds of names at the top level of a file. */
export type GivenKind = { [K in keyof Table]: GivenBy<K> }[keyof Table];

type Shared = 'head' | 'otherNames' | 'connectives' | 'asksFor' | 'grammar' | 'build';

/** The rows of the table, for code to which their kinds do not matter. */
export const declarationList: readonly Pick<Table[keyof Table], Shared>[] = Object.values(declarations);
