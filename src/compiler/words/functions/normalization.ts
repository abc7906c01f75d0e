/** Normalisation and dropout: functions that keep the shape. */
import { formatType, tensor, type AnyTensorType } from '../../types/type.ts';
import { sizeOf, type NodeId } from '../../graph/graph.ts';
import { initializer } from '../initializers.ts';
import type { Parameter } from '../signature.ts';
import { defineFunction, type CallReading, type CallSite, type FunctionDefinition, type Lowering } from './function.ts';
import { perExampleAxes, requireMap, reshape, value } from './idioms.ts';

const features = value('x', 'features on the last axis');
const scaleAndCenter = (learned: boolean): readonly Parameter[] => [
  { name: 'scale', kind: 'boolean', default: learned, doc: 'whether to learn a scale (gamma)' },
  { name: 'center', kind: 'boolean', default: learned, doc: 'whether to learn an offset (beta)' },
];
const epsilon: Parameter = { name: 'epsilon', kind: 'number', default: 1e-5, min: 0, doc: 'added to the variance' };

/** The weights gamma and beta, over the last axis. */
function affine({ settings, inputs }: CallReading<number>) {
  const shape = [inputs[0]!.shape.at(-1)!];
  return {
    ...(settings['scale'] === true && { gamma: { shape, initializer: initializer('ones') } }),
    ...(settings['center'] === true && { beta: { shape, initializer: initializer('zeros') } }),
  };
}

interface Moments {
  readonly mean: NodeId;
  readonly variance: NodeId;
  readonly centered: NodeId;
}

/** Mean and (biased) variance over the axes, which are kept with size 1. */
function moments(l: Lowering, x: NodeId, axes: readonly number[]): Moments {
  const mean = l.builder.add('Mean', [x], { axes, keep_dims: true });
  const centered = l.builder.add('Sub', [x, mean]);
  const variance = l.builder.add('Mean', [l.builder.add('Square', [centered])], { axes, keep_dims: true });
  return { mean, variance, centered };
}

/**
 * (x − mean) / √(variance + ε) · gamma + beta, with the small factors multiplied first: two passes over x, not three.
 */
function normalize(l: Lowering, centered: NodeId, variance: NodeId): NodeId {
  const b = l.builder;
  const inverse = b.add('Rsqrt', [b.add('AddV2', [variance, b.constant(l.number('epsilon'))])]);
  const factor = l.hasWeight('gamma') ? b.add('Mul', [inverse, l.weight('gamma')]) : inverse;
  const scaled = b.add('Mul', [centered, factor]);
  return l.hasWeight('beta') ? b.add('AddV2', [scaled, l.weight('beta')]) : scaled;
}

function normalizedType(call: CallSite, callee: string): AnyTensorType {
  const type = call.inputs[0]!;
  if (type.shape.length === 0 || type.meaning === 'class') {
    call.fail('wrong-rank', { callee, expected: 'numbers with at least one axis', found: formatType(type) });
  }
  return tensor(type.shape, type.batched);
}

/** Updates the moving statistics from those of the batch. */
function followBatch(l: Lowering, { mean, variance }: Moments, count: number): void {
  const b = l.builder;
  const momentum = l.number('momentum');
  const follow = (name: string, now: NodeId, share: number): void => {
    const old = b.add('Mul', [l.weight(name), b.constant(momentum)]);
    const fresh = b.add('Mul', [reshape(l, now, b.shape(l.weight(name))), b.constant(share)]);
    l.update(name, b.add('AddV2', [old, fresh]));
  };
  follow('moving_mean', mean, 1 - momentum);
  // The moving variance is unbiased, as in the paper's algorithm 2 and in PyTorch.
  follow('moving_variance', variance, (1 - momentum) * (count > 1 ? count / (count - 1) : 1));
}

export const normalizationFunctions: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'batch_norm',
    doc:
      'Batch normalisation (Ioffe & Szegedy 2015) over the batch and all axes but the last. In training it uses the batch; ' +
      'in sampling and evaluation the moving statistics, which follow whenever the network itself is trained.',
    layer: true,
    parameters: [
      features,
      {
        name: 'momentum',
        kind: 'number',
        default: 0.9,
        min: 0,
        max: 1,
        doc: "share of the old moving statistics that is kept (Keras' convention; PyTorch counts what is replaced)",
      },
      epsilon,
      ...scaleAndCenter(true),
    ],
    type: (call) => normalizedType(call, 'batch_norm'),
    weights(call) {
      const shape = [call.inputs[0]!.shape.at(-1)!];
      return {
        ...affine(call),
        moving_mean: { shape, initializer: initializer('zeros'), trainable: false },
        moving_variance: { shape, initializer: initializer('ones'), trainable: false },
      };
    },
    lower(l, [x]) {
      if (l.mode === 'inference') {
        return normalize(l, l.builder.add('Sub', [x!, l.weight('moving_mean')]), l.weight('moving_variance'));
      }
      const over = l.builder.shape(x!).slice(0, -1);
      const batch = moments(
        l,
        x!,
        over.map((_, axis) => axis),
      );
      followBatch(l, batch, sizeOf(over));
      return normalize(l, batch.centered, batch.variance);
    },
  }),
  defineFunction({
    name: 'layer_norm',
    doc: 'Layer normalisation (Ba et al. 2016): each example over all its axes, with scale and offset over the last one.',
    layer: true,
    parameters: [features, epsilon, ...scaleAndCenter(true)],
    type: (call) => normalizedType(call, 'layer_norm'),
    weights: affine,
    lower(l, [x]) {
      const { centered, variance } = moments(l, x!, perExampleAxes(l.inputs[0]!));
      return normalize(l, centered, variance);
    },
  }),
  defineFunction({
    name: 'instance_norm',
    doc: 'Instance normalisation (Ulyanov et al. 2016): each channel of each example, over its height and width.',
    layer: true,
    parameters: [value('x', 'a map [height, width, channels]'), epsilon, ...scaleAndCenter(false)],
    type(call) {
      requireMap(call, 'instance_norm');
      return normalizedType(call, 'instance_norm');
    },
    weights: affine,
    lower(l, [x]) {
      const { centered, variance } = moments(l, x!, perExampleAxes(l.inputs[0]!).slice(0, 2));
      return normalize(l, centered, variance);
    },
  }),
  defineFunction({
    name: 'dropout',
    draws: true,
    doc: 'Sets a share of the values to 0 in training and scales up the rest (Srivastava et al. 2014); does nothing in sampling.',
    transparent: true,
    parameters: [
      value('x', 'any values'),
      { name: 'rate', kind: 'number', default: 0.5, min: 0, max: 0.999999, doc: 'the share that is dropped' },
      {
        name: 'per',
        kind: 'choice',
        choices: ['element', 'channel'],
        default: 'element',
        doc: "drop single values, or whole channels of a map (PyTorch's Dropout2d)",
      },
    ],
    type(call) {
      if (call.settings['per'] === 'channel') requireMap(call, 'dropout');
      return normalizedType(call, 'dropout');
    },
    lower(l, [x]) {
      const rate = l.number('rate');
      if (l.mode === 'inference' || rate === 0) return x!;
      const whole = l.builder.shape(x!);
      const shape = l.settings['per'] === 'channel' ? [whole[0]!, 1, 1, whole[3]!] : whole;
      const kept = l.draw('mask', { kind: 'bernoulli', p: 1 - rate }, shape);
      const scaled = l.builder.add('Mul', [kept, l.builder.constant(1 / (1 - rate))]);
      return l.builder.add('Mul', [x!, scaled]);
    },
  }),
];
