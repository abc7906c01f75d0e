/** <A x, y> = <x, A' y> for every op whose adjoint is in the table, on the table's own samples. */
import { describe, expect, test } from 'vitest';
import type { Attributes } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { opOf } from '../../src/compiler/ops/table.ts';
import { sampleInputs, uniform } from './sample-inputs.ts';

interface Pair {
  readonly op: string;
  /** The index of the input in which the op is linear. */
  readonly at: number;
  readonly adjoint: string;
  /** The adjoint's inputs: those of the op, with `y` in place of the one at `at`. */
  readonly inputs: (inputs: readonly ReferenceTensor[], y: ReferenceTensor) => readonly ReferenceTensor[];
  readonly attributes: (attributes: Attributes, shapes: readonly (readonly number[])[]) => Attributes;
}

const alone: Pair['inputs'] = (_, y) => [y];
const same: Pair['attributes'] = (attributes) => attributes;

const pairs: readonly Pair[] = [
  {
    op: 'Slice',
    at: 0,
    adjoint: 'Pad',
    inputs: alone,
    attributes: ({ begin, size }, [shape]) => {
      const [from, cells] = [begin as number[], size as number[]];
      return { paddings: shape!.map((side, axis) => [from[axis]!, side - from[axis]! - cells[axis]!]) };
    },
  },
  {
    op: 'StridedSlice',
    at: 0,
    adjoint: 'StridedSliceGrad',
    inputs: alone,
    attributes: (own, [shape]) => ({ ...own, shape: shape! }),
  },
  { op: 'MirrorPad', at: 0, adjoint: 'MirrorPadGrad', inputs: alone, attributes: same },
  { op: 'EdgePad', at: 0, adjoint: 'EdgePadGrad', inputs: alone, attributes: same },
  {
    op: 'ResizeNearestNeighbor',
    at: 0,
    adjoint: 'ResizeNearestNeighborGrad',
    inputs: alone,
    attributes: (_, [shape]) => ({ size: shape!.slice(1, 3) }),
  },
  {
    op: 'GatherV2',
    at: 0,
    adjoint: 'UnsortedSegmentSum',
    inputs: ([, indices], y) => [y, indices!],
    attributes: ({ axis }, [params]) => ({ axis: axis!, num_segments: params![axis as number]! }),
  },
  {
    op: 'AvgPool',
    at: 0,
    adjoint: 'AvgPoolGrad',
    inputs: alone,
    attributes: (own, [shape]) => ({ ...own, orig_input_shape: shape! }),
  },
  {
    op: 'MaxPoolGrad',
    at: 2,
    adjoint: 'MaxPoolGradGrad',
    inputs: ([input, output], y) => [input!, output!, y],
    attributes: same,
  },
  {
    op: 'Conv2D',
    at: 0,
    adjoint: 'Conv2DBackpropInput',
    inputs: ([, filter], y) => [filter!, y],
    attributes: (own, [input]) => ({ ...own, input_sizes: input! }),
  },
  {
    op: 'Conv2D',
    at: 1,
    adjoint: 'Conv2DBackpropFilter',
    inputs: ([input], y) => [input!, y],
    attributes: (own, [, filter]) => ({ ...own, filter_sizes: filter! }),
  },
];

const typesOf = (name: string, inputs: readonly ReferenceTensor[]) =>
  inputs.map(({ shape }, i) => {
    const isIndices = ['indices', 'segment_ids'].includes(opOf(name).inputs[i]!);
    return { shape, dtype: isIndices ? 'int32' : 'float32' } as const;
  });

function run(name: string, inputs: readonly ReferenceTensor[], attributes: Attributes): ReferenceTensor {
  const output = opOf(name).infer(typesOf(name, inputs), attributes);
  return { shape: output.shape, data: opOf(name).evaluate(inputs, attributes, output) };
}

const dot = (a: ReferenceTensor, b: ReferenceTensor) => a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);

describe.each(pairs)('$op in input $at and $adjoint', ({ op, at, adjoint, inputs, attributes }) => {
  test.each(opOf(op).samples.map((sample, i) => [i, sample] as const))('sample %i', (i, sample) => {
    const own = sample.attributes!;
    const values = sampleInputs(opOf(op), sample, 5);
    const forward = run(op, values, own);
    const random = uniform(7, `${op} ${i}`);
    const y = {
      shape: forward.shape,
      data: Float64Array.from({ length: sizeOf(forward.shape) }, () => random() - 0.5),
    };
    const shapes = values.map(({ shape }) => shape);
    const back = run(adjoint, inputs(values, y), attributes(own, shapes));
    expect(back.shape).toEqual(shapes[at]);
    expect(dot(forward, y)).toBeCloseTo(dot(values[at]!, back), 12);
  });
});
