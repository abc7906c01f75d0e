/** Words for functions of the scalar language in languages that are text: JavaScript, WGSL. */
import type { ScalarFunctionName } from './functions.ts';

/** From the text of the operands to the text of the value. */
export type Word = (...operands: string[]) => string;

export type Words = Partial<Readonly<Record<ScalarFunctionName, Word>>>;

export const call =
  (name: string): Word =>
  (...operands) =>
    `${name}(${operands.join(', ')})`;

export const infix =
  (sign: string): Word =>
  (x, y) =>
    `(${x} ${sign} ${y})`;
