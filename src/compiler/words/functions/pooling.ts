/** Pooling over sequences, maps and volumes. */
import { pool } from '../../ops/composites/pooling.ts';
import { subtract, type Size } from '../../types/size.ts';
import { tensor, withRange } from '../../types/type.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition } from './function.ts';
import {
  amount,
  inBatches,
  isAtLeast,
  refuseLabels,
  requireSpatial,
  spatial,
  value,
  type SpatialRank,
} from './idioms.ts';
import { paddingOf, requireWindows, windowAlong, type Padding, type Window } from './window-sizes.ts';

const sizes: Readonly<Record<SpatialRank, string>> = {
  1: 'length of the window',
  2: 'height and width of the window',
  3: 'depth, height and width of the window',
};

const parametersOf = (rank: SpatialRank): readonly Parameter[] => [
  value('x', spatial[rank]),
  { name: 'size', kind: 'integer', min: 1, default: 2, doc: sizes[rank] },
  {
    name: 'stride',
    kind: 'integer',
    min: 1,
    default: null,
    doc: 'cells from one window to the next; by default, the size',
  },
  { name: 'padding', kind: 'padding', default: 'valid', doc: '`same`, `valid`, or a number of cells on each side' },
];

/** Refuses a padding as large as the window: a window entirely within the padding would have nothing to pool. */
function requirePartlyInside(call: CallSite, callee: string, window: Size, padding: Padding): void {
  if (padding === 'same' || padding === 'valid' || !isAtLeast(padding, window)) return;
  const texts = { callee, parameter: 'padding', value: amount(padding), low: 0, high: amount(subtract(window, 1)) };
  call.fail('argument-out-of-range', texts, 'padding');
}

const windowOf = <S extends Size>(call: CallReading<S>): Window<S | 1> => ({
  kernel: call.number('size'),
  stride: call.number(call.has('stride') ? 'stride' : 'size'),
  dilation: 1,
  padding: paddingOf(call),
});

interface Pool {
  readonly name: string;
  readonly op: 'MaxPool' | 'AvgPool';
  readonly doc: string;
  readonly rank: SpatialRank;
}

const kinds = [
  { name: 'max_pool', op: 'MaxPool', doc: 'The largest value of every window.' },
  { name: 'avg_pool', op: 'AvgPool', doc: 'The mean of every window; cells outside do not count.' },
] as const;

/** Those of maps have no number in their name. */
const pools: readonly Pool[] = ([2, 1, 3] as const).flatMap((rank) =>
  kinds.map((kind) => ({ ...kind, rank, name: rank === 2 ? kind.name : `${kind.name}${rank}d` })),
);

export const poolingFunctions: readonly FunctionDefinition[] = pools.map(({ name, op, doc, rank }) =>
  defineFunction({
    name,
    doc,
    parameters: parametersOf(rank),
    type(call) {
      refuseLabels(call, name);
      const shape = requireSpatial(call, name, rank);
      requirePartlyInside(call, name, call.number('size'), paddingOf(call));
      const windows = new Array<Window>(rank).fill(windowOf(call));
      const counts = requireWindows(call, name, 'size', shape.slice(0, -1), windows);
      return withRange(tensor([...counts, shape.at(-1)!], call.inputs[0]!.batched), call.inputs[0]!.range);
    },
    lower(l, inputs) {
      const sides = l.inputs[0]!.shape.slice(0, -1);
      const windows = sides.map((side) => windowAlong(side, windowOf(l)));
      return inBatches(l, inputs, (x) => pool(l.builder, op, x, windows));
    },
  }),
);
