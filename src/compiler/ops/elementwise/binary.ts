/** Elementwise ops of two inputs, with NumPy's broadcasting. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
import { sumTo } from '../broadcasting.ts';
import { scale, times, uniformValue } from '../compose.ts';
import { defineElementwise } from './elementwise.ts';
import type { OpDefinition, Sample, SampleInput } from '../op.ts';

interface Operands {
  readonly x: NodeId;
  readonly y: NodeId;
  /** The output. */
  readonly z: NodeId;
}

/** Returns gradients of the broadcast shape; summing them to the shapes of the inputs is the same for all ops. */
type Rule = (builder: GraphBuilder, operands: Operands, gradient: NodeId) => readonly [NodeId | null, NodeId | null];

interface Binary extends Pick<OpDefinition, 'name' | 'doc' | 'commutative'> {
  /** The value of one element, in terms of x and y. */
  readonly formula: string;
  readonly rule: Rule;
  /** Takes int32 as well as float32. */
  readonly integers?: boolean;
  readonly flops?: number;
  /** The distribution of y in the samples. */
  readonly y?: Pick<SampleInput, 'range' | 'avoid'>;
  readonly samples?: readonly Sample[];
}

const base = { range: [0.4, 2] } as const;

const binary: readonly Binary[] = [
  {
    name: 'AddV2',
    doc: 'x + y.',
    formula: 'x + y',
    commutative: true,
    integers: true,
    rule: (_b, _operands, g) => [g, g],
  },
  { name: 'Sub', doc: 'x − y.', formula: 'x - y', integers: true, rule: (b, _operands, g) => [g, scale(b, g, -1)] },
  {
    name: 'Mul',
    doc: 'x · y.',
    formula: 'x * y',
    commutative: true,
    integers: true,
    rule: (b, { x, y }, g) => [times(b, g, y), times(b, g, x)],
  },
  {
    name: 'RealDiv',
    doc: 'x / y.',
    formula: 'x / y',
    y: { range: [0.4, 2] },
    rule: (b, { y, z }, g) => {
      const gradient = b.add('RealDiv', [g, y]);
      return [gradient, scale(b, times(b, gradient, z), -1)];
    },
  },
  {
    name: 'FloorMod',
    doc: 'x − y · ⌊x / y⌋: the remainder that has the sign of y.',
    formula: 'mod(x, y)',
    integers: true,
    // x keeps clear of the multiples of y, where the remainder jumps
    samples: [
      {
        inputs: [
          { shape: [2, 2], values: [1.3, -0.6, 2.2, -1.7] },
          { shape: [2, 2], values: [1, 0.7, -0.9, 2] },
        ],
      },
      {
        inputs: [
          { shape: [2, 2], values: [1.3, -0.6, 2.2, -1.7] },
          { shape: [], values: [1] },
        ],
      },
      {
        inputs: [
          { shape: [5], dtype: 'int32' },
          { shape: [5], dtype: 'int32', range: [1, 4] },
        ],
      },
    ],
    rule: (b, { x, y }, g) => [g, times(b, scale(b, g, -1), b.add('Floor', [b.add('RealDiv', [x, y])]))],
  },
  {
    name: 'Pow',
    doc: 'x to the power y. There is no gradient with respect to an exponent that is a constant.',
    formula: 'pow(x, y)',
    samples: [
      { inputs: [{ shape: [2, 3], ...base }, { shape: [2, 3] }] },
      { inputs: [{ shape: [2, 3], ...base }, { shape: [] }] },
      { inputs: [{ shape: [3], ...base }, { shape: [2, 1] }] },
    ],
    rule: (b, { x, y, z }, g) => {
      const forX = times(b, g, slopeOfPower(b, x, y));
      if (b.node(y).op === 'Const') return [forX, null];
      // ln x where it is defined; at x = 0, 0^y does not depend on a positive y
      const positive = b.add('SelectV2', [b.add('Greater', [x, b.constant(0)]), x, b.constant(1)]);
      return [forX, times(b, g, b.add('Mul', [z, b.add('Log', [positive])]))];
    },
  },
  {
    name: 'Maximum',
    doc: 'The larger; the gradient of equals goes to x.',
    formula: 'max(x, y)',
    integers: true,
    rule: choose('GreaterEqual'),
  },
  {
    name: 'Minimum',
    doc: 'The smaller; the gradient of equals goes to x.',
    formula: 'min(x, y)',
    integers: true,
    rule: choose('LessEqual'),
  },
];

/** d xᵖ / dx = p · x^(p−1); common small exponents are written without a power. */
function slopeOfPower(b: GraphBuilder, x: NodeId, y: NodeId): NodeId {
  const p = uniformValue(b, y);
  if (p === null) return b.add('Mul', [y, b.add('Pow', [x, b.add('Sub', [y, b.constant(1)])])]);
  if (p === 0 || p === 1) return b.constant(p);
  if (p === 2) return scale(b, x, 2);
  if (p === 3) return scale(b, b.add('Square', [x]), 3);
  if (p === 0.5) return scale(b, b.add('Rsqrt', [x]), 0.5);
  if (p === -1) return scale(b, b.add('Reciprocal', [b.add('Square', [x])]), -1);
  return scale(b, b.add('Pow', [x, b.constant(p - 1)]), p);
}

/** The gradient flows to the operand that was chosen. */
function choose(xIsChosen: string): Rule {
  return (b, { x, y }, g) => {
    const condition = b.add(xIsChosen, [x, y]);
    const none = b.constant(0);
    return [b.add('SelectV2', [condition, g, none]), b.add('SelectV2', [condition, none, g])];
  };
}

/** Equal shapes; one side smaller; scalars; both sides stretched at once. */
const patterns: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [[2, 3], []],
  [[], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[1, 1], [2]],
];

function defineBinary({ rule, integers = false, y, samples, ...row }: Binary): OpDefinition {
  return defineElementwise({
    ...row,
    inputs: ['x', 'y'],
    takes: integers ? 'numbers' : 'floats',
    stretches: true,
    gradient: (builder, { id: z, inputs }, gradient) => {
      const [x, y] = [inputs[0]!, inputs[1]!];
      const [forX, forY] = rule(builder, { x, y, z }, gradient);
      return [
        forX === null ? null : sumTo(builder, forX, builder.shape(x)),
        forY === null ? null : sumTo(builder, forY, builder.shape(y)),
      ];
    },
    samples: samples ?? [
      ...patterns.map(([a, b]) => ({ inputs: [{ shape: a }, { shape: b, ...y }] })),
      ...(integers
        ? [
            {
              inputs: [
                { shape: [2, 3], dtype: 'int32' as const },
                { shape: [3], dtype: 'int32' as const },
              ],
            },
          ]
        : []),
    ],
  });
}

export const elementwiseBinaryOps: readonly OpDefinition[] = binary.map(defineBinary);
