/** Names used in sizes, numbers for them, and a comparison of the types on both sides. */
import { expect } from 'vitest';
import { formatSize, isKnown, numberVariable, sizeVariable, type Size } from '../../src/compiler/types/size.ts';
import type { AnyTensorType } from '../../src/compiler/types/type.ts';
import { readSize, type Names } from './size-text.ts';

export const sizeValues = [1, 1, 2, 3, 4, 5, 6, 7, 8, 12, 28];

/** Sizes of an argument are at least 1; the other names may have any value. */
const values: Readonly<Record<string, readonly number[]>> = {
  h: sizeValues,
  w: sizeValues,
  c: sizeValues,
  n: sizeValues,
  k: [1, 2, 3, 4, 5],
  s: [1, 2, 3],
  p: [0, 1, 2, 3],
  a: [-3, -2, -1, 0, 1, 2, 3],
  r: [0, 0.1, 0.25, 0.5, 1],
};

/** Each name stands for itself. */
export const symbols: Names = Object.fromEntries(
  Object.keys(values).map((name) => [name, ('hwcn'.includes(name) ? sizeVariable : numberVariable)(name)]),
);

/** Picks random items from lists, the same in every run. */
export function picker(seed: number): <T>(list: readonly T[]) => T {
  let state = seed;
  return (list) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)]!;
  };
}

/** Draws numbers for the names. */
export function* draws(count: number, seed = 1): Generator<Readonly<Record<string, number>>> {
  const pick = picker(seed);
  for (let i = 0; i < count; i++) {
    yield Object.fromEntries(Object.entries(values).map(([name, list]) => [name, pick(list)]));
  }
}

/**
 * The value of a size with numbers for its names. The size is printed and read again, which tests the text, too. Thirds
 * are not exact, so values are rounded as in `fromTerms`.
 */
function withNumbers(size: Size, names: Names): number {
  const value = (isKnown(size) ? size : readSize(formatSize(size), names)) as number;
  return Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value;
}

/** Expects the symbolic type, with these numbers for its names, to be the concrete one; its range may be lost. */
export function expectSameType(symbolic: AnyTensorType, concrete: AnyTensorType, names: Names): void {
  const shape = symbolic.shape.map((size, axis) =>
    formatSize(size) === '?' ? concrete.shape[axis] : withNumbers(size, names),
  );
  expect(shape).toEqual(concrete.shape);
  expect([symbolic.meaning, symbolic.batched]).toEqual([concrete.meaning, concrete.batched]);
  if (symbolic.range) expect(symbolic.range).toEqual(concrete.range);
}
