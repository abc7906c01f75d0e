/**
 * Every message about a spec, in one table, with one file per area. Codes are stable, and each has a page,
 * `docs/errors/CODE.md`. The parameters of each code are typed, so a message cannot be made without the details that it
 * needs.
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
/** The parameters that the texts of each code need. */
export type Messages = { [C in Code]: Table[C] extends Texts<infer P> ? P : never };
