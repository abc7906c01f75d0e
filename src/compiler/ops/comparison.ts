/** Comparisons, logical ops, and selection by a condition. */
import type { TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { requireBroadcast, stretched, sumTo } from './broadcasting.ts';
import type { OpDefinition, SampleInput } from './op.ts';
import { OpError, defineOp } from './op.ts';
import { requireDType, requireNumber } from './requirements.ts';

interface Comparison {
  readonly name: string;
  readonly doc: string;
  readonly of: (x: number, y: number) => boolean;
}

const comparisons: readonly Comparison[] = [
  { name: 'Greater', doc: 'x > y.', of: (x, y) => x > y },
  { name: 'GreaterEqual', doc: 'x ≥ y.', of: (x, y) => x >= y },
  { name: 'Less', doc: 'x < y.', of: (x, y) => x < y },
  { name: 'LessEqual', doc: 'x ≤ y.', of: (x, y) => x <= y },
  { name: 'Equal', doc: 'x = y.', of: (x, y) => x === y },
  { name: 'NotEqual', doc: 'x ≠ y.', of: (x, y) => x !== y },
];

const connectives: readonly Comparison[] = [
  { name: 'LogicalAnd', doc: 'x and y.', of: (x, y) => x !== 0 && y !== 0 },
  { name: 'LogicalOr', doc: 'x or y.', of: (x, y) => x !== 0 || y !== 0 },
];

function defineComparison({ name, doc, of }: Comparison, dtype: 'number' | 'bool'): OpDefinition {
  const kinds: readonly Omit<SampleInput, 'shape'>[] =
    dtype === 'bool' ? [{ dtype: 'bool' }] : [{}, { dtype: 'int32', range: [0, 2] }];
  return defineOp({
    name,
    doc,
    inputs: ['x', 'y'],
    attributes: {},
    infer: ([x, y]) => {
      const require = (input: string, type: TensorType) =>
        dtype === 'bool' ? requireDType(name, input, type, 'bool') : requireNumber(name, input, type);
      require('x', x!);
      require('y', y!);
      if (x!.dtype !== y!.dtype) {
        throw new OpError(
          `${name}: input \`x\` is ${x!.dtype} and \`y\` is ${y!.dtype}, but both must be the same: cast one`,
        );
      }
      return { dtype: 'bool', shape: requireBroadcast(name, ['x', 'y'], x!, y!) };
    },
    gradient: 'zero',
    flops: (_inputs, _attributes, output) => (dtype === 'bool' ? 0 : sizeOf(output.shape)),
    evaluate: ([x, y], _attributes, output) => {
      const right = stretched(y!, output.shape);
      return stretched(x!, output.shape).map((left, i) => (of(left, right[i]!) ? 1 : 0));
    },
    samples: kinds.flatMap((kind) => [
      {
        inputs: [
          { shape: [3, 4], ...kind },
          { shape: [3, 4], ...kind },
        ],
      },
      {
        inputs: [
          { shape: [3, 1], ...kind },
          { shape: [4], ...kind },
        ],
      },
      {
        inputs: [
          { shape: [3, 4], ...kind },
          { shape: [], ...kind },
        ],
      },
    ]),
  });
}

export const comparisonOps: readonly OpDefinition[] = [
  ...comparisons.map((row) => defineComparison(row, 'number')),
  ...connectives.map((row) => defineComparison(row, 'bool')),
  defineOp({
    name: 'SelectV2',
    doc: 't where the condition holds, e elsewhere; all three broadcast.',
    inputs: ['condition', 't', 'e'],
    attributes: {},
    infer: ([condition, t, e]) => {
      requireDType('SelectV2', 'condition', condition!, 'bool');
      if (t!.dtype !== e!.dtype) {
        throw new OpError(
          `SelectV2: input \`t\` is ${t!.dtype} and \`e\` is ${e!.dtype}, but both must be the same: cast one`,
        );
      }
      const branches = { dtype: t!.dtype, shape: requireBroadcast('SelectV2', ['t', 'e'], t!, e!) };
      return { dtype: t!.dtype, shape: requireBroadcast('SelectV2', ['condition', 't and e'], condition!, branches) };
    },
    gradient: (b, { inputs: [condition, t, e] }, g) => {
      const none = b.constant(0);
      return [
        null,
        sumTo(b, b.add('SelectV2', [condition!, g, none]), b.shape(t!)),
        sumTo(b, b.add('SelectV2', [condition!, none, g]), b.shape(e!)),
      ];
    },
    flops: () => 0,
    evaluate: ([condition, t, e], _attributes, output) => {
      const [whenTrue, whenFalse] = [stretched(t!, output.shape), stretched(e!, output.shape)];
      return stretched(condition!, output.shape).map((holds, i) => (holds ? whenTrue[i]! : whenFalse[i]!));
    },
    samples: [
      { inputs: [{ shape: [2, 3], dtype: 'bool' }, { shape: [2, 3] }, { shape: [2, 3] }] },
      { inputs: [{ shape: [3], dtype: 'bool' }, { shape: [2, 3] }, { shape: [] }] },
      { inputs: [{ shape: [2, 1], dtype: 'bool' }, { shape: [3] }, { shape: [1, 3] }] },
      { inputs: [{ shape: [2, 3], dtype: 'bool' }, { shape: [] }, { shape: [2, 1] }] },
      { inputs: [{ shape: [], dtype: 'bool', values: [1] }, { shape: [2, 3] }, { shape: [2, 3] }] },
      {
        inputs: [
          { shape: [4], dtype: 'bool' },
          { shape: [4], dtype: 'int32' },
          { shape: [4], dtype: 'int32' },
        ],
      },
    ],
  }),
];
