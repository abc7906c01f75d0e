/**
 * Optimizers: each row says which slots a weight has and how one update is computed, as ops. The formulas follow
 * PyTorch.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import { clippingParameters } from './gradient-clipping.ts';
import { defineSignatures, type Parameter, type Signature } from './signature.ts';

export type OptimizerSettings = Readonly<Record<string, number | boolean>>;

export interface Update {
  readonly builder: GraphBuilder;
  readonly weight: NodeId;
  readonly gradient: NodeId;
  readonly learningRate: NodeId;
  /** The number of updates so far, including this one (float32 scalar, 1 at the first): the counter, rounded. */
  readonly iteration: NodeId;
  /** Keyed by slot name; each has the weight's shape. */
  readonly slots: Readonly<Record<string, NodeId>>;
  readonly settings: OptimizerSettings;
}

export interface Updated {
  readonly weight: NodeId;
  readonly slots: Readonly<Record<string, NodeId>>;
}

export interface OptimizerDefinition extends Signature {
  slots(settings: OptimizerSettings): readonly string[];
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
    kind: 'schedule',
    default: { kind: 'constant', value: learningRate },
    doc: 'how far a step goes; its direction is always downhill. A number, or a schedule',
  };
  return { ...row, parameters: [rate, ...row.parameters, ...clippingParameters] };
}

const scale = (b: GraphBuilder, x: NodeId, factor: number): NodeId =>
  factor === 1 ? x : b.add('Mul', [x, b.constant(factor)]);
const plus = (b: GraphBuilder, x: NodeId, y: NodeId): NodeId => b.add('AddV2', [x, y]);
const number = (settings: OptimizerSettings, name: string): number => settings[name] as number;

/** decay · average + (1 − decay) · value */
function average(b: GraphBuilder, old: NodeId, value: NodeId, decay: number): NodeId {
  return plus(b, scale(b, old, decay), scale(b, value, 1 - decay));
}

/** weight − rate · direction */
function descend(b: GraphBuilder, weight: NodeId, direction: NodeId, rate: NodeId): NodeId {
  return b.add('Sub', [weight, b.add('Mul', [direction, rate])]);
}

/**
 * 1 − βᵗ, Adam's correction of the bias towards zero (Kingma & Ba 2015, section 3). Written as −expm1(t · ln β),
 * because in float32 the difference 1 − 0.999 would lose four digits.
 */
function correction(b: GraphBuilder, beta: number, iteration: NodeId): NodeId {
  return b.add('Neg', [b.add('Expm1', [b.add('Mul', [iteration, b.constant(Math.log(beta))])])]);
}

const betas: readonly Parameter[] = [
  {
    name: 'beta1',
    kind: 'number',
    default: 0.9,
    min: 0,
    max: 0.999999,
    doc: 'decay of the first moment; GANs often take 0.5 or 0',
  },
  { name: 'beta2', kind: 'number', default: 0.999, min: 0, max: 0.9999999, doc: 'decay of the second moment' },
  { name: 'epsilon', kind: 'number', default: 1e-8, min: 0, doc: 'added to the root of the second moment' },
];
const momentumParameter: Parameter = {
  name: 'momentum',
  kind: 'number',
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
  const denominator = plus(b, corrected, b.constant(number(settings, 'epsilon')));
  const step = b.add('RealDiv', [b.add('Mul', [firstMoment, rate]), denominator]);
  return {
    weight: b.add('Sub', [weight, step]),
    slots: { ...(beta1 !== 0 && { m: firstMoment }), ...(beta2 !== 0 && { v: secondMoment }) },
  };
}

function adamSlots(settings: OptimizerSettings): string[] {
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
      { name: 'weight_decay', kind: 'number', default: 0, min: 0, doc: 'L2 penalty, added to the gradient' },
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
      { name: 'rho', kind: 'number', default: 0.99, min: 0, max: 0.9999999, doc: 'decay of the mean square' },
      momentumParameter,
      { name: 'epsilon', kind: 'number', default: 1e-8, min: 0, doc: 'added to the root' },
    ],
    slots: (settings) => (settings['momentum'] === 0 ? ['v'] : ['v', 'momentum']),
    update({ builder: b, weight, gradient, learningRate, slots, settings }) {
      const momentum = number(settings, 'momentum');
      const meanSquare = average(b, slots['v']!, b.add('Square', [gradient]), number(settings, 'rho'));
      const root = plus(b, b.add('Sqrt', [meanSquare]), b.constant(number(settings, 'epsilon')));
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
        kind: 'number',
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
