/**
 * Activations, with their gradients as separate ops: one kernel instead of three, which needs only one saved value
 * (ReLU its input, tanh and sigmoid their output). The gradients are differentiable again, in both inputs.
 */
import type { TensorType } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { scale, times } from './compose.ts';
import type { AttributeSpec, GradientRule, OpDefinition, ReferenceTensor } from './op.ts';
import { defineOp } from './op.ts';
import { refuse, requireFloat, requireShape } from './requirements.ts';

interface Row {
  readonly name: string;
  readonly doc: string;
  /** Per element. */
  readonly flops: number;
  readonly gradient: GradientRule;
  /** The value used in the samples; rows without it have no such attribute. */
  readonly alpha?: number;
  /** The input that has a kink at 0. */
  readonly kink?: string;
}

interface Activation extends Row {
  readonly of: (x: number, alpha: number) => number;
}

interface ActivationGradient extends Row {
  readonly inputs: readonly [string, string];
  readonly of: (first: number, second: number, alpha: number) => number;
}

const alpha: AttributeSpec = { type: 'number', doc: 'slope for negative features' };

function defineActivation(row: Activation): OpDefinition {
  const attributes = row.alpha === undefined ? {} : { alpha: row.alpha };
  const avoid = row.kink ? { avoid: [0] } : {};
  return defineOp({
    name: row.name,
    doc: row.doc,
    inputs: ['features'],
    attributes: row.alpha === undefined ? {} : { alpha },
    infer: ([features]) => requireFloat(row.name, 'features', features!),
    gradient: row.gradient,
    flops: (_inputs, _attributes, output) => row.flops * sizeOf(output.shape),
    evaluate: ([x], attributes) => x!.data.map((value) => row.of(value, attributes['alpha'] as number)),
    samples: [
      { inputs: [{ shape: [3, 4], range: [-3, 3], ...avoid }], attributes },
      { inputs: [{ shape: [], ...avoid }], attributes },
    ],
  });
}

function defineActivationGradient(row: ActivationGradient): OpDefinition {
  const attributes = row.alpha === undefined ? {} : { alpha: row.alpha };
  return defineOp({
    name: row.name,
    doc: row.doc,
    inputs: row.inputs,
    attributes: row.alpha === undefined ? {} : { alpha },
    infer: ([first, second]) => {
      requireFloat(row.name, row.inputs[0], first!);
      requireFloat(row.name, row.inputs[1], second!);
      return requireShape(row.name, row.inputs[1], second!, first!.shape);
    },
    gradient: row.gradient,
    flops: (_inputs, _attributes, output) => row.flops * sizeOf(output.shape),
    evaluate: ([first, second], attributes) =>
      first!.data.map((value, i) => row.of(value, second!.data[i]!, attributes['alpha'] as number)),
    samples: [[3, 4], []].map((shape) => ({
      inputs: row.inputs.map((name) => ({ shape, ...(name === row.kink && { avoid: [0] }) })),
      attributes,
    })),
  });
}

/** The gradient of a piecewise linear activation is linear in the incoming gradient and constant in the features. */
const linearInGradients: GradientRule = (b, { op, inputs, attributes }, g) => [
  b.add(op, [g, inputs[1]!], attributes),
  null,
];

/** Softmax and its logarithm work along the last axis. */
function requireLastAxis(op: string, type: TensorType): TensorType {
  requireFloat(op, 'logits', type);
  return type.shape.length
    ? type
    : refuse(op, 'logits', type, 'of rank 1 or more, with the classes along the last axis');
}

const softmaxSamples = [
  { inputs: [{ shape: [3, 4] }] },
  { inputs: [{ shape: [5] }] },
  { inputs: [{ shape: [2, 2, 3], range: [-4, 4] as const }] },
];

function evaluateLogSoftmax({ shape, data }: ReferenceTensor): Float64Array {
  const classes = shape.at(-1)!;
  const result = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += classes) {
    const row = data.subarray(start, start + classes);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const logSum = largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    for (let i = 0; i < classes; i++) result[start + i] = row[i]! - logSum;
  }
  return result;
}

export const activationOps: readonly OpDefinition[] = [
  defineActivation({
    name: 'Relu',
    doc: 'max(x, 0).',
    of: (x) => Math.max(x, 0),
    flops: 1,
    kink: 'features',
    gradient: (b, { inputs }, g) => [b.add('ReluGrad', [g, inputs[0]!])],
  }),
  defineActivationGradient({
    name: 'ReluGrad',
    doc: 'The gradient where the feature is positive, 0 elsewhere.',
    inputs: ['gradients', 'features'],
    of: (gradient, x) => (x > 0 ? gradient : 0),
    flops: 1,
    kink: 'features',
    gradient: linearInGradients,
  }),
  defineActivation({
    name: 'LeakyRelu',
    doc: 'x where positive, alpha · x elsewhere (Maas et al. 2013).',
    of: (x, alpha) => (x > 0 ? x : alpha * x),
    flops: 2,
    alpha: 0.2,
    kink: 'features',
    gradient: (b, { inputs, attributes }, g) => [b.add('LeakyReluGrad', [g, inputs[0]!], attributes)],
  }),
  defineActivationGradient({
    name: 'LeakyReluGrad',
    doc: 'The gradient where the feature is positive, alpha times the gradient elsewhere.',
    inputs: ['gradients', 'features'],
    of: (gradient, x, alpha) => (x > 0 ? gradient : alpha * gradient),
    flops: 2,
    alpha: 0.2,
    kink: 'features',
    gradient: linearInGradients,
  }),
  defineActivation({
    name: 'Elu',
    doc: 'x where positive, eˣ − 1 elsewhere (Clevert et al. 2016).',
    of: (x) => (x < 0 ? Math.expm1(x) : x),
    flops: 2,
    kink: 'features',
    gradient: (b, node, g) => [b.add('EluGrad', [g, node.id])],
  }),
  defineActivationGradient({
    name: 'EluGrad',
    doc: 'From the outputs of Elu: the gradient times (output + 1) where the output is negative, the gradient elsewhere.',
    inputs: ['gradients', 'outputs'],
    of: (gradient, y) => (y < 0 ? gradient * (y + 1) : gradient),
    flops: 2,
    kink: 'outputs',
    gradient: (b, { inputs: [gradients, outputs] }, g) => {
      const negative = b.add('Less', [outputs!, b.constant(0)]);
      return [b.add('EluGrad', [g, outputs!]), b.add('SelectV2', [negative, times(b, g, gradients!), b.constant(0)])];
    },
  }),
  defineActivation({
    name: 'Tanh',
    doc: 'tanh x.',
    of: Math.tanh,
    flops: 1,
    gradient: (b, node, g) => [b.add('TanhGrad', [node.id, g])],
  }),
  defineActivationGradient({
    name: 'TanhGrad',
    doc: 'From the outputs y of Tanh: dy · (1 − y²).',
    inputs: ['y', 'dy'],
    of: (y, dy) => dy * (1 - y * y),
    flops: 3,
    gradient: (b, { inputs: [y, dy] }, g) => [times(b, times(b, scale(b, g, -2), dy!), y!), b.add('TanhGrad', [y!, g])],
  }),
  defineActivation({
    name: 'Sigmoid',
    doc: '1 / (1 + e^(−x)).',
    of: (x) => 1 / (1 + Math.exp(-x)),
    flops: 1,
    gradient: (b, node, g) => [b.add('SigmoidGrad', [node.id, g])],
  }),
  defineActivationGradient({
    name: 'SigmoidGrad',
    doc: 'From the outputs y of Sigmoid: dy · y · (1 − y).',
    inputs: ['y', 'dy'],
    of: (y, dy) => dy * y * (1 - y),
    flops: 3,
    gradient: (b, { inputs: [y, dy] }, g) => {
      const slope = b.add('Sub', [b.constant(1), scale(b, y!, 2)]);
      return [times(b, times(b, g, dy!), slope), b.add('SigmoidGrad', [y!, g])];
    },
  }),
  defineActivation({
    name: 'Softplus',
    doc: 'ln(1 + eˣ), written as max(x, 0) + ln(1 + e^(−|x|)), which neither overflows nor loses digits.',
    of: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    flops: 3,
    gradient: (b, { inputs }, g) => [times(b, g, b.add('Sigmoid', [inputs[0]!]))],
  }),
  defineOp({
    name: 'Softmax',
    doc: 'eˣ divided by its sum along the last axis.',
    inputs: ['logits'],
    attributes: {},
    infer: ([logits]) => requireLastAxis('Softmax', logits!),
    gradient: (b, { id: y, output }, g) => {
      const axes = [output.shape.length - 1];
      const mean = b.add('Sum', [times(b, g, y)], { axes, keep_dims: true });
      return [times(b, b.add('Sub', [g, mean]), y)];
    },
    flops: (_inputs, _attributes, output) => 5 * sizeOf(output.shape),
    evaluate: ([logits]) => evaluateLogSoftmax(logits!).map(Math.exp),
    samples: softmaxSamples,
  }),
  defineOp({
    name: 'LogSoftmax',
    doc: 'The logarithm of Softmax, without taking a logarithm of a rounded probability.',
    inputs: ['logits'],
    attributes: {},
    infer: ([logits]) => requireLastAxis('LogSoftmax', logits!),
    gradient: (b, { id: y, output }, g) => {
      const total = b.add('Sum', [g], { axes: [output.shape.length - 1], keep_dims: true });
      return [b.add('Sub', [g, times(b, b.add('Exp', [y]), total)])];
    },
    flops: (_inputs, _attributes, output) => 5 * sizeOf(output.shape),
    evaluate: ([logits]) => evaluateLogSoftmax(logits!),
    samples: softmaxSamples,
  }),
];
