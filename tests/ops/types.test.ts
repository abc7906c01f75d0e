/** What ops refuse: each sentence names the input and says what would be right. */
import { describe, expect, test } from 'vitest';
import type { Attributes, TensorType } from '../../src/compiler/graph/graph.ts';
import { formatType } from '../../src/compiler/graph/graph.ts';
import type { OpDefinition } from '../../src/compiler/ops/op.ts';
import { OpError } from '../../src/compiler/ops/op.ts';
import { opOf, ops } from '../../src/compiler/ops/table.ts';
import { sampleInputs } from './sample-inputs.ts';

const float = (...shape: number[]): TensorType => ({ dtype: 'float32', shape });
const int = (...shape: number[]): TensorType => ({ dtype: 'int32', shape });
const bool = (...shape: number[]): TensorType => ({ dtype: 'bool', shape });

const untransposed = { transpose_a: false, transpose_b: false };
const ofMatrices = { adj_x: false, adj_y: false };

const refusals: readonly (readonly [string, readonly TensorType[], Attributes, string])[] = [
  ['Exp', [int(3)], {}, 'Exp: input `x` is int32[3], but must be float32: cast it'],
  ['Neg', [bool(3)], {}, 'Neg: input `x` is bool[3], but must be float32 or int32: cast it'],
  ['LogicalNot', [float(3)], {}, 'LogicalNot: input `x` is float32[3], but must be bool: cast it'],
  ['Relu', [int(3)], {}, 'Relu: input `features` is int32[3], but must be float32: cast it'],
  ['ReluGrad', [float(2, 3), float(3)], {}, 'ReluGrad: input `features` is float32[3], but must be of shape [2, 3]'],
  [
    'Softmax',
    [float()],
    {},
    'Softmax: input `logits` is float32[], but must be of rank 1 or more, with the classes along the last axis',
  ],
  [
    'AddV2',
    [float(2), int(2)],
    {},
    'AddV2: input `x` is float32 and `y` is int32, but both must be the same: cast one',
  ],
  ['AddV2', [bool(2), bool(2)], {}, 'AddV2: input `x` is bool[2], but must be float32 or int32: cast it'],
  ['RealDiv', [float(2), int(2)], {}, 'RealDiv: input `y` is int32[2], but must be float32: cast it'],
  [
    'Mul',
    [float(2, 3), float(2)],
    {},
    'Mul: inputs `x`, float32[2, 3], and `y`, float32[2], do not go together: counted from the last axis, sides must be equal or 1',
  ],
  ['Less', [bool(2), bool(2)], {}, 'Less: input `x` is bool[2], but must be float32 or int32: cast it'],
  ['LogicalAnd', [bool(2), float(2)], {}, 'LogicalAnd: input `y` is float32[2], but must be bool: cast it'],
  [
    'SelectV2',
    [float(2), float(2), float(2)],
    {},
    'SelectV2: input `condition` is float32[2], but must be bool: cast it',
  ],
  [
    'SelectV2',
    [bool(2), float(2), int(2)],
    {},
    'SelectV2: input `t` is float32 and `e` is int32, but both must be the same: cast one',
  ],
  [
    'SelectV2',
    [bool(2), float(3), float()],
    {},
    'SelectV2: inputs `condition`, bool[2], and `t and e`, float32[3], do not go together: counted from the last axis, sides must be equal or 1',
  ],
  [
    'Sum',
    [float(2, 3)],
    { axes: [2], keep_dims: false },
    'Sum: attribute `axes` is 2, but must be an axis of float32[2, 3], 0 … 1',
  ],
  [
    'Sum',
    [float(2, 3)],
    { axes: [-1], keep_dims: false },
    'Sum: attribute `axes` is -1, but must be an axis of float32[2, 3], 0 … 1',
  ],
  [
    'Sum',
    [float(2, 3)],
    { axes: [1, 0], keep_dims: false },
    'Sum: attribute `axes` is [1,0], but must be in rising order, each axis once',
  ],
  ['Mean', [int(2)], { axes: [0], keep_dims: false }, 'Mean: input `input` is int32[2], but must be float32: cast it'],
  ['ArgMax', [float()], { axis: 0 }, 'ArgMax: attribute `axis` is 0, but must be left out: a scalar has no axes'],
  [
    'Cumsum',
    [float(2)],
    { axis: 1, exclusive: false, reverse: false },
    'Cumsum: attribute `axis` is 1, but must be an axis of float32[2], 0 … 0',
  ],
  ['MatMul', [float(2), float(2, 3)], untransposed, 'MatMul: input `a` is float32[2], but must be of rank 2'],
  [
    'MatMul',
    [float(2, 3), float(2, 4)],
    untransposed,
    'MatMul: `a` has 3 columns, but `b` has 2 rows (`a` is float32[2, 3], `b` is float32[2, 4]): they must be equal',
  ],
  [
    'MatMul',
    [float(2, 3), float(2, 4)],
    { transpose_a: false, transpose_b: true },
    'MatMul: `a` has 3 columns, but `b` transposed has 4 rows (`a` is float32[2, 3], `b` is float32[2, 4]): they must be equal',
  ],
  [
    'BatchMatMulV2',
    [float(2, 3), float(3, 4)],
    ofMatrices,
    'BatchMatMulV2: input `x` is float32[2, 3], but must be of rank 3 or more; MatMul takes rank 2',
  ],
  [
    'BatchMatMulV2',
    [float(5, 2, 3), float(4, 3, 4)],
    ofMatrices,
    'BatchMatMulV2: input `y` is float32[4, 3, 4], but must be [5, …, …], as many matrices as `x`, float32[5, 2, 3]',
  ],
];

test.each(refusals)('%s refuses', (name, inputs, attributes, sentence) => {
  const outcome = inferOrThrown(opOf(name), inputs, attributes);
  expect(outcome).toBeInstanceOf(OpError);
  expect((outcome as OpError).message).toBe(sentence);
});

const rows = [...ops.values()].filter(({ samples }) => samples.length > 0).map((op) => [op.name, op] as const);

describe.each(rows)('%s', (_name, op) => {
  const fits = op.samples.map(({ inputs, attributes = {} }) => ({
    types: inputs.map(({ shape, dtype = 'float32' }): TensorType => ({ dtype, shape })),
    attributes,
  }));

  test('computes as many elements as it says, and counts its cost', () => {
    for (const [i, { types, attributes }] of fits.entries()) {
      const output = op.infer(types, attributes);
      const data = op.evaluate(sampleInputs(op, op.samples[i]!, 1), attributes, output);
      expect(data.length).toBe(output.shape.reduce((product, side) => product * side, 1));
      expect([...data].every(Number.isFinite)).toBe(true);
      const flops = op.flops(types, attributes, output);
      expect(Number.isFinite(flops) && flops >= 0).toBe(true);
    }
  });

  test('whatever it is given, it infers a type or refuses with a proper sentence', () => {
    for (const { types, attributes } of fits) {
      for (const [position, type] of types.entries()) {
        for (const other of [bool(...type.shape), int(...type.shape), float(...type.shape, 7), float()]) {
          const wrong = types.with(position, other);
          const outcome = inferOrThrown(op, wrong, attributes);
          const text = `${op.name} of ${wrong.map(formatType).join(', ')}: ${outcome}`;
          if (outcome instanceof Error) {
            expect(outcome, text).toBeInstanceOf(OpError);
            expect(outcome.message.startsWith(`${op.name}: `), text).toBe(true);
          } else {
            expect(
              outcome.shape.every((side) => Number.isInteger(side) && side > 0),
              text,
            ).toBe(true);
          }
        }
      }
    }
  });
});

function inferOrThrown(op: OpDefinition, types: readonly TensorType[], attributes: Attributes): TensorType | Error {
  try {
    return op.infer(types, attributes);
  } catch (error) {
    return error as Error;
  }
}
