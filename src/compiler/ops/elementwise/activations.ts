/**
 * Activations, with their gradients as separate ops: one kernel instead of three, which needs only one saved value
 * (ReLU its input, tanh and sigmoid their output). The gradients are differentiable again, in both inputs.
 */
import { scale, times } from '../compose.ts';
import { defineElementwise } from './elementwise.ts';
import type { AttributeSpec, GradientRule, OpDefinition } from '../op.ts';

interface Row extends Pick<OpDefinition, 'name' | 'doc' | 'tensorflow'> {
  /** The value of one element, in terms of the inputs' names and `alpha`. */
  readonly formula: string;
  /** Per element. */
  readonly flops: number;
  /** Derived from the formula if omitted. */
  readonly gradient?: GradientRule;
  /** The value used in the samples; rows without it have no such attribute. */
  readonly alpha?: number;
  /** The input that has a kink at 0. */
  readonly kink?: string;
}

const alpha: AttributeSpec = { type: 'number', doc: 'slope for negative features' };

const defineActivation = (row: Row): OpDefinition => define(row, ['features'], [-3, 3]);

const defineActivationGradient = ({
  inputs,
  ...row
}: Row & { readonly inputs: readonly [string, string] }): OpDefinition => define(row, inputs);

function define(
  { alpha: slope, kink, ...row }: Row,
  inputs: readonly string[],
  range?: readonly [number, number],
): OpDefinition {
  return defineElementwise({
    ...row,
    inputs,
    attributes: slope === undefined ? {} : { alpha },
    samples: [[3, 4], []].map((shape) => ({
      inputs: inputs.map((name) => ({
        shape,
        ...(range && shape.length > 0 && { range }),
        ...(name === kink && { avoid: [0] }),
      })),
      attributes: slope === undefined ? {} : { alpha: slope },
    })),
  });
}

/** The gradient of a piecewise linear activation is linear in the incoming gradient and constant in the features. */
const linearInGradients: GradientRule = (b, { op, inputs, attributes }, g) => [
  b.add(op, [g, inputs[1]!], attributes),
  null,
];

export const activationOps: readonly OpDefinition[] = [
  defineActivation({
    name: 'Relu',
    doc: 'max(x, 0).',
    formula: 'max(features, 0)',
    flops: 1,
    kink: 'features',
    gradient: (b, { inputs }, g) => [b.add('ReluGrad', [g, inputs[0]!])],
  }),
  defineActivationGradient({
    name: 'ReluGrad',
    doc: 'The gradient where the feature is positive, 0 elsewhere.',
    inputs: ['gradients', 'features'],
    formula: 'features > 0 ? gradients : 0',
    flops: 1,
    kink: 'features',
    gradient: linearInGradients,
  }),
  defineActivation({
    name: 'LeakyRelu',
    doc: 'x where positive, alpha · x elsewhere (Maas et al. 2013).',
    formula: 'features > 0 ? features : alpha * features',
    flops: 2,
    alpha: 0.2,
    kink: 'features',
    gradient: (b, { inputs, attributes }, g) => [b.add('LeakyReluGrad', [g, inputs[0]!], attributes)],
  }),
  defineActivationGradient({
    name: 'LeakyReluGrad',
    doc: 'The gradient where the feature is positive, alpha times the gradient elsewhere.',
    inputs: ['gradients', 'features'],
    formula: 'features > 0 ? gradients : alpha * gradients',
    flops: 2,
    alpha: 0.2,
    kink: 'features',
    gradient: linearInGradients,
  }),
  defineActivation({
    name: 'Elu',
    doc: 'x where positive, eˣ − 1 elsewhere (Clevert et al. 2016).',
    formula: 'features < 0 ? expm1(features) : features',
    flops: 2,
    kink: 'features',
    gradient: (b, node, g) => [b.add('EluGrad', [g, node.id])],
  }),
  defineActivationGradient({
    name: 'EluGrad',
    doc: 'From the outputs of Elu: the gradient times (output + 1) where the output is negative, the gradient elsewhere.',
    inputs: ['gradients', 'outputs'],
    formula: 'outputs < 0 ? gradients * (outputs + 1) : gradients',
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
    formula: 'tanh(features)',
    flops: 1,
    gradient: (b, node, g) => [b.add('TanhGrad', [node.id, g])],
  }),
  defineActivationGradient({
    name: 'TanhGrad',
    doc: 'From the outputs y of Tanh: dy · (1 − y²).',
    inputs: ['y', 'dy'],
    formula: 'dy * (1 - y * y)',
    flops: 3,
    gradient: (b, { inputs: [y, dy] }, g) => [times(b, times(b, scale(b, g, -2), dy!), y!), b.add('TanhGrad', [y!, g])],
  }),
  defineActivation({
    name: 'Sigmoid',
    doc: '1 / (1 + e^(−x)).',
    formula: 'e = exp(-abs(features)); features >= 0 ? 1 / (1 + e) : e / (1 + e)',
    flops: 1,
    gradient: (b, node, g) => [b.add('SigmoidGrad', [node.id, g])],
  }),
  defineActivationGradient({
    name: 'SigmoidGrad',
    doc: 'From the outputs y of Sigmoid: dy · y · (1 − y).',
    inputs: ['y', 'dy'],
    formula: 'dy * y * (1 - y)',
    flops: 3,
    gradient: (b, { inputs: [y, dy] }, g) => {
      const slope = b.add('Sub', [b.constant(1), scale(b, y!, 2)]);
      return [times(b, times(b, g, dy!), slope), b.add('SigmoidGrad', [y!, g])];
    },
  }),
  defineActivation({
    name: 'Softplus',
    doc: 'ln(1 + eˣ), written as max(x, 0) + ln(1 + e^(−|x|)), which neither overflows nor loses digits.',
    formula: 'max(features, 0) + log1p(exp(-abs(features)))',
    flops: 3,
    gradient: (b, { inputs }, g) => [times(b, g, b.add('Sigmoid', [inputs[0]!]))],
  }),
];
