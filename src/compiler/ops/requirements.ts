/** What ops require of their inputs, and the sentences of the errors: which input, what it is, what would fit. */
import type { DType, TensorType } from '../graph/graph.ts';
import { formatType, sameShape } from '../graph/graph.ts';
import { OpError } from './op.ts';

/** `MatMul: input `a` is float32[3], but must be of rank 2`. */
export function refuse(op: string, input: string, type: TensorType, wanted: string): never {
  throw new OpError(`${op}: input \`${input}\` is ${formatType(type)}, but must be ${wanted}`);
}

export function refuseAttribute(op: string, attribute: string, value: unknown, wanted: string): never {
  throw new OpError(`${op}: attribute \`${attribute}\` is ${JSON.stringify(value)}, but must be ${wanted}`);
}

/** Returns the type if it is float32; throws otherwise. */
export function requireFloat(op: string, input: string, type: TensorType): TensorType {
  return requireDType(op, input, type, 'float32');
}

/** Returns the type if it is float32 or int32; throws otherwise. */
export function requireNumber(op: string, input: string, type: TensorType): TensorType {
  return type.dtype === 'bool' ? refuse(op, input, type, 'float32 or int32: cast it') : type;
}

export function requireDType(op: string, input: string, type: TensorType, dtype: DType): TensorType {
  return type.dtype === dtype ? type : refuse(op, input, type, `${dtype}: cast it`);
}

export function requireRank(op: string, input: string, type: TensorType, rank: number): TensorType {
  return type.shape.length === rank ? type : refuse(op, input, type, `of rank ${rank}`);
}

export function requireShape(op: string, input: string, type: TensorType, shape: readonly number[]): TensorType {
  return sameShape(type.shape, shape) ? type : refuse(op, input, type, `of shape [${shape.join(', ')}]`);
}

/** An axis in the graph's form: counted from 0 (lowering resolves −1), and within the input's rank. */
export function requireAxis(op: string, attribute: string, axis: number, input: TensorType): number {
  const rank = input.shape.length;
  if (Number.isInteger(axis) && axis >= 0 && axis < rank) return axis;
  if (rank === 0) refuseAttribute(op, attribute, axis, 'left out: a scalar has no axes');
  return refuseAttribute(op, attribute, axis, `an axis of ${formatType(input)}, 0 … ${rank - 1}`);
}
