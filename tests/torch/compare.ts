/** How far apart two trainings are: always relative, tensor by tensor, measured by their lengths. */
import { expect } from 'vitest';
import type { HostTensor } from '../../src/runtime/engines/index.ts';

/** The largest deviation found, and where. */
export interface Deviation {
  readonly deviation: number;
  readonly where: string;
}

type Tensors = ReadonlyMap<string, HostTensor>;

/** |ours − theirs| / |theirs|. A gradient of pure rounding error would be far off; the specs have none. */
export function compareGradients(ours: Tensors, theirs: Tensors): Deviation {
  expectSameNames(ours.keys(), theirs.keys());
  return worst(
    [...ours].map(([where, tensor]) => {
      const expected = theirs.get(where)!;
      return { where, deviation: ratio(length(minus(tensor, expected)), length(expected.data)) };
    }),
  );
}

/** |ours − theirs| / |theirs|, step by step. */
export function compareLosses(
  ours: readonly ReadonlyMap<string, number>[],
  theirs: readonly Readonly<Record<string, number>>[],
): Deviation {
  expect(ours).toHaveLength(theirs.length);
  return worst(
    ours.flatMap((losses, i) => {
      const expected = theirs[i]!;
      expectSameNames(losses.keys(), Object.keys(expected));
      return [...losses].map(([loss, value]) => {
        const deviation = ratio(Math.abs(value - expected[loss]!), Math.abs(expected[loss]!));
        return { where: `${loss}, step ${i + 1}`, deviation };
      });
    }),
  );
}

/** Float32 holds a weight to 6e-8 of its size, so a movement below this share of it is not known to four digits. */
const smallestMovement = 1e-3;

/**
 * |ours − theirs| / the distance that the weight has moved: at a small learning rate all weights stay nearly the same.
 */
export function compareWeights(initial: Tensors, ours: Tensors, theirs: Tensors): Deviation {
  expectSameNames(ours.keys(), theirs.keys());
  return worst(
    [...ours].map(([where, tensor]) => {
      const expected = theirs.get(where)!;
      const moved = length(minus(expected, initial.get(where)!));
      const deviation = ratio(
        length(minus(tensor, expected)),
        Math.max(moved, smallestMovement * length(expected.data)),
      );
      return { where, deviation };
    }),
  );
}

export function withoutPrefix(tensors: Tensors, prefix: string): Tensors {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function expectSameNames(ours: Iterable<string>, theirs: Iterable<string>): void {
  expect([...ours].sort()).toEqual([...theirs].sort());
}

const ratio = (difference: number, size: number): number => (difference === 0 ? 0 : difference / size);

function minus(a: HostTensor, b: HostTensor): Float64Array {
  expect(a.shape).toEqual(b.shape);
  return Float64Array.from(a.data, (value, i) => value - b.data[i]!);
}

function length(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}

/** NaN counts as the worst. */
function worst(found: readonly Deviation[]): Deviation {
  return found.reduce((most, next) => (next.deviation <= most.deviation ? most : next), {
    deviation: 0,
    where: 'none',
  });
}
