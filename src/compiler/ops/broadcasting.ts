/**
 * NumPy's broadcasting: shapes are aligned at the last axis; a side of 1 (or a missing one) stretches to the other's.
 */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId, TensorType } from '../graph/graph.ts';
import { formatType, sameShape, sizeOf } from '../graph/graph.ts';
import { reshape } from './compose.ts';
import type { ReferenceTensor } from './op.ts';
import { OpError } from './op.ts';

/** The common shape, or null if the shapes are incompatible. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] | null {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return null;
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

/** The common shape of two named inputs of an op; throws an `OpError` if they are incompatible. */
export function requireBroadcast(
  op: string,
  names: readonly [string, string],
  a: TensorType,
  b: TensorType,
): readonly number[] {
  const shape = broadcastShapes(a.shape, b.shape);
  if (shape) return shape;
  throw new OpError(
    `${op}: inputs \`${names[0]}\`, ${formatType(a)}, and \`${names[1]}\`, ${formatType(b)}, do not go together: ` +
      'counted from the last axis, sides must be equal or 1',
  );
}

/** The elements of a tensor stretched to `shape`, in row-major order. */
export function stretched(tensor: ReferenceTensor, shape: readonly number[]): Float64Array {
  const size = sizeOf(shape);
  if (size === tensor.data.length) return tensor.data;
  const stretchedData = new Float64Array(size);
  const missing = shape.length - tensor.shape.length;
  const strides = shape.map(() => 0);
  for (let axis = tensor.shape.length - 1, stride = 1; axis >= 0; axis--) {
    const side = tensor.shape[axis]!;
    strides[axis + missing] = side === 1 ? 0 : stride;
    stride *= side;
  }
  for (let position = 0; position < size; position++) {
    let rest = position;
    let source = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const side = shape[axis]!;
      source += (rest % side) * strides[axis]!;
      rest = Math.floor(rest / side);
    }
    stretchedData[position] = tensor.data[source]!;
  }
  return stretchedData;
}

/** The adjoint of broadcasting: sums a gradient over the axes along which `shape` was stretched. */
export function sumTo(builder: GraphBuilder, gradient: NodeId, shape: readonly number[]): NodeId {
  const from = builder.shape(gradient);
  if (sameShape(from, shape)) return gradient;
  const missing = from.length - shape.length;
  const axes = from.flatMap((side, axis) =>
    side !== 1 && (axis < missing || shape[axis - missing] === 1) ? [axis] : [],
  );
  const sum = axes.length ? builder.add('Sum', [gradient], { axes, keep_dims: false }) : gradient;
  return reshape(builder, sum, shape);
}
