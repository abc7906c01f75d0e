/** Sizes as they are written and printed, `ceil(h / 2) + 1`, and their values once the names have values. */
import * as sizes from '../../src/compiler/types/size.ts';
import type { Size } from '../../src/compiler/types/size.ts';

/** What each name stands for: a number, or itself. */
export type Names = Readonly<Record<string, Size>>;

type Operation = (a: Size, b: Size) => Size;

const sums: Readonly<Record<string, Operation>> = { '+': sizes.add, '-': sizes.subtract };
const products: Readonly<Record<string, Operation>> = {
  '*': sizes.multiply,
  '/': sizes.divide,
  '%': sizes.remainder,
};
const powers: Readonly<Record<string, Operation>> = { '^': sizes.power };
const functions: Readonly<Record<string, (...given: readonly Size[]) => Size>> = {
  ceil: (x) => sizes.ceil(x!),
  floor: (x) => sizes.floor(x!),
  max: (a, b) => sizes.maximum(a!, b!),
};

export function readSize(text: string, names: Names): Size {
  const tokens = text.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/%^(),]/g) ?? [];
  let next = 0;
  const take = (token: string): boolean => {
    if (tokens[next] !== token) return false;
    next++;
    return true;
  };
  const expect = (token: string): void => {
    if (!take(token)) throw new Error(`${token} is expected in ${text}, not ${tokens[next]}`);
  };
  const chain = (operand: () => Size, operations: Readonly<Record<string, Operation>>) => (): Size => {
    let value = operand();
    for (let operation = operations[tokens[next]!]; operation; operation = operations[tokens[next]!]) {
      next++;
      value = operation(value, operand());
    }
    return value;
  };
  const primary = (): Size => {
    if (take('-')) return sizes.negate(power());
    if (take('(')) {
      const inside = sum();
      expect(')');
      return inside;
    }
    const token = tokens[next++]!;
    if (/^\d/.test(token)) return Number(token);
    if (!functions[token]) {
      if (names[token] === undefined) throw new Error(`${token} of ${text} has no value`);
      return names[token];
    }
    expect('(');
    const given = [sum()];
    while (take(',')) given.push(sum());
    expect(')');
    return functions[token](...given);
  };
  const power: () => Size = chain(primary, powers);
  const sum: () => Size = chain(chain(power, products), sums);
  const value = sum();
  if (next !== tokens.length) throw new Error(`${tokens[next]} is too much in ${text}`);
  return value;
}
