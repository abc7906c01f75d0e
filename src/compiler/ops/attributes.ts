/** Reads attributes; refuses, with a sentence, what an op cannot use. */
import type { Attributes } from '../graph/graph.ts';
import { refuseAttribute } from './requirements.ts';

/** What is required of a list of integers. */
export interface IntegersWanted {
  /** The least value of each; 0 by default. */
  readonly least?: number;
  readonly count?: number;
  /** What each number is for: `one for each axis of float32[2, 3]`. */
  readonly each?: string;
}

export function integersOf(
  op: string,
  attributes: Attributes,
  name: string,
  { least = 0, count, each }: IntegersWanted = {},
): readonly number[] {
  const value = attributes[name];
  const fits =
    isIntegers(value) && value.every((entry) => entry >= least) && (count === undefined || value.length === count);
  if (fits) return value;
  const number = count === undefined ? 'integers' : `${count} integer${count === 1 ? '' : 's'}`;
  return refuseAttribute(op, name, value, `${number} of at least ${least}${each ? `, ${each}` : ''}`);
}

/** For attributes that `infer` has already accepted. */
export const integersIn = (attributes: Attributes, name: string) => attributes[name] as readonly number[];

export function integerOf(op: string, attributes: Attributes, name: string, least = 0): number {
  const value = attributes[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  return refuseAttribute(op, name, value, `an integer of at least ${least}`);
}

/** Cells added on either side of one axis. */
export type Padding = readonly [before: number, after: number];

/** The attribute `paddings`: one pair per axis. */
export function paddingsOf(op: string, attributes: Attributes, rank: number): readonly Padding[] {
  const value: unknown = attributes['paddings'];
  const fits =
    Array.isArray(value) &&
    value.length === rank &&
    value.every((pair) => isIntegers(pair) && pair.length === 2 && pair.every((cells) => cells >= 0));
  if (fits) return value as readonly Padding[];
  return refuseAttribute(
    op,
    'paddings',
    value,
    `${rank} pairs [before, after] of integers of at least 0, one for each axis`,
  );
}

export function choiceOf<Choice extends string>(
  op: string,
  attributes: Attributes,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = attributes[name];
  const found = choices.find((choice) => choice === value);
  return found ?? refuseAttribute(op, name, value, `one of ${choices.join(', ')}`);
}

function isIntegers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => Number.isInteger(entry));
}
