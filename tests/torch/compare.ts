/** How far two trainings are apart. */
import { expect } from 'vitest';
import type { HostTensor } from '../../src/runtime/engines/index.ts';

/** The largest deviation found, and where. */
export interface Deviation {
  readonly deviation: number;
  readonly where: string;
}

type Tensors = ReadonlyMap<string, HostTensor>;

const GRADIENT_FLOOR = Number(process.env['GF'] ?? 0);
const LOSS_FLOOR = Number(process.env['LF'] ?? 0);
const MOVEMENT_FLOOR = Number(process.env['MF'] ?? 0);

export function compareGradients(ours: Tensors, theirs: Tensors): Deviation {
  expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
  const whole = new Map<string, number>();
  for (const [name, { data }] of theirs) whole.set(lossOf(name), Math.hypot(whole.get(lossOf(name)) ?? 0, norm(data)));
  return worst([...ours].map(([where, tensor]) => {
    const expected = theirs.get(where)!;
    return { where, deviation: ratio(norm(minus(tensor, expected)), Math.max(norm(expected.data), GRADIENT_FLOOR * whole.get(lossOf(where))!)) };
  }));
}

export function compareLosses(ours: readonly ReadonlyMap<string, number>[], theirs: readonly Readonly<Record<string, number>>[]): Deviation {
  expect(ours.map((step) => [...step.keys()].sort())).toEqual(theirs.map((step) => Object.keys(step).sort()));
  return worst(
    ours.flatMap((step, i) =>
      [...step].map(([loss, value]) => {
        const expected = theirs[i]![loss]!;
        return { where: `${loss}, step ${i + 1}`, deviation: ratio(Math.abs(value - expected), Math.max(Math.abs(expected), LOSS_FLOOR)) };
      }),
    ),
  );
}

export function compareWeights(initial: Tensors, ours: Tensors, theirs: Tensors): Deviation {
  expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
  return worst(
    [...ours].map(([where, tensor]) => {
      const expected = theirs.get(where)!;
      const moved = norm(minus(expected, initial.get(where)!));
      return { where, deviation: ratio(norm(minus(tensor, expected)), Math.max(moved, MOVEMENT_FLOOR * norm(expected.data))) };
    }),
  );
}

export function withoutPrefix(tensors: Tensors, prefix: string): Tensors {
  return new Map([...tensors].filter(([name]) => name.startsWith(prefix)).map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

const lossOf = (name: string): string => name.slice(0, name.indexOf('/'));
const ratio = (difference: number, size: number): number => (difference === 0 ? 0 : difference / size);
const minus = (a: HostTensor, b: HostTensor): number[] => {
  expect(a.shape).toEqual(b.shape);
  return Array.from(a.data, (value, i) => value - b.data[i]!);
};
const norm = (values: ArrayLike<number>): number => Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

/** NaN is the worst of all. */
function worst(found: readonly Deviation[]): Deviation {
  return found.reduce((most, next) => (next.deviation <= most.deviation ? most : next), { deviation: 0, where: 'none' });
}
