/**
 * Optimizers: each row says which slots a weight has and how one update is computed, as ops. The formulas follow
 * PyTorch.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import { clippingParameters } from './gradient-clipping.ts';
import { defineSignatures, type Parameter, type Signature } from './signature.ts';

/** A number of an optimizer: known, or a node that computes it anew at each step. */
export type Scalar = number | { readonly node: NodeId };

export interface Update {
  readonly builder: GraphBuilder;
  readonly weight: NodeId;
  readonly gradient: NodeId;
  readonly learningRate: NodeId;
  /** The number of updates so far, including this one (float32 scalar, 1 at the first): the counter, rounded. */
  readonly iteration: NodeId;
  /** Keyed by slot name; each has the weight's shape. */
  readonly slots: Readonly<Record<string, NodeId>>;
  readonly settings: Readonly<Record<string, Scalar | boolean>>;
}

export interface Updated {
  readonly weight: NodeId;
  readonly slots: Readonly<Record<string, NodeId>>;
}

export interface OptimizerDefinition extends Signature {
  /** The settings are numbers or booleans if they are known, and something else if they change with the steps. */
  slots(settings: Readonly<Record<string, unknown>>): readonly string[];
  update(update: Update): Updated;
}

/** A row of the table: what distinguishes this optimizer from the others. */
interface OptimizerRow extends OptimizerDefinition {
  /** The default of the learning rate. */
  readonly learningRate: number;
  /** Those of its own; the learning rate comes before them, the bounds on the gradient after them. */
  readonly parameters: readonly Parameter[];
}

/** The definition with the parameters that every optimizer has. */
function withCommonParameters({ learningRate, ...row }: OptimizerRow): OptimizerDefinition {
  const rate: Parameter = {
    name: 'learning_rate',
    kind: 'rate',
    default: learningRate,
    min: 0,
    doc: 'how far a step goes; its direction is always downhill',
  };
  return { ...row, parameters: [rate, ...row.parameters, ...clippingParameters] };
}

const nodeOf = (b: GraphBuilder, scalar: Scalar): NodeId =>
  typeof scalar === 'number' ? b.constant(scalar) : scalar.node;
const scale = (b: GraphBuilder, x: NodeId, factor: Scalar): NodeId =>
  factor === 1 ? x : b.add('Mul', [x, nodeOf(b, factor)]);
const plus = (b: GraphBuilder, x: NodeId, y: NodeId): NodeId => b.add('AddV2', [x, y]);
const number = (settings: Update['settings'], name: string): Scalar => settings[name] as Scalar;

/** decay · average + (1 − decay) · value */
function average(b: GraphBuilder, old: NodeId, value: NodeId, decay: Scalar): NodeId {
  return plus(b, scale(b, old, decay), scale(b, value, complement(b, decay)));
}

/** 1 − share */
export function complement(b: GraphBuilder, share: Scalar): Scalar {
  return typeof share === 'number' ? 1 - share : { node: b.add('Sub', [b.constant(1), share.node]) };
}

/** weight − rate · direction */
function descend(b: GraphBuilder, weight: NodeId, direction: NodeId, rate: NodeId): NodeId {
  return b.add('Sub', [weight, b.add('Mul', [direction, rate])]);
}

/**
 * 1 − βᵗ, Adam's correction of the bias towards zero (Kingma & Ba 2015, section 3). Written as −expm1(t · ln β),
 * because in float32 the difference 1 − 0.999 would lose four digits.
 */
function correction(b: GraphBuilder, beta: Scalar, iteration: NodeId): NodeId {
  return b.add('Neg', [b.add('Expm1', [b.add('Mul', [iteration, logarithm(b, beta)])])]);
}

/** ln β; of a β that changes, and may be 0 at times, no less than ln 1e-30, since GPUs need not compute −∞. */
function logarithm(b: GraphBuilder, beta: Scalar): NodeId {
  if (typeof beta === 'number') return b.constant(Math.log(beta));
  return b.add('Log', [b.add('Maximum', [beta.node, b.constant(1e-30)])]);
}

const betas: readonly Parameter[] = [
  {
    name: 'beta1',
    kind: 'rate',
    default: 0.9,
    min: 0,
    max: 0.999999,
    doc: 'decay of the first moment; GANs often take 0.5 or 0',
  },
  { name: 'beta2', kind: 'rate', default: 0.999, min: 0, max: 0.9999999, doc: 'decay of the second moment' },
  { name: 'epsilon', kind: 'rate', default: 1e-8, min: 0, doc: 'added to the root of the second moment' },
];
const momentumParameter: Parameter = {
  name: 'momentum',
  kind: 'rate',
  default: 0,
  min: 0,
  max: 0.999999,
  doc: 'share of the previous step that is kept',
};

/** Kingma & Ba 2015, algorithm 1. */
function adamStep({ builder: b, weight, gradient, learningRate, iteration, slots, settings }: Update): Updated {
  const beta1 = number(settings, 'beta1');
  const beta2 = number(settings, 'beta2');
  const secondMoment =
    beta2 === 0 ? b.add('Square', [gradient]) : average(b, slots['v']!, b.add('Square', [gradient]), beta2);
  // With beta1 = 0 the first moment is the gradient itself, and its correction is 1.
  const firstMoment = beta1 === 0 ? gradient : average(b, slots['m']!, gradient, beta1);
  const rate = beta1 === 0 ? learningRate : b.add('RealDiv', [learningRate, correction(b, beta1, iteration)]);
  // √(v / c) is computed as √v · (1 / √c): the scalar is prepared once, which saves a pass over v.
  const root = b.add('Sqrt', [secondMoment]);
  const corrected = beta2 === 0 ? root : b.add('Mul', [root, b.add('Rsqrt', [correction(b, beta2, iteration)])]);
  const denominator = plus(b, corrected, nodeOf(b, number(settings, 'epsilon')));
  const step = b.add('RealDiv', [b.add('Mul', [firstMoment, rate]), denominator]);
  return {
    weight: b.add('Sub', [weight, step]),
    slots: { ...(beta1 !== 0 && { m: firstMoment }), ...(beta2 !== 0 && { v: secondMoment }) },
  };
}

function adamSlots(settings: Readonly<Record<string, unknown>>): string[] {
  return [...(settings['beta1'] === 0 ? [] : ['m']), ...(settings['beta2'] === 0 ? [] : ['v'])];
}

const definitions: readonly OptimizerRow[] = [
  {
    name: 'sgd',
    doc: 'Stochastic gradient descent, with momentum if asked for (Sutskever et al. 2013, as PyTorch writes it).',
    learningRate: 0.01,
    parameters: [
      momentumParameter,
      { name: 'nesterov', kind: 'boolean', default: false, doc: 'look ahead along the momentum' },
      { name: 'weight_decay', kind: 'rate', default: 0, min: 0, doc: 'L2 penalty, added to the gradient' },
    ],
    slots: (settings) => (settings['momentum'] === 0 ? [] : ['momentum']),
    update({ builder: b, weight, gradient, learningRate, slots, settings }) {
      const momentum = number(settings, 'momentum');
      const decay = number(settings, 'weight_decay');
      const g = decay === 0 ? gradient : plus(b, gradient, scale(b, weight, decay));
      if (momentum === 0) return { weight: descend(b, weight, g, learningRate), slots: {} };
      const velocity = plus(b, scale(b, slots['momentum']!, momentum), g);
      const direction = settings['nesterov'] === true ? plus(b, g, scale(b, velocity, momentum)) : velocity;
      return { weight: descend(b, weight, direction, learningRate), slots: { momentum: velocity } };
    },
  },
  {
    name: 'rmsprop',
    doc: 'RMSprop (Hinton, lecture 6e): the gradient over a running root mean square. The original WGAN uses it.',
    learningRate: 0.01,
    parameters: [
      { name: 'rho', kind: 'rate', default: 0.99, min: 0, max: 0.9999999, doc: 'decay of the mean square' },
      momentumParameter,
      { name: 'epsilon', kind: 'rate', default: 1e-8, min: 0, doc: 'added to the root' },
    ],
    slots: (settings) => (settings['momentum'] === 0 ? ['v'] : ['v', 'momentum']),
    update({ builder: b, weight, gradient, learningRate, slots, settings }) {
      const momentum = number(settings, 'momentum');
      const meanSquare = average(b, slots['v']!, b.add('Square', [gradient]), number(settings, 'rho'));
      const root = plus(b, b.add('Sqrt', [meanSquare]), nodeOf(b, number(settings, 'epsilon')));
      const direction = b.add('RealDiv', [gradient, root]);
      if (momentum === 0) return { weight: descend(b, weight, direction, learningRate), slots: { v: meanSquare } };
      const velocity = plus(b, scale(b, slots['momentum']!, momentum), direction);
      return { weight: descend(b, weight, velocity, learningRate), slots: { v: meanSquare, momentum: velocity } };
    },
  },
  {
    name: 'adam',
    doc: 'Adam (Kingma & Ba 2015, algorithm 1).',
    learningRate: 0.001,
    parameters: betas,
    slots: adamSlots,
    update: adamStep,
  },
  {
    name: 'adamw',
    doc: 'Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2).',
    learningRate: 0.001,
    parameters: [
      ...betas,
      {
        name: 'weight_decay',
        kind: 'rate',
        default: 0.01,
        min: 0,
        doc: 'share of the weight taken off per unit of learning rate',
      },
    ],
    slots: adamSlots,
    update(u) {
      const decay = scale(u.builder, u.learningRate, number(u.settings, 'weight_decay'));
      const shrink = u.builder.add('Sub', [u.builder.constant(1), decay]);
      return adamStep({ ...u, weight: u.builder.add('Mul', [u.weight, shrink]) });
    },
  },
];

export const optimizers: ReadonlyMap<string, OptimizerDefinition> = defineSignatures(
  definitions.map(withCommonParameters),
);
