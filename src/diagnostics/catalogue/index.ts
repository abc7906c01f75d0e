/**
 * Everything that can be said to a user about a spec, in one table, a file for each area. A code is stable and has a page,
 * `docs/errors/CODE.md`. The parameters of each code are typed, so a message cannot be made without what it needs to be
 * understood.
 */
import { calls } from './calls.ts';
import { data } from './data.ts';
import { meanings } from './meanings.ts';
import { modules } from './modules.ts';
import { names } from './names.ts';
import { running } from './running.ts';
import { shapes } from './shapes.ts';
import { syntax } from './syntax.ts';
import type { Texts } from './texts.ts';
import { training } from './training.ts';
import { values } from './values.ts';

export const catalogue = {
  ...syntax,
  ...modules,
  ...names,
  ...calls,
  ...values,
  ...shapes,
  ...meanings,
  ...data,
  ...training,
  ...running,
} as const;

type Table = typeof catalogue;
export type Code = keyof Table;
/** From a code to the parameters that its texts need. */
export type Messages = { [C in Code]: Table[C] extends Texts<infer P> ? P : never };
