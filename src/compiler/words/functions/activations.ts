/** Activations: each row gives the function, its range and its ops. */
import { intervals, unbounded, type Interval } from '../../types/interval.ts';
import { divide, isKnown, isLess } from '../../types/size.ts';
import { formatType, type AnyTensorType } from '../../types/type.ts';
import type { NodeId } from '../../graph/graph.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { mapped, value } from './idioms.ts';

const x = value('x', 'any values');

interface Activation {
  readonly name: string;
  readonly doc: string;
  readonly parameters?: readonly Parameter[];
  readonly range: (input: Interval, call: CallSite) => Interval;
  readonly lower: (l: Lowering, x: NodeId) => NodeId;
}

/** gelu and silu dip slightly below zero before they rise. */
const dipping =
  (least: number) =>
  ([, high]: Interval): Interval => [least, Math.max(0, high)];

const rows: readonly Activation[] = [
  {
    name: 'relu',
    doc: 'max(x, 0).',
    range: intervals.monotone((v) => Math.max(0, v)),
    lower: (l, v) => l.builder.add('Relu', [v]),
  },
  {
    name: 'leaky_relu',
    doc: 'x where positive, slope · x elsewhere (Maas et al. 2013). PyTorch defaults to a slope of 0.01, Keras to 0.3; DCGAN uses 0.2.',
    parameters: [{ name: 'slope', kind: 'number', default: 0.2, min: 0, max: 1, doc: 'slope for negative values' }],
    range(input, call) {
      const slope = call.number('slope');
      if (!isKnown(slope)) return unbounded;
      // With a slope of 0, minus infinity has no product.
      return intervals.monotone((v) => (v >= 0 ? v : slope === 0 ? 0 : v * slope))(input);
    },
    lower: (l, v) => l.builder.add('LeakyRelu', [v], { alpha: l.number('slope') }),
  },
  {
    name: 'elu',
    doc: 'x where positive, exp(x) − 1 elsewhere (Clevert et al. 2016).',
    range: intervals.monotone((v) => (v > 0 ? v : Math.expm1(v))),
    lower: (l, v) => l.builder.add('Elu', [v]),
  },
  {
    name: 'gelu',
    doc: 'x · Φ(x) with the normal distribution function (Hendrycks & Gimpel 2016).',
    range: dipping(-0.17),
    lower: ({ builder: b }, v) => {
      const erf = b.add('Erf', [b.add('Mul', [v, b.constant(Math.SQRT1_2)])]);
      return b.add('Mul', [b.add('Mul', [v, b.constant(0.5)]), b.add('AddV2', [erf, b.constant(1)])]);
    },
  },
  {
    name: 'silu',
    doc: 'x · sigmoid(x), also called swish (Elfwing et al. 2018).',
    range: dipping(-0.2785),
    lower: ({ builder: b }, v) => b.add('Mul', [v, b.add('Sigmoid', [v])]),
  },
  {
    name: 'softplus',
    doc: 'log(1 + exp(x)), computed without overflow. −log sigmoid(x) is softplus(−x).',
    range: intervals.monotone((v) => (v > 30 ? v : Math.log1p(Math.exp(v)))),
    lower: (l, v) => l.builder.add('Softplus', [v]),
  },
  {
    name: 'tanh',
    doc: 'Hyperbolic tangent: bounds values to -1..1.',
    range: () => [-1, 1],
    lower: (l, v) => l.builder.add('Tanh', [v]),
  },
];

/** The type of a function from logits to probabilities; an input that already is a probability is refused. */
function probability(call: CallSite, callee: string): AnyTensorType {
  if (call.inputs[0]!.meaning === 'prob')
    call.fail('double-activation', { callee }, undefined, [{ input: 0, text: 'this is already a probability' }]);
  return { ...mapped(call, callee), meaning: 'prob', range: [0, 1] };
}

/** A softmax over a single class would always be 1. */
function requireClasses(call: CallSite, callee: string): void {
  const type = call.inputs[0]!;
  if (type.shape.length > 0 && !isLess(type.shape.at(-1)!, 2)) return;
  const expected = 'at least two classes on the last axis';
  call.fail('wrong-rank', { callee, expected, found: formatType(type), help: 'for a single logit, use `sigmoid`' });
}

export const activationFunctions: readonly FunctionDefinition[] = [
  ...rows.map((row) =>
    defineFunction({
      name: row.name,
      doc: row.doc,
      parameters: [x, ...(row.parameters ?? [])],
      type: (call) => mapped(call, row.name, (input) => row.range(input, call)),
      lower: (l, [v]) => row.lower(l, v!),
    }),
  ),
  defineFunction({
    name: 'sigmoid',
    doc: '1 / (1 + exp(−x)): from a logit to a probability.',
    parameters: [x],
    type: (call) => probability(call, 'sigmoid'),
    lower: (l, [v]) => l.builder.add('Sigmoid', [v!]),
  }),
  defineFunction({
    name: 'softmax',
    doc: 'exp(x), divided by its sum over the last axis: from logits to the probabilities of classes.',
    parameters: [x],
    type(call) {
      requireClasses(call, 'softmax');
      return probability(call, 'softmax');
    },
    lower: (l, [v]) => l.builder.add('Softmax', [v!]),
  }),
  defineFunction({
    name: 'log_softmax',
    doc: 'log(softmax(x)) over the last axis, computed without underflow.',
    parameters: [x],
    type(call) {
      requireClasses(call, 'log_softmax');
      const { shape, batched } = probability(call, 'log_softmax');
      return { kind: 'tensor', shape, batched, meaning: 'tensor', range: [-Infinity, 0] };
    },
    lower: (l, [v]) => l.builder.add('LogSoftmax', [v!]),
  }),
  defineFunction({
    name: 'maxout',
    doc: 'The largest of every `pieces` neighbouring features (Goodfellow et al. 2013): d features become d / pieces.',
    parameters: [x, { name: 'pieces', kind: 'integer', min: 2, doc: 'how many features compete' }],
    type(call) {
      const type = mapped(call, 'maxout', (input) => input);
      const features = type.shape.at(-1) ?? 1;
      const pieces = call.number('pieces');
      if (isKnown(features) && isKnown(pieces) && features % pieces !== 0) {
        const below = features - (features % pieces);
        const sizes = `${below > 0 ? `${below} or ` : ''}${below + pieces} features would be`;
        call.fail('indivisible', { dividend: 'the number of features', divisor: pieces, value: features, sizes });
      }
      return { ...type, shape: [...type.shape.slice(0, -1), divide(features, pieces)] };
    },
    lower(l, [v]) {
      const whole = l.builder.shape(v!);
      const pieces = l.number('pieces');
      const split = [...whole.slice(0, -1), whole.at(-1)! / pieces, pieces];
      return l.builder.add('Max', [l.builder.add('Reshape', [v!], { shape: split })], {
        axes: [split.length - 1],
        keep_dims: false,
      });
    },
  }),
];
