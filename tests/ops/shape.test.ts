/** Ops that move cells: values worked out by hand, what is refused, and how few nodes their gradients take. */
import { describe, expect, test } from 'vitest';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { Attributes, TensorType } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import { OpError } from '../../src/compiler/ops/op.ts';
import { opOf } from '../../src/compiler/ops/table.ts';

const float = (...shape: number[]): TensorType => ({ dtype: 'float32', shape });
const int = (...shape: number[]): TensorType => ({ dtype: 'int32', shape });
const counted = (...shape: number[]) => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => i + 1),
});
const numbers = (...data: number[]) => ({ shape: [data.length], data: Float64Array.from(data) });

describe('values', () => {
  test.each<[string, readonly { shape: readonly number[]; data: Float64Array }[], Attributes, readonly number[]]>([
    ['Reshape', [counted(2, 3)], { shape: [3, 2] }, [1, 2, 3, 4, 5, 6]],
    ['Transpose', [counted(2, 3)], { perm: [1, 0] }, [1, 4, 2, 5, 3, 6]],
    ['Transpose', [counted(1, 2, 3)], { perm: [2, 0, 1] }, [1, 4, 2, 5, 3, 6]],
    ['ReverseV2', [counted(2, 3)], { axes: [1] }, [3, 2, 1, 6, 5, 4]],
    ['Tile', [counted(2)], { multiples: [3] }, [1, 2, 1, 2, 1, 2]],
    ['BroadcastTo', [counted(2, 1)], { shape: [2, 2, 2] }, [1, 1, 2, 2, 1, 1, 2, 2]],
    ['ConcatV2', [counted(2, 1), counted(2, 2)], { axis: 1 }, [1, 1, 2, 2, 3, 4]],
    ['ConcatV2', [counted(1, 2), counted(2, 2)], { axis: 0 }, [1, 2, 1, 2, 3, 4]],
    ['Slice', [counted(3, 3)], { begin: [1, 0], size: [2, 2] }, [4, 5, 7, 8]],
    ['StridedSlice', [counted(3, 4)], { begin: [0, 1], end: [3, 4], strides: [2, 2] }, [2, 4, 10, 12]],
    ['StridedSliceGrad', [counted(2)], { shape: [5], begin: [1], end: [4], strides: [2] }, [0, 1, 0, 2, 0]],
    [
      'Pad',
      [counted(1, 2)],
      {
        paddings: [
          [1, 0],
          [0, 1],
        ],
      },
      [0, 0, 0, 1, 2, 0],
    ],
    ['MirrorPad', [counted(3)], { paddings: [[2, 2]], mode: 'REFLECT' }, [3, 2, 1, 2, 3, 2, 1]],
    ['MirrorPad', [counted(3)], { paddings: [[2, 3]], mode: 'SYMMETRIC' }, [2, 1, 1, 2, 3, 3, 2, 1]],
    ['EdgePad', [counted(2)], { paddings: [[2, 1]] }, [1, 1, 1, 2, 2]],
    ['EdgePadGrad', [counted(5)], { paddings: [[2, 1]] }, [1 + 2 + 3, 4 + 5]],
    ['Roll', [counted(2, 3)], { shift: [0, 1] }, [3, 1, 2, 6, 4, 5]],
    ['MirrorPadGrad', [counted(7)], { paddings: [[2, 2]], mode: 'REFLECT' }, [3 + 7, 2 + 4 + 6, 1 + 5]],
    [
      'UnsortedSegmentSum',
      [counted(3), { shape: [3], data: Float64Array.of(2, 0, 2) }],
      { axis: 0, num_segments: 4 },
      [2, 0, 4, 0],
    ],
    ['ResizeNearestNeighbor', [counted(1, 1, 2, 1)], { size: [2, 4] }, [1, 1, 2, 2, 1, 1, 2, 2]],
    ['ResizeNearestNeighborGrad', [counted(1, 2, 4, 1)], { size: [1, 2] }, [1 + 2 + 5 + 6, 3 + 4 + 7 + 8]],
  ])('%s %#', (name, inputs, attributes, expected) => {
    const types = inputs.map(({ shape }, i) =>
      name === 'UnsortedSegmentSum' && i === 1 ? int(...shape) : float(...shape),
    );
    const output = opOf(name).infer(types, attributes);
    const result = opOf(name).evaluate(inputs, attributes, output);
    expect(result.length).toBe(sizeOf(output.shape));
    expect([...result]).toEqual(expected);
  });

  test('GatherV2 keeps the shape of the indices', () => {
    const output = opOf('GatherV2').infer([float(3, 2), int(2, 1)], { axis: 0 });
    expect(output).toEqual(float(2, 1, 2));
    const inputs = [counted(3, 2), { shape: [2, 1], data: Float64Array.of(2, 0) }];
    expect([...opOf('GatherV2').evaluate(inputs, { axis: 0 }, output)]).toEqual([5, 6, 1, 2]);
  });

  test('OneHot has nothing for indices outside', () => {
    expect([...opOf('OneHot').evaluate([numbers(1, -1, 2)], { depth: 2 }, float(3, 2))]).toEqual([0, 1, 0, 0, 0, 0]);
  });

  test.each([
    ['GatherV2', 'input `indices` is 3 at place 1, but must be in 0 … 2', float(2)],
    ['UnsortedSegmentSum', 'input `segment_ids` is 3 at place 1, but must be in 0 … 2', float(3)],
  ])('%s refuses rows that are not there', (name, says, output) => {
    const attributes: Attributes = name === 'GatherV2' ? { axis: 0 } : { axis: 0, num_segments: 3 };
    expect(() => opOf(name).evaluate([counted(3), numbers(0, 3)], attributes, output)).toThrow(says);
  });
});

describe('what is refused', () => {
  const mirror = (paddings: readonly (readonly number[])[], mode = 'REFLECT') => ({ paddings, mode });
  test.each<[string, readonly TensorType[], Attributes, string]>([
    [
      'Reshape',
      [float(2, 3)],
      { shape: [2, 2] },
      'attribute `shape` is [2,2], but must be of 6 cells, as the input float32[2, 3] is',
    ],
    ['Reshape', [float(2, 3)], { shape: [-1, 2] }, 'attribute `shape` is [-1,2], but must be integers of at least 0'],
    ['Transpose', [float(2, 3)], { perm: [0, 0] }, 'each of 0 … 1 once'],
    ['Transpose', [float(2, 3)], { perm: [0] }, 'one for each axis of float32[2, 3]'],
    ['ReverseV2', [float(2, 3)], { axes: [2] }, 'must be an axis of float32[2, 3], 0 … 1'],
    ['ReverseV2', [float(2, 3)], { axes: [1, 1] }, 'without repetitions'],
    ['Tile', [float(2, 3)], { multiples: [2, 0] }, '2 integers of at least 1, one for each axis of float32[2, 3]'],
    [
      'BroadcastTo',
      [float(2, 3)],
      { shape: [3] },
      'input `input` is float32[2, 3], but must be of a shape that stretches to [3]',
    ],
    ['BroadcastTo', [float(3)], { shape: [3, 1] }, 'stretches to [3, 1]'],
    ['ConcatV2', [], { axis: 0 }, 'at least one'],
    [
      'ConcatV2',
      [float(2, 3), float(2, 2), float(3, 3)],
      { axis: 1 },
      'input `values[2]` is float32[3, 3], but must be [2, …], as values[0]',
    ],
    ['ConcatV2', [float(2), int(2)], { axis: 0 }, 'input `values[1]` is int32[2], but must be float32'],
    ['ConcatV2', [float(2), float(2)], { axis: -1 }, 'attribute `axis` is -1'],
    [
      'Slice',
      [float(4)],
      { begin: [2], size: [3] },
      'attribute `size` is [3], but must be at most 2 on axis 0 of float32[4]',
    ],
    [
      'StridedSlice',
      [float(4)],
      { begin: [0], end: [5], strides: [1] },
      'attribute `end` is [5], but must be at most 4 on axis 0',
    ],
    [
      'StridedSlice',
      [float(4)],
      { begin: [2], end: [2], strides: [1] },
      'attribute `begin` is [2], but must be before `end`',
    ],
    ['StridedSlice', [float(4)], { begin: [0], end: [4], strides: [-1] }, 'attribute `strides` is [-1]'],
    [
      'StridedSliceGrad',
      [float(3)],
      { shape: [4], begin: [0], end: [4], strides: [2] },
      'input `dy` is float32[3], but must be of shape [2]',
    ],
    ['Pad', [float(2, 2)], { paddings: [[1, 1]] }, 'but must be 2 pairs [before, after]'],
    ['Pad', [float(2)], { paddings: [[-1, 1]] }, 'of integers of at least 0'],
    [
      'MirrorPad',
      [float(2)],
      mirror([[2, 0]]),
      'attribute `paddings` is [[2,0]], but must be at most 1 on axis 0 of float32[2], as the mode is REFLECT',
    ],
    ['MirrorPad', [float(2)], mirror([[0, 3]], 'SYMMETRIC'), 'at most 2 on axis 0'],
    [
      'MirrorPad',
      [float(2)],
      mirror([[0, 1]], 'WRAP'),
      'attribute `mode` is "WRAP", but must be one of REFLECT, SYMMETRIC',
    ],
    [
      'MirrorPadGrad',
      [float(2)],
      mirror([[1, 1]]),
      'input `input` is float32[2], but must be larger than its paddings',
    ],
    ['GatherV2', [float(2), float(2)], { axis: 0 }, 'input `indices` is float32[2], but must be int32'],
    ['GatherV2', [float(2), int(2)], { axis: 1 }, 'attribute `axis` is 1, but must be an axis of float32[2], 0 … 0'],
    ['GatherV2', [float(), int(2)], { axis: 0 }, 'attribute `axis` is 0, but must be left out: a scalar has no axes'],
    [
      'GatherV2',
      [float(2, 5), int(3, 1)],
      { axis: 1 },
      'input `indices` is int32[3, 1], but must be of a shape that begins with [2], as float32[2, 5] does',
    ],
    ['ArgSort', [float()], { descending: false }, 'must be left out: a scalar has no axes'],
    [
      'UnsortedSegmentSum',
      [float(2, 3), int(3)],
      { axis: 0, num_segments: 2 },
      'input `segment_ids` is int32[3], but must be of a shape that begins',
    ],
    ['OneHot', [int(2)], { depth: 0 }, 'attribute `depth` is 0'],
    [
      'ResizeNearestNeighbor',
      [float(1, 2, 2, 1)],
      { size: [4, 5] },
      "attribute `size` is [4,5], but must be whole multiples of the image's 2×2",
    ],
    [
      'Roll',
      [float(2, 3)],
      { shift: [0, 3] },
      'attribute `shift` is [0,3], but must be less than the sides of float32[2, 3]',
    ],
    [
      'EdgePadGrad',
      [float(3)],
      { paddings: [[1, 2]] },
      'input `input` is float32[3], but must be larger than its paddings',
    ],
    ['ResizeNearestNeighborGrad', [float(1, 4, 4, 1)], { size: [3, 2] }, 'attribute `size` is [3,2]'],
  ])('%s %#', (name, inputs, attributes, says) => {
    const attempt = () => opOf(name).infer(inputs, attributes);
    expect(attempt).toThrow(OpError);
    expect(attempt).toThrow(says);
  });
});

describe('gradients take few nodes', () => {
  test.each<[string, readonly TensorType[], Attributes, readonly string[]]>([
    ['Reshape', [float(2, 3)], { shape: [6] }, ['Reshape']],
    ['Slice', [float(4)], { begin: [1], size: [2] }, ['Pad']],
    ['Pad', [float(4)], { paddings: [[1, 2]] }, ['Slice']],
    ['ConcatV2', [float(4)], { axis: 0 }, []],
    ['BroadcastTo', [float(3)], { shape: [2, 3] }, ['Sum']],
    ['BroadcastTo', [float(3)], { shape: [3] }, []],
    ['Tile', [float(2, 3)], { multiples: [1, 1] }, []],
    ['Tile', [float(2, 3)], { multiples: [2, 1] }, ['Reshape', 'Sum']],
  ])('%s %#: %s', (name, types, attributes, expected) => {
    const builder = startGraph('gradient');
    const input = (type: TensorType, i: number) => builder.input(`${i}`, type, { kind: 'argument', argument: `${i}` });
    const node = builder.node(builder.add(name, types.map(input), attributes));
    const gradient = input(node.output, types.length);
    const before = builder.nodes.length;
    const rule = opOf(name).gradient;
    if (typeof rule !== 'function') throw new Error(`${name} has no rule`);
    rule(builder, node, gradient);
    expect(builder.nodes.slice(before).map(({ op }) => op)).toEqual(expected);
  });
});
