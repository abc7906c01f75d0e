/** Bounds on the gradient, which every optimizer can be given: `adam(1e-4, clip_norm: 1.0)`. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import type { Parameter } from './signature.ts';

export const clippingParameters: readonly Parameter[] = [
  {
    name: 'clip_norm',
    kind: 'rate',
    default: null,
    min: 0,
    doc: 'the greatest length of the gradient, over all networks that are trained together (Pascanu et al. 2013, algorithm 1)',
  },
  {
    name: 'clip_value',
    kind: 'rate',
    default: null,
    min: 0,
    doc: 'the greatest size of each number of the gradient',
  },
];

export interface Clipping {
  /** If absent, the numbers are not bounded. */
  readonly value?: NodeId;
  /** If absent, the length is not bounded. */
  readonly norm?: NodeId;
}

/**
 * The gradients within the bounds: first each number, as PyTorch's `clip_grad_value_` does, then the length of what is
 * left, as `clip_grad_norm_` does.
 */
export function clipGradients(b: GraphBuilder, gradients: readonly NodeId[], { value, norm }: Clipping): NodeId[] {
  const within =
    value === undefined
      ? [...gradients]
      : gradients.map((g) => b.add('Maximum', [b.add('Minimum', [g, value]), b.add('Neg', [value])]));
  if (norm === undefined) return within;
  // The 1e-6 is PyTorch's, for a gradient of length 0.
  const length = b.add('AddV2', [lengthOf(b, within), b.constant(1e-6)]);
  const share = b.add('Minimum', [b.add('RealDiv', [norm, length]), b.constant(1)]);
  return within.map((g) => b.add('Mul', [g, share]));
}

/** The Euclidean length of several tensors as one vector. */
export function lengthOf(b: GraphBuilder, tensors: readonly NodeId[]): NodeId {
  const squares = tensors.map((tensor) => {
    const axes = b.shape(tensor).map((_, axis) => axis);
    const square = b.add('Square', [tensor]);
    return axes.length === 0 ? square : b.add('Sum', [square], { axes, keep_dims: false });
  });
  return b.add('Sqrt', [squares.reduce((total, square) => b.add('AddV2', [total, square]))]);
}
