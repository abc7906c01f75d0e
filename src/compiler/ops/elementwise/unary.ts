/** Elementwise ops of one input. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { DType, NodeId } from '../../graph/graph.ts';
import { scale, times } from '../compose.ts';
import { defineElementwise, evaluateElementwise, formulaReader } from './elementwise.ts';
import type { Gradient, OpDefinition, SampleInput } from '../op.ts';
import { defineOp } from '../op.ts';
import type { ScalarProgram } from '../scalar/program.ts';

/** Given input x, output y and the gradient with respect to y, returns the gradient with respect to x. */
type Rule = (builder: GraphBuilder, x: NodeId, y: NodeId, gradient: NodeId) => NodeId;

interface Unary extends Pick<OpDefinition, 'name' | 'doc' | 'aliases'> {
  /** The value of one element, in terms of x. */
  readonly formula: string;
  readonly rule: Rule | 'zero';
  /** Takes int32 as well as float32. */
  readonly integers?: boolean;
  readonly flops?: number;
  /** The distribution of the samples. */
  readonly sample?: Pick<SampleInput, 'range' | 'avoid'>;
}

const positive = { range: [0.3, 3] } as const;
const awayFromZero = { avoid: [0] } as const;

const unary: readonly Unary[] = [
  { name: 'Neg', doc: '−x.', formula: '-x', integers: true, rule: (b, _x, _y, g) => scale(b, g, -1) },
  { name: 'Exp', doc: 'eˣ.', formula: 'exp(x)', rule: (b, _x, y, g) => times(b, g, y) },
  { name: 'Log', doc: 'ln x.', formula: 'log(x)', sample: positive, rule: (b, x, _y, g) => b.add('RealDiv', [g, x]) },
  {
    name: 'Log1p',
    doc: 'ln(1 + x), exact near 0.',
    formula: 'log1p(x)',
    sample: { range: [-0.6, 2] },
    rule: (b, x, _y, g) => b.add('RealDiv', [g, b.add('AddV2', [x, b.constant(1)])]),
  },
  {
    name: 'Expm1',
    doc: 'eˣ − 1, exact near 0.',
    formula: 'expm1(x)',
    rule: (b, _x, y, g) => times(b, g, b.add('AddV2', [y, b.constant(1)])),
  },
  {
    name: 'Sqrt',
    doc: '√x; the gradient at 0 is infinite.',
    formula: 'sqrt(x)',
    sample: positive,
    rule: (b, _x, y, g) => b.add('RealDiv', [scale(b, g, 0.5), y]),
  },
  {
    name: 'Rsqrt',
    doc: '1 / √x.',
    formula: '1 / sqrt(x)',
    sample: positive,
    // −½ x^(−3/2) = −½ y³
    rule: (b, _x, y, g) => times(b, scale(b, g, -0.5), times(b, y, b.add('Square', [y]))),
  },
  {
    name: 'Square',
    doc: 'x².',
    formula: 'x * x',
    integers: true,
    rule: (b, x, _y, g) => times(b, scale(b, g, 2), x),
  },
  {
    name: 'Reciprocal',
    doc: '1 / x.',
    formula: '1 / x',
    sample: positive,
    rule: (b, _x, y, g) => b.add('Neg', [times(b, g, b.add('Square', [y]))]),
  },
  {
    name: 'Abs',
    doc: '|x|, with gradient 0 at 0.',
    formula: 'abs(x)',
    integers: true,
    sample: awayFromZero,
    rule: (b, x, _y, g) => times(b, g, b.add('Sign', [x])),
  },
  { name: 'Sign', doc: '−1, 0 or 1.', formula: 'sign(x)', integers: true, sample: awayFromZero, rule: 'zero' },
  {
    name: 'Floor',
    doc: 'The next integer below.',
    formula: 'floor(x)',
    sample: { avoid: [-2, -1, 0, 1, 2] },
    rule: 'zero',
  },
  { name: 'Sin', doc: 'sin x.', formula: 'sin(x)', rule: (b, x, _y, g) => times(b, g, b.add('Cos', [x])) },
  {
    name: 'Cos',
    doc: 'cos x.',
    formula: 'cos(x)',
    rule: (b, x, _y, g) => times(b, scale(b, g, -1), b.add('Sin', [x])),
  },
  {
    name: 'Erf',
    doc: 'The error function, 2/√π ∫₀ˣ e^(−t²) dt.',
    formula: 'erf(x)',
    rule: (b, x, _y, g) => {
      const bell = b.add('Exp', [b.add('Neg', [b.add('Square', [x])])]);
      return times(b, scale(b, g, 2 / Math.sqrt(Math.PI)), bell);
    },
  },
  {
    name: 'StopGradient',
    doc: 'x; no gradient passes.',
    formula: 'x',
    integers: true,
    flops: 0,
    rule: 'zero',
    aliases: () => true,
  },
];

function defineUnary({ rule, integers = false, sample, ...row }: Unary): OpDefinition {
  const gradient: Gradient =
    rule === 'zero' ? rule : (builder, node, gradient) => [rule(builder, node.inputs[0]!, node.id, gradient)];
  return defineElementwise({
    ...row,
    inputs: ['x'],
    takes: integers ? 'numbers' : 'floats',
    gradient,
    samples: [
      { inputs: [{ shape: [2, 3], ...sample }] },
      { inputs: [{ shape: [], ...sample }] },
      ...(integers ? [{ inputs: [{ shape: [2, 3], dtype: 'int32' as const }] }] : []),
    ],
  });
}

const conversions: Readonly<Record<DType, ScalarProgram>> = {
  float32: formulaReader('float32(x)', ['x'])({}),
  int32: formulaReader('int32(x)', ['x'])({}),
  bool: formulaReader('bool(x)', ['x'])({}),
};

export const elementwiseUnaryOps: readonly OpDefinition[] = [
  ...unary.map(defineUnary),
  defineOp({
    name: 'Cast',
    doc: 'x as another element type: to int32 towards zero, to bool by “is not 0”. A gradient passes from float32 to float32 only.',
    inputs: ['x'],
    attributes: {
      dtype: {
        type: 'string',
        choices: ['float32', 'int32', 'bool'],
        doc: 'the element type to convert to (TensorFlow: DstT)',
      },
    },
    infer: ([x], attributes) => ({ dtype: attributes['dtype'] as DType, shape: x!.shape }),
    gradient: (builder, node, gradient) => [builder.type(node.inputs[0]!).dtype === 'float32' ? gradient : null],
    flops: () => 0,
    scalar: ({ dtype }) => conversions[dtype as DType],
    aliases: (input, output) => input.dtype === output.dtype,
    evaluate: (values, _, output) => evaluateElementwise(conversions[output.dtype], values, output),
    samples: (['float32', 'int32', 'bool'] as const).flatMap((from) =>
      (['float32', 'int32', 'bool'] as const).map((to) => ({
        inputs: [{ shape: [2, 3], dtype: from }],
        attributes: { dtype: to },
      })),
    ),
  }),
  defineElementwise({
    name: 'LogicalNot',
    doc: 'Not x.',
    inputs: ['x'],
    takes: 'truths',
    formula: '!x',
    gradient: 'zero',
    flops: 0,
    samples: [{ inputs: [{ shape: [2, 3], dtype: 'bool' }] }],
  }),
];
