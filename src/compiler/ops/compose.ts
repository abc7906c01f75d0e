/**
 * Nodes that gradient rules often write, left out where they would do nothing. This only keeps rules from writing
 * waste; a separate pass simplifies whole graphs.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId } from '../graph/graph.ts';
import { sameShape } from '../graph/graph.ts';

/** `factor · x`, scaled before any stretching. */
export function scale(builder: GraphBuilder, x: NodeId, factor: number): NodeId {
  if (factor === 1) return x;
  if (factor === 0) return builder.constant(0, builder.shape(x));
  const known = uniformValue(builder, x);
  if (known !== null) return builder.constant(known * factor, builder.shape(x));
  const { op, inputs } = builder.node(x);
  if (op === 'BroadcastTo') return broadcastTo(builder, scale(builder, inputs[0]!, factor), builder.shape(x));
  if (factor === -1) return builder.add('Neg', [x]);
  return builder.add('Mul', [x, builder.constant(factor)]);
}

/**
 * `a · b`, without a broadcast of either operand to the shape that the other has anyway, as in the gradient of a mean.
 */
export function times(builder: GraphBuilder, a: NodeId, b: NodeId): NodeId {
  const [shapeA, shapeB] = [builder.shape(a), builder.shape(b)];
  const same = sameShape(shapeA, shapeB);
  const [knownA, knownB] = [uniformValue(builder, a), uniformValue(builder, b)];
  if (knownA !== null && (same || shapeA.length === 0)) return scale(builder, b, knownA);
  if (knownB !== null && (same || shapeB.length === 0)) return scale(builder, a, knownB);
  const [nodeA, nodeB] = [builder.node(a), builder.node(b)];
  if (same && nodeA.op === 'BroadcastTo') return builder.add('Mul', [nodeA.inputs[0]!, b]);
  if (same && nodeB.op === 'BroadcastTo') return builder.add('Mul', [a, nodeB.inputs[0]!]);
  return builder.add('Mul', [a, b]);
}

export function reshape(builder: GraphBuilder, x: NodeId, shape: readonly number[]): NodeId {
  if (sameShape(builder.shape(x), shape)) return x;
  const known = uniformValue(builder, x);
  return known === null ? builder.add('Reshape', [x], { shape }) : builder.constant(known, shape);
}

export function broadcastTo(builder: GraphBuilder, x: NodeId, shape: readonly number[]): NodeId {
  if (sameShape(builder.shape(x), shape)) return x;
  const known = uniformValue(builder, x);
  return known === null ? builder.add('BroadcastTo', [x], { shape }) : builder.constant(known, shape);
}

/** A condition as the numbers 0 and 1. */
export function asFloat(builder: GraphBuilder, condition: NodeId): NodeId {
  return builder.add('Cast', [condition], { dtype: 'float32' });
}

/** The number that fills a float constant; null for any other node. */
export function uniformValue(builder: GraphBuilder, id: NodeId): number | null {
  const { op, attributes, output } = builder.node(id);
  const value = attributes['value'];
  return op === 'Const' && output.dtype === 'float32' && typeof value === 'number' ? value : null;
}
