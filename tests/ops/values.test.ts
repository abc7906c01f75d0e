/** Corner cases of `evaluate`, which is the oracle of all other tests: values known from elsewhere. */
import { expect, test } from 'vitest';
import type { Attributes, DType } from '../../src/compiler/graph/graph.ts';
import { opOf } from '../../src/compiler/ops/table.ts';

type Nested = number | readonly Nested[];
interface Input {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype: DType;
}

function tensor(values: Nested, dtype: DType = 'float32'): Input {
  const shape: number[] = [];
  for (let inner = values; Array.isArray(inner); inner = inner[0] as Nested) shape.push(inner.length);
  return { shape, dtype, data: flatten(values) };
}

const flatten = (values: Nested): number[] => (typeof values === 'number' ? [values] : values.flatMap(flatten));

function evaluate(name: string, inputs: readonly Input[], attributes: Attributes = {}): number[] {
  const op = opOf(name);
  const values = inputs.map(({ shape, data }) => ({ shape, data: Float64Array.from(data) }));
  return [...op.evaluate(values, attributes, op.infer(inputs, attributes))];
}

const squares = [
  tensor([
    [1, 2],
    [3, 4],
  ]),
  tensor([
    [5, 6],
    [7, 8],
  ]),
];

const cases: readonly (readonly [string, readonly Input[], Attributes, readonly number[]])[] = [
  ['Cast', [tensor([-1.7, 1.7, -0.2])], { dtype: 'int32' }, [-1, 1, -0]],
  ['Cast', [tensor([-1.7, 0, 0.2])], { dtype: 'bool' }, [1, 0, 1]],
  ['FloorMod', [tensor([5, -5, 5, -5]), tensor([3, 3, -3, -3])], {}, [2, 1, -1, -2]],
  ['ArgSort', [tensor([2, NaN, 1, 2, -Infinity])], { descending: false }, [4, 2, 0, 3, 1]],
  ['ArgSort', [tensor([2, NaN, 1, 2, -Infinity])], { descending: true }, [0, 3, 2, 4, 1]],
  ['Softplus', [tensor([1000, -1000, 0])], {}, [1000, 0, Math.LN2]],
  ['Elu', [tensor([2, -1])], {}, [2, Math.exp(-1) - 1]],
  ['LeakyRelu', [tensor([2, -2])], { alpha: 0.3 }, [2, -0.6]],
  [
    'Softmax',
    [
      tensor([
        [1000, 1000],
        [0, Math.log(3)],
      ]),
    ],
    {},
    [0.5, 0.5, 0.25, 0.75],
  ],
  ['LogSoftmax', [tensor([0, -2000])], {}, [0, -2000]],
  ['SelectV2', [tensor([[1], [0]], 'bool'), tensor([1, 2]), tensor(9)], {}, [1, 2, 9, 9]],
  [
    'Mean',
    [
      tensor([
        [1, 2],
        [3, 6],
      ]),
    ],
    { axes: [0], keep_dims: false },
    [2, 4],
  ],
  [
    'Sum',
    [
      tensor([
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ]),
    ],
    { axes: [0, 2], keep_dims: true },
    [14, 22],
  ],
  [
    'Min',
    [
      tensor([
        [1, -2],
        [3, 6],
      ]),
    ],
    { axes: [1], keep_dims: false },
    [-2, 3],
  ],
  [
    'ArgMax',
    [
      tensor([
        [1, 7, 7],
        [3, 2, 1],
      ]),
    ],
    { axis: 1 },
    [1, 0],
  ],
  [
    'ArgMax',
    [
      tensor([
        [1, 7, 7],
        [3, 2, 8],
      ]),
    ],
    { axis: 0 },
    [1, 0, 1],
  ],
  ['Cumsum', [tensor([1, 2, 3])], { axis: 0, exclusive: false, reverse: false }, [1, 3, 6]],
  ['Cumsum', [tensor([1, 2, 3])], { axis: 0, exclusive: true, reverse: true }, [5, 3, 0]],
  [
    'Cumsum',
    [
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ],
    { axis: 0, exclusive: false, reverse: false },
    [1, 2, 4, 6],
  ],
  ['MatMul', squares, { transpose_a: false, transpose_b: false }, [19, 22, 43, 50]],
  ['MatMul', squares, { transpose_a: true, transpose_b: false }, [26, 30, 38, 44]],
  ['MatMul', squares, { transpose_a: false, transpose_b: true }, [17, 23, 39, 53]],
  // Abramowitz & Stegun 1964, table 7.1
  ['Erf', [tensor([0, 0.5, 1, 2, -2, 9])], {}, [0, 0.5204998778, 0.8427007929, 0.995322265, -0.995322265, 1]],
];

test.each(cases)('%s', (name, inputs, attributes, expected) => {
  const values = evaluate(name, inputs, attributes);
  expect(values.length).toBe(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 9));
});
